"""Words of micro-wishes (微心愿): 点单 request, 派单 dispatch, 接单 take, 评单 rate."""

from portal.core.words import Word


class WishKind(Word):
    """What somebody wishes for."""

    GOODS = "goods", "物品", "Something to have"
    HELP = "help", "帮忙做事", "A helping hand"
    COMPANY = "company", "陪伴看望", "Company and visits"
    LEARNING = "learning", "学习辅导", "Learning"
    REPAIR = "repair", "维修", "Repairs"
    ADVICE = "advice", "咨询", "Advice"


class Urgency(Word):
    """How soon it matters."""

    USUAL = "usual", "一般", "Usual"
    SOON = "soon", "较急", "Soon"
    URGENT = "urgent", "紧急", "Urgent"


class WishState(Word):
    """How far a wish is."""

    SUBMITTED = "submitted", "等待社区核对", "Waiting for the community"
    PUBLISHED = "published", "等待认领", "Waiting to be taken"
    TAKEN = "taken", "已认领，办理中", "Taken"
    DONE = "done", "已办，等待评价", "Done, to be rated"
    CLOSED = "closed", "已销号", "Closed"
    REFUSED = "refused", "未受理", "Not accepted"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    EXPIRED = "expired", "到期未实现", "Expired"

    @property
    def is_open(self) -> bool:
        return self in {WishState.SUBMITTED, WishState.PUBLISHED, WishState.TAKEN, WishState.DONE}

    @property
    def is_public(self) -> bool:
        """Whether it may be shown to everybody, once its text was read."""
        return self in {WishState.PUBLISHED, WishState.TAKEN, WishState.DONE, WishState.CLOSED}


class WishClaimState(Word):
    """How a claim of a wish stands."""

    OFFERED = "offered", "社区已派，等待接单", "Offered, to be answered"
    DECLINED = "declined", "没有接单", "Declined"
    ACTIVE = "active", "办理中", "Under way"
    GIVEN_BACK = "given_back", "已放弃", "Given back"
    LAPSED = "lapsed", "逾期收回", "Lapsed"
    DONE = "done", "已办", "Done"


class WishSide(Word):
    """Who moves a wish on."""

    RESIDENT = "resident", "居民", "The resident"
    COMMUNITY = "community", "社区", "The community"
    TAKER = "taker", "认领人", "Who took it"
    PORTAL = "portal", "系统到期办理", "The portal, when time is up"


class FitReason(Word):
    """Why somebody suits a wish."""

    SKILL = "skill", "特长对口", "Right skill"
    TIME = "time", "时间合适", "Right time"
    NEAR = "near", "离得近", "Close by"
    COMMUNITY = "community", "同一个社区", "Same community"


class WishFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    TAKEN = "taken", "已经有人认领", "Somebody has taken it already"
    PERSONAL = "personal", "公开的文字里不要写电话、门牌和姓名", "No phone, door number or name in the public text"
    RATED = "rated", "已经评价过", "It has been rated already"
    UNRATED = "unrated", "还没有评价，评价的时间也没有过", "It is not rated yet, and there is still time for that"
    TRACKING = "tracking", "查询码不对", "The tracking code is wrong"
    NOT_REPORTED = "not_reported", "先报到，再认领", "Report first, then take wishes"
    PHONE = "phone", "电话要写 11 位手机号，或区号加横线的座机号", "Write 11 digits, or area code, hyphen and number"
    UNREAD = "unread", "文字和照片看过以后才能公开", "Read text and pictures before they become public"
    WINDOW = "window", "已经过了可以提出的时间", "It is too late for this"
    PHOTO = "photo", "照片要是 JPEG、PNG 或 WebP，每张不超过 12 MB", "JPEG, PNG or WebP pictures of at most 12 MB each"
    PHOTOS = "photos", "最多 3 张照片", "Three pictures at most"
    OFFERED = "offered", "已经派给他，等他答复", "It has been offered to him already"
    COVER = "cover", "遮盖的位置要在 0 到 100 之间，宽和高大于 0", "Positions from 0 to 100, width and height above 0"
    MINUTES = "minutes", "时长已经核实过", "The time has been confirmed already"
    PAPER = "paper", "没有这张微心愿卡，或者已经录入", "There is no such wish card, or it has been entered"
