"""Words of fund projects (经费项目): the way of F3 from a need to its disclosure."""

from portal.core.words import Word


class NeedFrom(Word):
    """Where a project's need comes from."""

    RESIDENTS = "residents", "居民提出", "Residents asked for it"
    DELIBERATION = "deliberation", "议事协商", "A deliberation"
    WISH = "wish", "微心愿", "A micro-wish"
    EVENT = "event", "网格事件", "An event"
    PLAN = "plan", "年度计划", "The year's plan"


class ProjectState(Word):
    """How far a project is."""

    DRAFT = "draft", "起草", "Draft"
    DELIBERATION = "deliberation", "议定中", "Being decided"
    NOTICE = "notice", "公示中", "On public notice"
    STREET = "street", "街道审核", "With the street"
    COUNTY = "county", "县级备案", "With the county"
    RUNNING = "running", "实施中", "Under way"
    ACCEPTANCE = "acceptance", "待验收", "To be accepted"
    RATING = "rating", "居民评价", "Being rated"
    CLOSED = "closed", "已办结公开", "Closed and disclosed"
    RETURNED = "returned", "退回修改", "Returned"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    STOPPED = "stopped", "已终止", "Stopped"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in {ProjectState.CLOSED, ProjectState.WITHDRAWN, ProjectState.STOPPED}

    @property
    def is_public(self) -> bool:
        """From its public notice on everybody may see it, whatever became of it."""
        return self not in {
            ProjectState.DRAFT,
            ProjectState.DELIBERATION,
            ProjectState.RETURNED,
            ProjectState.WITHDRAWN,
        }


class ProjectSide(Word):
    """Who moves a project on."""

    COMMUNITY = "community", "社区", "The community"
    STREET = "street", "街道", "The street"
    COUNTY = "county", "县", "The county"
    PORTAL = "portal", "系统到期办理", "The portal, when time is up"


class DecisionStep(Word):
    """The four deliberations (四议) before a public notice."""

    PROPOSAL = "proposal", "支部（党委）提议", "The branch proposes"
    CONSULTATION = "consultation", "“两委”商议", "The two committees consult"
    PARTY_MEETING = "party_meeting", "党员大会审议", "The party meeting examines"
    RESIDENTS = "residents", "居民（代表）会议决议", "The residents decide"


class NoticeKind(Word):
    """The two disclosures (两公开)."""

    PLAN = "plan", "决议公开", "The decision"
    RESULT = "result", "实施结果公开", "The result"


class ApprovalLevel(Word):
    """Who has to say yes."""

    STREET = "street", "街道审核", "The street's approval"
    STREET_MEETING = "street_meeting", "街道党工委会议研究", "The street committee's meeting"
    COUNTY = "county", "县级备案", "The county's record"


class Verdict(Word):
    """What was decided."""

    YES = "yes", "同意", "Agreed"
    NO = "no", "退回", "Returned"


class PaymentState(Word):
    """How far a request for payment is."""

    ASKED = "asked", "已申请", "Asked for"
    APPROVED = "approved", "已审核", "Approved"
    REFUSED = "refused", "退回", "Refused"
    SENT = "sent", "已送银行", "Sent to the bank"
    PAID = "paid", "已支付", "Paid"
    FAILED = "failed", "银行退票", "Returned by the bank"
    REFUNDED = "refunded", "已退款", "Refunded"


class ProjectDeed(Word):
    """What was done in a step of a project."""

    ENTERED = "entered", "起草", "Entered"
    CHANGED = "changed", "修改预算", "Budget changed"
    SUBMITTED = "submitted", "提交议定", "Put to decision"
    DECIDED = "decided", "议定", "A step of deciding"
    NOTICED = "noticed", "公示", "Put on public notice"
    OBJECTED = "objected", "收到异议", "An objection"
    ANSWERED = "answered", "答复异议", "An objection answered"
    SENT_UP = "sent_up", "报街道", "Sent to the street"
    APPROVED = "approved", "审核同意", "Approved"
    RETURNED = "returned", "退回", "Returned"
    RECORDED = "recorded", "备案、立项", "Recorded and committed"
    CONTRACTED = "contracted", "签订合同", "Contract"
    PAYMENT_ASKED = "payment_asked", "申请支付", "Payment asked for"
    PAYMENT_APPROVED = "payment_approved", "支付审核", "Payment approved"
    PAYMENT_REFUSED = "payment_refused", "支付退回", "Payment refused"
    PAID = "paid", "支付", "Paid"
    REFUNDED = "refunded", "收款人退款", "Refunded"
    FINISHED = "finished", "完工", "Finished"
    ACCEPTED = "accepted", "验收", "Accepted"
    NOT_ACCEPTED = "not_accepted", "验收不合格", "Not accepted"
    RATED = "rated", "评价", "Rated"
    CLOSED = "closed", "办结、结果公开", "Closed and disclosed"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"
    STOPPED = "stopped", "终止", "Stopped"
    NOTED = "noted", "记录", "Noted"


class ProjectFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    USE = "use", "这项开支不在这个钱袋的用途清单里", "This use is not on the purse's list"
    FORBIDDEN = "forbidden", "规定不得用于这项开支", "The rules forbid this use"
    LINES = "lines", "预算要有明细，合计大于 0", "A budget needs lines that add up to more than 0"
    QUOTES = "quotes", "报价不够，还缺份数", "Quotes are lacking"
    STEP_ORDER = "step_order", "上一步还没有议定", "The step before has not been decided"
    NOT_VALID = "not_valid", "到会人数不够，会议无效", "Too few were present; the meeting is not valid"
    NOT_PASSED = "not_passed", "同意人数不够，没有通过", "Too few agreed; it did not pass"
    NUMBERS = "numbers", "人数前后不符", "The numbers do not fit together"
    NOTICE_RUNS = "notice_runs", "公示期还没有满", "The public notice still runs"
    OBJECTION = "objection", "还有没有答复的异议", "An objection is not answered yet"
    SAME_PERSON = "same_person", "申请人不能审核，审核人不能支付", "Who asks may not approve; who approves may not pay"
    INVOICE = "invoice", "这张发票已经用过", "This invoice has been used already"
    OVER_BUDGET = "over_budget", "超过项目余款", "More than is left of the project"
    PAYEE = "payee", "请写收款人", "Name the payee"
    OPEN_PAYMENT = "open_payment", "还有没有办完的支付", "A payment is still under way"
    UNACCEPTED = "unaccepted", "还没有验收", "It has not been accepted"
    PHOTO = "photo", "验收要有照片", "Acceptance needs a photo"
    PERSONAL = "personal", "公开的文字里不要写电话、证件、门牌", "No phone, identity or door number in a public text"
    REASON = "reason", "请写明原因", "Say why"
    DAY = "day", "日期不能晚于今天", "The day cannot be after today"
    COMMUNITY = "community", "没有这个社区", "There is no such community"
    NEED = "need", "这个社区没有这个编号的心愿或事件", "This community has no wish or event of that code"
    RATED = "rated", "评价要在 1 到 5 分之间", "A rating is from 1 to 5"
