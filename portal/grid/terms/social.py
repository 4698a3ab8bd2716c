"""Words of social organisations and their services (社会组织、四社联动)."""

from portal.core.words import Word


class SocialKind(Word):
    """What a social organisation is."""

    FEDERATION = "federation", "联合会", "Federation"
    VOLUNTEERS = "volunteers", "志愿服务组织", "Volunteers"
    ASSOCIATION = "association", "社会团体", "Association"
    SERVICE = "service", "社会服务机构", "Service agency"
    COMMUNITY_GROUP = "community_group", "社区社会组织", "Community group"


class SocialField(Word):
    """What a service was about."""

    CHILDREN = "children", "儿童关爱", "Children"
    ELDERS = "elders", "助老", "Elders"
    WOMEN = "women", "妇女家庭", "Women and families"
    DISABLED = "disabled", "助残", "Disabled people"
    HARDSHIP = "hardship", "济困", "Hardship"
    HEALTH = "health", "健康", "Health"
    CULTURE = "culture", "文化体育", "Culture and sport"
    ENVIRONMENT = "environment", "环境", "Environment"
    MEDIATION = "mediation", "调解", "Mediation"
    SAFETY = "safety", "平安巡防", "Safety"
    OTHER = "other", "其他", "Other"


class ServiceState(Word):
    """Whether a service has taken place."""

    PLANNED = "planned", "计划中", "Planned"
    DONE = "done", "已完成", "Done"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class Party(Word):
    """Who takes part in four-party linkage (四社联动); the list is the articles' (domain.md S24)."""

    COMMUNITY = "community", "社区", "The community"
    UNIT = "unit", "双报到单位", "Units"
    SOCIAL = "social", "社会组织", "Social organisations"
    WORKERS = "workers", "专职社会工作者", "Social workers"
    VOLUNTEERS = "volunteers", "社区志愿者", "Volunteers"


class SocialFault(Word):
    """Why it cannot be kept so."""

    NAME_TAKEN = "name_taken", "这个名称已经有了", "This name is taken"
    UMBRELLA = "umbrella", "联合会自己不能再属于联合会", "A federation belongs to no other"
    NO_UMBRELLA = "no_umbrella", "没有这个联合会", "There is no such federation"
    HAS_MEMBERS = "has_members", "它还有成员组织，不能改成别的类型", "It has members, so it stays a federation"
    PHONE = "phone", "电话要写 11 位手机号，或区号加横线的座机号", "Write 11 digits, or area code, hyphen and number"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    ORDER = "order", "结束早于开始", "The end is before the start"
    ENDED = "ended", "这个组织已经注销", "This organisation has ended"
    STATE = "state", "这次服务已经完成或取消", "This service is done or cancelled already"
    PERSONAL = "personal", "不要写受助人的姓名、电话、证件和门牌", "Do not name who was helped"
    STATIONED = "stationed", "已经进驻这个社区", "It is stationed in this community already"
    COMMUNITY = "community", "没有这个社区", "There is no such community"
    GRID = "grid", "这个网格不在所选的社区", "This grid is not in that community"
    NO_SOCIAL = "no_social", "没有这个社会组织", "There is no such social organisation"
    PAST = "past", "计划的日子不能早于今天", "What is planned cannot lie before today"
    NOBODY = "nobody", "完成的服务要写时长和参与人数", "Of what is done, write hours and participants"
    OVER = "over", "这次进驻已经结束", "This stationing has ended"
    SAME = "same", "这次服务已经登记过", "This service is entered already"
