"""Words of placing a home in a grid: by which rule it was decided (issue 5; mission.md D1)."""

from portal.core.words import Word


class PlacementRule(Word):
    """Which rule decided, shown beside the grid."""

    PIN = "pin", "地图上的位置在这个网格里", "The pin lies in this grid"
    BORDER_BUILDING = (
        "border_building",
        "位置在网格边界上，取楼栋所在的网格",
        "The pin lies on a border; the grid of the building counts",
    )
    BORDER_FIRST = (
        "border_first",
        "位置在网格边界上，取编号在前的网格",
        "The pin lies on a border; the grid with the smaller code counts",
    )
    BUILDING = "building", "小区和楼栋名称对上了", "The names of residential area and building were found"
    AREA = "area", "小区名称对上了，楼栋没有对上", "The residential area was found, the building was not"
    WRITTEN = "written", "名册上写了这个网格", "The roster names this grid"
    HAND = "hand", "由工作人员指定", "Chosen by the staff"


class PlacementFault(Word):
    """Why a home cannot be placed so."""

    NO_GRID = "no_grid", "这个位置不在任何网格里", "This place lies in no grid"
    NOTHING = "nothing", "请点一个位置，或写小区和楼栋，或选一个网格", "Set a pin, write the building, or choose a grid"
    UNKNOWN = "unknown", "没有对上小区，请改写法或直接选网格", "No such residential area; write it otherwise or choose"
    TWICE = "twice", "只用一种办法定位", "Use one way only"
    GONE = "gone", "已经不在名册上", "No longer on the roster"
