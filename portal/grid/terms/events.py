"""Words of events (事件): what is wrong on the ground, from the first word to its closing."""

from portal.core.words import Word


class EventState(Word):
    """How far an event is."""

    REPORTED = "reported", "已上报，等待受理", "Reported"
    ACCEPTED = "accepted", "已受理，等待派办", "Accepted"
    ASSIGNED = "assigned", "已派办，等待接办", "Assigned"
    HANDLING = "handling", "办理中", "Under way"
    DONE = "done", "已办，等待核查", "Done, to be verified"
    VERIFIED = "verified", "已核查，等待评价", "Verified, to be rated"
    CLOSED = "closed", "已办结", "Closed"
    REFUSED = "refused", "不予受理", "Not accepted"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    MERGED = "merged", "已并入另一事件", "Merged into another"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self not in {EventState.CLOSED, EventState.REFUSED, EventState.WITHDRAWN, EventState.MERGED}

    @property
    def is_public(self) -> bool:
        """Whether it may be shown to everybody, once its text was read."""
        return self not in {EventState.REPORTED, EventState.REFUSED, EventState.WITHDRAWN, EventState.MERGED}


class EventSide(Word):
    """Who moves an event on. What a county department does is entered by the street."""

    REPORTER = "reporter", "上报人", "Who reported it"
    HANDLER = "handler", "承办人", "Who handles it"
    COMMUNITY = "community", "社区", "The community"
    STREET = "street", "街道", "The street"
    PORTAL = "portal", "系统到期办理", "The portal, when time is up"


class HandlerKind(Word):
    """On which level an event is handled."""

    SELF = "self", "网格员自办", "The grid worker"
    COMMUNITY = "community", "社区办理", "The community"
    STREET = "street", "街道办理", "The street"
    DEPARTMENT = "department", "转县部门办理", "A county department"


class EventChannel(Word):
    """How an event came in."""

    RESIDENT = "resident", "居民网上上报", "A resident, online"
    STATION_CODE = "station_code", "居民在点位扫码", "A resident, by a station's QR"
    WORKER = "worker", "网格员上报", "A grid worker"
    STAFF = "staff", "工作人员上报", "Staff"
    BEHALF = "behalf", "代居民上报", "On behalf of a resident"
    STATION_WRONG = "station_wrong", "点位信息纠错", "A position's page is wrong"


class EventUrgency(Word):
    """How soon it matters."""

    USUAL = "usual", "一般", "Usual"
    URGENT = "urgent", "紧急", "Urgent"


class EventDeed(Word):
    """What was done in a step of an event."""

    FILED = "filed", "上报", "Reported"
    ACCEPTED = "accepted", "受理、定类", "Accepted and classified"
    ASSIGNED = "assigned", "派办", "Assigned"
    STARTED = "started", "接办", "Taken up"
    RETURNED = "returned", "退回", "Returned"
    TRANSFERRED = "transferred", "转办", "Transferred"
    ESCALATED = "escalated", "逾期升级", "Escalated, being late"
    FED_BACK = "fed_back", "反馈结果", "Fed back"
    VERIFIED = "verified", "核查通过", "Verified"
    SENT_BACK = "sent_back", "核查不通过，退回重办", "Sent back to be done again"
    RATED = "rated", "评价", "Rated"
    CLOSED = "closed", "办结", "Closed"
    REOPENED = "reopened", "居民要求重办", "Reopened by the reporter"
    MERGED = "merged", "并案", "Merged"
    REFUSED = "refused", "不予受理", "Not accepted"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"
    PUBLISHED = "published", "公开", "Made public"
    ASKED_AGAIN = "asked_again", "回访：还好吗", "Asked again whether it is still all right"
    STILL_RIGHT = "still_right", "回访：没有再出现", "It is still all right"
    NOTED = "noted", "记录", "Noted"


class PhotoMoment(Word):
    """Whether a picture was taken before it was handled or after."""

    BEFORE = "before", "办理前", "Before"
    AFTER = "after", "办理后", "After"


class EventFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    KIND = "kind", "没有这个类别", "There is no such kind"
    HANDLER = "handler", "请选择由谁办理", "Choose who handles it"
    WORKER = "worker", "这个网格今天没有人在岗，请选别的办理方式", "Nobody covers this grid today; choose another way"
    DEPARTMENT = "department", "请选择县部门", "Choose the department"
    PERSONAL = (
        "personal",
        "公开的文字里不要写电话、证件、门牌和姓名",
        "No phone, identity or door number or name in a public text",
    )
    RATED = "rated", "已经评价过", "It has been rated already"
    TRACKING = "tracking", "查询码不对", "The tracking code is wrong"
    PHONE = "phone", "电话要写 11 位手机号，或区号加横线的座机号", "Write 11 digits, or area code, hyphen and number"
    WINDOW = "window", "已经过了可以提出的时间", "It is too late for this"
    PHOTO = "photo", "照片要是 JPEG、PNG 或 WebP，每张不超过 12 MB", "JPEG, PNG or WebP pictures of at most 12 MB each"
    PHOTOS = "photos", "最多 6 张照片", "Six photos at most"
    SAME_PERSON = "same_person", "办理的人不能自己核查", "Who handled it does not verify it"
    REASON = "reason", "请写明原因", "Say why"
    ANSWER = "answer", "请写明办理结果", "Write what was done"
    SAME = "same", "不能并入自己", "An event cannot be merged into itself"
    OTHER = "other", "没有这个事件，或者已经结束", "There is no such event, or it has ended"
    COMMUNITY = "community", "没有这个社区", "There is no such community"
    UNREAD = "unread", "文字和照片看过以后才能公开", "Read text and pictures before they become public"
