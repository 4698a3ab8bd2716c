"""Words of supervision (监督): questions, not verdicts."""

from portal.core.words import Word


class Caution(Word):
    """What makes the inspector look."""

    IDLE = "idle", "资金闲置", "Idle money"
    LATE_ACCEPTANCE = "late_acceptance", "验收逾期", "Acceptance is late"
    SPLIT = "split", "疑似拆分，刚好低于限额", "Perhaps split, just under a threshold"
    SAME_PAYEE = "same_payee", "同一收款人跨社区", "The same payee across communities"
    DECEMBER = "december", "年底集中支出", "Spending in December"
    NO_VOUCHER = "no_voucher", "支付缺凭证", "A payment without a voucher"


class CautionReason(Word):
    """Why each of them is looked at, in a sentence; the figures stand in the rules of the funds."""

    IDLE = "idle", "钱放着没有用，可能有需求没有收上来。", "Money lies unused: a need may not have been heard."
    LATE_ACCEPTANCE = (
        "late_acceptance",
        "完工以后没有按时验收，质量问题会过了时候。",
        "Not accepted in time after it was finished: faults may be found too late.",
    )
    SPLIT = (
        "split",
        "几个同类项目都刚好低于限额，合起来就超过了，可能少走了一道审核或比价。",
        "Several of a kind stay just under a threshold that they pass together: a step may have been avoided.",
    )
    SAME_PAYEE = (
        "same_payee",
        "几个社区都付给同一个收款人，看看是怎么选的。",
        "Several communities pay the same payee: see how it was chosen.",
    )
    DECEMBER = (
        "december",
        "一年的钱大部分在 12 月才付，可能是突击花钱。",
        "Much of the year's money is paid in December: it may have been spent in haste.",
    )
    NO_VOUCHER = "no_voucher", "付了款，没有上传发票。", "It was paid, and no invoice was handed in."


class CautionQuestion(Word):
    """What the community is asked; the blanks are filled with what was found."""

    IDLE = (
        "idle",
        "{community} {year} 年的{purse}还有 {fen} 元没有立项，占拨付的 {share}%。打算怎样安排？请说明。",
        "{community} has {fen} yuan of its {purse} of {year} uncommitted, {share}% of what was given. What is planned?",
    )
    LATE_ACCEPTANCE = (
        "late_acceptance",
        "项目“{title}”{finished} 完工，{due} 前应当验收，还没有验收。是什么原因？请说明。",
        "“{title}” was finished on {finished} and should have been accepted by {due}. Why has it not been?",
    )
    SPLIT = (
        "split",
        "{community} {days} 天内有 {count} 个同类项目刚好低于 {threshold} 元，共 {fen} 元。是不是同一件事？请说明。",
        "{community} has {count} projects of a kind within {days} days just under {threshold} yuan, {fen} yuan in all. "
        "Are they one?",
    )
    SAME_PAYEE = (
        "same_payee",
        "{year} 年有 {count} 个社区付款给“{payee}”，合计 {fen} 元。各是怎样选定的？请说明。",
        "In {year} {count} communities paid “{payee}” {fen} yuan together. How was it chosen by each?",
    )
    DECEMBER = (
        "december",
        "{community} {year} 年的{purse}有 {fen} 元在 12 月支付，占全年支付的 {share}%。是什么原因？请说明。",
        "{community} paid {fen} yuan of its {purse} of {year} in December, {share}% of the year's payments. Why?",
    )
    NO_VOUCHER = (
        "no_voucher",
        "项目“{title}”支付 {fen} 元（{request}），没有上传发票。发票在哪里？请补上或说明。",
        "“{title}” paid {fen} yuan ({request}) without an invoice being handed in. Where is it?",
    )


class FindingState(Word):
    """How far a finding is."""

    ASKED = "asked", "待说明", "To be explained"
    EXPLAINED = "explained", "已说明，待核实", "Explained"
    RECTIFY = "rectify", "限期整改", "To be put right"
    RECHECK = "recheck", "待复查", "To be checked again"
    CLOSED = "closed", "已销号", "Closed"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self is not FindingState.CLOSED


class FindingSide(Word):
    """Who moves a finding on."""

    INSPECTOR = "inspector", "监督", "The inspector"
    COMMUNITY = "community", "社区", "The community"


class BatchState(Word):
    """How far a payment file is."""

    MADE = "made", "已生成", "Made"
    ANSWERED = "answered", "已回单", "Answered"


class BatchLineState(Word):
    """What the bank said of a line."""

    WAITING = "waiting", "等待回单", "Waiting"
    PAID = "paid", "已付", "Paid"
    FAILED = "failed", "退票", "Returned"


class SupervisionFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    DAY = "day", "期限不能早于今天", "The last day cannot be before today"
    TEXT = "text", "请写明", "Write it down"
    UNKNOWN = "unknown", "回单里有这里没有的行", "The answer has lines that are not ours"
    AMOUNT = "amount", "回单金额与申请不符", "The amount differs from what was asked"
    TWICE = "twice", "这一行已经回过单", "This line has been answered already"
    RESULT = "result", "结果写“成功”或“失败”", "Write 成功 (paid) or 失败 (returned)"
    NONE = "none", "请至少选一笔", "Choose one at least"
    TAKEN = "taken", "有的支付已经不在等待，请重新选", "Some of these wait no longer; choose again"
    PROJECT = "project", "这个社区没有这个编号的项目", "This community has no project of that code"
    COMMUNITY = "community", "没有这个社区", "There is no such community"
