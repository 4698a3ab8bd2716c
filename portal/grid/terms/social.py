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
    UMBRELLA = "umbrella", "没有这个联合会，或者是自己", "There is no such federation, or it is this one"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    ORDER = "order", "结束早于开始", "The end is before the start"
    ENDED = "ended", "这个组织已经注销", "This organisation has ended"
    STATE = "state", "这次服务已经完成或取消", "This service is done or cancelled already"
    PERSONAL = "personal", "不要写受助人的姓名、电话、证件和门牌", "Do not name who was helped"
    STATIONED = "stationed", "已经进驻这个社区", "It is stationed in this community already"
    COMMUNITY = "community", "没有这个社区", "There is no such community"
