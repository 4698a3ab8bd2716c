"""Words of the roster: kinds of units, states of units and members, how a home was placed, what changed."""

from portal.core.words import Word


class UnitKind(Word):
    """What a unit is (单位性质)."""

    OFFICE = "office", "机关", "Party or government office"
    INSTITUTION = "institution", "事业单位", "Public institution"
    STATE_ENTERPRISE = "state_enterprise", "国有企业", "State enterprise"
    PRIVATE_ENTERPRISE = "private_enterprise", "非公企业", "Private enterprise"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织", "Social organisation"


class Sex(Word):
    """GB/T 2261.1."""

    UNKNOWN = "0", "未填", "not given"
    MALE = "1", "男", "male"
    FEMALE = "2", "女", "female"


class ServiceField(Word):
    """The eight classes of posts and skills (domain.md 2.3, from Zhongjiang's scheme)."""

    ORGANISATION = "organisation", "组织建设", "Party building"
    LAW = "law", "法律服务", "Legal help"
    CARE = "care", "助困助残就业", "Help for the poor, the disabled, the jobless"
    GOVERNANCE = "governance", "社区治理", "Community governance"
    HEALTH = "health", "健康医疗", "Health"
    CULTURE = "culture", "文化体育", "Culture and sport"
    SAFETY = "safety", "安全宣传和治安巡逻", "Safety and patrols"
    OTHER = "other", "其他", "Other"


class FreeTime(Word):
    """When somebody can usually come."""

    WORKDAY = "workday", "工作日白天", "Workdays"
    EVENING = "evening", "工作日晚上", "Evenings"
    WEEKEND = "weekend", "周末", "Weekends"


class ReportState(Word):
    """How far a unit or a member has come (D2). Who may move them on is the table in `rules/reporting.py`."""

    REGISTERED = "registered", "已登记，未报到", "Registered"
    REPORTED = "reported", "已报到", "Reported"
    ACTIVE = "active", "已参加服务", "Active"
    ON_LEAVE = "on_leave", "暂缓", "On leave"
    TRANSFERRED = "transferred", "已转出", "Transferred away"
    RETIRED = "retired", "已退休", "Retired"
    LEFT = "left", "已离开", "Left"

    @property
    def is_here(self) -> bool:
        """Whether he counts as one of the county's in-service members today."""
        return self not in {ReportState.TRANSFERRED, ReportState.RETIRED, ReportState.LEFT}

    @property
    def has_reported(self) -> bool:
        return self in {ReportState.REPORTED, ReportState.ACTIVE, ReportState.ON_LEAVE}


HERE = tuple(state for state in ReportState if state.is_here)
GONE = tuple(state for state in ReportState if not state.is_here)


class Placed(Word):
    """By what a member's home was placed in a grid."""

    PIN = "pin", "地图上点的位置", "A pin on the map"
    BUILDING = "building", "小区和楼栋名称", "The names of residential area and building"
    AREA = "area", "小区名称", "The name of the residential area"
    WRITTEN = "written", "名册上写的网格", "The grid that the roster names"
    HAND = "hand", "人工指定", "By hand"


class ChangeKind(Word):
    """What happened to a unit or a member, for its history."""

    JOINED = "joined", "加入名册", "Joined the roster"
    CORRECTED = "corrected", "更正", "Corrected"
    MOVED_UNIT = "moved_unit", "调动单位", "Moved to another unit"
    MOVED_HOME = "moved_home", "居住地变更", "Moved home"
    PAIRED = "paired", "结对社区变更", "Paired with another community"
    STATE = "state", "状态变更", "Another state"
    LEFT = "left", "离开名册", "Left the roster"


class RosterFault(Word):
    """Why the roster cannot be changed so."""

    PHONE = "phone", "电话要写 11 位手机号，或区号加横线的座机号", "Write 11 digits, or area code, hyphen and number"
    PHONE_TAKEN = "phone_taken", "名册上已有人用这个电话", "Somebody on the roster has this number"
    CODE_TAKEN = "code_taken", "这个编号已经用过", "This code is taken"
    NAME_TAKEN = "name_taken", "已有同名的单位", "There is a unit of this name"
    GONE = "gone", "已经不在名册上", "No longer on the roster"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    MEMBERS = "members", "还有党员，请先为他们办理调动或离开", "It still has members: move them or let them leave first"
    OTHER_COMMUNITY = "other_community", "这个网格不在所选的社区里", "This grid is not in the chosen community"
    OUTSIDE = "outside", "这个位置不在任何网格里", "This place lies in no grid"
