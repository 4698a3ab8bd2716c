"""Words of service: posts and claims, activities, attendance, hours."""

from portal.core.words import Word


class PostState(Word):
    """Whether a post can be claimed."""

    OPEN = "open", "可认领", "Open"
    CLOSED = "closed", "已关闭", "Closed"


class ClaimState(Word):
    """How far a claim of a post is (认岗)."""

    CLAIMED = "claimed", "等待社区确认", "Waiting for the community"
    CONFIRMED = "confirmed", "在岗", "Confirmed"
    DECLINED = "declined", "未确认", "Declined"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    ENDED = "ended", "已结束", "Ended"


class ActivityState(Word):
    """How far an activity is."""

    OPEN = "open", "报名中", "Open for sign-up"
    HELD = "held", "已举办", "Held"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class SignUpState(Word):
    """How a sign-up stands."""

    SIGNED_UP = "signed_up", "已报名", "Signed up"
    WAITING = "waiting", "候补", "Waiting list"
    WITHDRAWN = "withdrawn", "已退出", "Withdrawn"


class Presence(Word):
    """What the organiser's list says."""

    CAME = "came", "到场", "Came"
    ABSENT = "absent", "未到", "Absent"


class PresenceBy(Word):
    """How presence became known."""

    LIST = "list", "组织者名单", "The organiser's list"
    CODE = "code", "动态二维码", "A changing QR code"
    PAPER = "paper", "纸质签到表", "A paper sheet"


class HoursFrom(Word):
    """What hours were served for."""

    ACTIVITY = "activity", "活动", "Activity"
    POST = "post", "岗位", "Post"
    WISH = "wish", "微心愿", "Micro-wish"
    PROJECT = "project", "共建项目", "Project"
    OTHER = "other", "其他服务", "Other service"


class ServiceFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    FULL = "full", "名额已满", "All places are taken"
    ALREADY = "already", "已经认领或报名", "Claimed or signed up already"
    CLOSED = "closed", "报名已经截止", "Sign-up is closed"
    NOT_REPORTED = "not_reported", "先报到，再认岗和报名", "Report first, then claim and sign up"
    DAYS = "days", "结束早于开始", "The end is before the start"
    FUTURE = "future", "还没有举办", "It has not taken place yet"
    CODE = "code", "签到码不对或已过期，请看屏幕上的新码", "The code is wrong or has expired; look at the new one"
    SWITCHED_OFF = "switched_off", "本县没有启用这项功能", "This county has not switched it on"
    TOO_MUCH = "too_much", "超过一天可以记的时长", "More than can be entered for one day"
    TOO_LITTLE = "too_little", "时长太短，不够记一笔", "Too little to be worth an entry"
    SAME = "same", "没有变化", "Nothing would change"
