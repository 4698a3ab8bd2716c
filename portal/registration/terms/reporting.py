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
