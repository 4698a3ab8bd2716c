"""Words of reporting: what may be applied for, how far an application is, printed forms, what is wrong."""

from portal.core.words import Word


class ReportKind(Word):
    """What is applied for."""

    UNIT = "unit", "单位报到", "A unit reports"
    MEMBER = "member", "在职党员报到", "A member reports"
    TRANSFER = "transfer", "转到另一个社区", "Transfer to another community"
    LEAVE = "leave", "暂缓服务", "Leave of absence"
    RETURN = "return", "恢复服务", "Return from leave"
    RETIREMENT = "retirement", "退休", "Retirement"
    DEPARTURE = "departure", "调离本县", "Departure from the county"
    CORRECTION = "correction", "更正本人信息", "Correction of one's own record"


class ApplicationState(Word):
    """How far an application is."""

    SUBMITTED = "submitted", "等待社区核对", "Waiting for the community"
    RETURNED = "returned", "已退回，请补正", "Returned to be corrected"
    ACCEPTED = "accepted", "已受理", "Accepted"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Channel(Word):
    """How something came in."""

    PHONE = "phone", "手机网页", "By phone page"
    PAPER = "paper", "纸质表格", "On paper"
    BEHALF = "behalf", "代为办理", "Filed for somebody"
    ROSTER = "roster", "名册导入", "From the roster"


class PaperKind(Word):
    """What a printed form is for (E12)."""

    CHECK_IN = "check_in", "报到单", "Report form"
    WISH = "wish", "微心愿卡", "Micro-wish card"
    ATTENDANCE = "attendance", "活动签到表", "Attendance sheet"


class ReportingFault(Word):
    """Why an application cannot go on so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    OWN = "own", "自己的申请要由别人受理", "Somebody else decides on your own application"
    OPEN = "open", "已有一件同类申请在办理", "One of the same kind is being dealt with"
    PLACE = "place", "请先选定居住社区", "Choose the home community first"
    ENTERED = "entered", "这张表已经录入过", "This form has been entered already"
    UNKNOWN = "unknown", "没有这张表，请核对编号", "There is no such form; check its code"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    DAYS = "days", "结束早于开始", "The end is before the start"
    UNIT = "unit", "没有这个单位，请从名单里选", "There is no such unit; choose one of the list"
    MATCH = "match", "请选定是名册上的哪一位，或新登记", "Say who of the roster it is, or enter him as new"
    REASON = "reason", "请写明原因，申请人会看到", "Give the reason; the applicant will see it"
    NOTHING = "nothing", "没有要更正的内容", "Nothing would change"
    TRACKING = "tracking", "查询码不对", "The tracking code is wrong"
    HERE = "here", "已经在这个社区", "Already in this community"


class Side(Word):
    """Who asks for something or decides on it, by what he is to the unit or the member."""

    MEMBER = "member", "党员本人", "The member"
    UNIT = "unit", "单位联络员", "The unit's liaison"
    COMMUNITY = "community", "社区", "The community"
    STREET = "street", "街道", "The street"
    PORTAL = "portal", "系统", "The portal"


class Mover(Word):
    """Why a unit or a member comes into another state."""

    REPORT = "report", "报到受理", "A report was accepted"
    SERVICE = "service", "第一次参加服务", "The first service"
    LEAVE = "leave", "暂缓受理", "A leave of absence was accepted"
    RETURN = "return", "恢复服务受理", "A return was accepted"
    LEAVE_OVER = "leave_over", "暂缓到期", "The leave of absence is over"
    RETIREMENT = "retirement", "退休受理", "A retirement was accepted"
    DEPARTURE = "departure", "调离受理", "A departure was accepted"
    STRUCK = "struck", "从名册上移除", "Taken off the roster"
    REJOINED = "rejoined", "重新登记到名册，尚未报到", "Entered on the roster again, not reported yet"


class Step(Word):
    """What is done with an application."""

    SUBMIT = "submit", "提交", "Submit"
    ACCEPT = "accept", "受理", "Accept"
    RETURN = "return", "退回补正", "Return to be corrected"
    RESEND = "resend", "补正后再交", "Send again, corrected"
    HAND_ON = "hand_on", "转给另一个社区", "Hand on to another community"
    WITHDRAW = "withdraw", "撤回", "Withdraw"


class Decision(Word):
    """What a community says to an application."""

    ACCEPT = "accept", "核对无误，受理", "Checked; accept"
    RETURN = "return", "退回补正", "Return to be corrected"
    HAND_ON = "hand_on", "不归本社区，转给下面选的社区", "Not ours; hand on to the community chosen below"
