"""Words of the three lists (三张清单): resources of units, needs of communities, projects that join them."""

from portal.core.words import Word


class ResourceKind(Word):
    """What a unit offers or a community asks for (domain.md S15)."""

    PEOPLE = "people", "人员", "People"
    SKILL = "skill", "专业技能", "Skills"
    VENUE = "venue", "场地", "Venues"
    EQUIPMENT = "equipment", "设备物资", "Equipment and goods"
    FUNDS = "funds", "资金", "Funds"


class ListState(Word):
    """How far a resource or a need is."""

    OPEN = "open", "可对接", "Open"
    MATCHED = "matched", "已对接", "Matched"
    MET = "met", "已完成", "Met"
    CLOSED = "closed", "已撤下", "Taken down"


class ProjectState(Word):
    """How far a project of unit and community is."""

    PROPOSED = "proposed", "待双方确认", "To be agreed"
    AGREED = "agreed", "双方已确认", "Agreed"
    UNDER_WAY = "under_way", "实施中", "Under way"
    DONE = "done", "已完成", "Done"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class Side(Word):
    """The two who carry out a project together."""

    UNIT = "unit", "单位", "The unit"
    COMMUNITY = "community", "社区", "The community"

    @property
    def other(self) -> "Side":
        return Side.COMMUNITY if self is Side.UNIT else Side.UNIT


class InCommon(Word):
    """What a resource and a need have in common: why one is suggested for the other."""

    KIND = "kind", "供需同类", "The same kind"
    FIELD = "field", "服务类别相同", "The same class of service"
    COMMUNITY = "community", "就在本社区", "The same community"
    STREET = "street", "同在一个街道", "The same street"
    DAYS = "days", "日期对得上", "The days overlap"
    TIMES = "times", "方便的时间对得上", "The times overlap"


class ListFault(Word):
    """Why the lists cannot be changed so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    DAYS = "days", "结束早于开始", "The end is before the start"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    OTHER_SIDE = "other_side", "要由另一方确认", "The other side confirms"
    TAKEN = "taken", "这项资源或需求已经对接了别的项目", "The resource or the need has another project already"
    RECORD = "record", "先记下做了什么，再办结", "Note what was done first"
    PAST = "past", "日期不能早于今天", "The day cannot be before today"
    PHOTO = "photo", "要 12 MB 以内的 JPEG、PNG 或 WebP 照片", "A JPEG, PNG or WebP picture of at most 12 MB"
