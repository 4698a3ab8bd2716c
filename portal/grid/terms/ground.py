"""Words of the ground."""

from portal.core.words import Word


class AreaKind(Word):
    """Which outline an administrative area is."""

    COUNTY = "county", "县", "County"
    STREET = "street", "街道", "Street"


class DutyKind(Word):
    """As what a grid worker has a grid."""

    PRIMARY = "primary", "专职网格员", "Grid worker"
    BACKUP = "backup", "替补网格员", "Backup"


class AbsenceKind(Word):
    """Why somebody is away."""

    LEAVE = "leave", "休假", "Leave"
    ILLNESS = "illness", "病假", "Illness"
    TRAINING = "training", "培训", "Training"
    OTHER = "other", "其他", "Other"


class Cover(Word):
    """Who covers a grid on a day."""

    PRIMARY = "primary", "网格员在岗", "Its worker is there"
    STAND_IN = "stand_in", "代班", "A stand-in"
    BACKUP = "backup", "替补", "The backup"
    NOBODY = "nobody", "没有人", "Nobody"


class DutyFault(Word):
    """Why a duty cannot be arranged so."""

    ALREADY = "already", "这个人已经负责这个网格", "This person has this grid already"
    OCCUPIED = "occupied", "这个网格已有专职网格员，请先结束", "This grid has its worker; end that duty first"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    BEFORE_START = "before_start", "结束早于开始", "The end is before the start"
    ENDED = "ended", "已经结束", "It has ended already"
    SELF = "self", "代班人不能是本人", "Nobody stands in for himself"
    GONE = "gone", "这个人已经离开", "This person has left"


class BuildingFault(Word):
    """Why a residential area or a building cannot be kept so."""

    NAME = "name", "名称要写，最多 60 个字", "Give a name of at most 60 characters"
    NAME_TAKEN = "name_taken", "这个名称已经有了", "This name is taken"
    BRANCH = "branch", "没有这个党支部，或者不在这个社区", "There is no such branch, or not in this community"
    GROUP = (
        "group",
        "没有这个楼栋党小组，或者不属于这个小区的党支部",
        "No such building group, or not of this area's branch",
    )
    HOUSEHOLDS = "households", "户数要写成 0 到 9999 的整数", "Households are a whole number from 0 to 9999"
    CLOSED = "closed", "这栋楼已经注销", "This building is closed already"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"


class PlaceFault(Word):
    """Why numbers are not the place of something in a community."""

    HALF = "half", "纬度和经度要一起写", "Write latitude and longitude together"
    SYSTEM = "system", "写了坐标，就要写坐标系：WGS-84、GCJ-02 或 BD-09", "Name the system: WGS-84, GCJ-02 or BD-09"
    NO_PLACE = "no_place", "这不是有效的经纬度", "These are no coordinates"
    SWAPPED = "swapped", "纬度和经度好像写反了", "Latitude and longitude seem to be exchanged"
    OUTSIDE = (
        "outside",
        "离社区边界超过 200 米，请核对坐标和坐标系",
        "More than 200 m outside the community: check the numbers and their system",
    )
    LACKING = "lacking", "新小区至少要有一行写坐标", "A new residential area needs coordinates in one row at least"
