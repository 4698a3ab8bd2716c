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


class FindingState(Word):
    """How far a finding is."""

    ASKED = "asked", "待说明", "To be explained"
    EXPLAINED = "explained", "已说明，待核实", "Explained"
    RECTIFY = "rectify", "限期整改", "To be put right"
    RECHECK = "recheck", "待复查", "To be checked again"
    CLOSED = "closed", "已销号", "Closed"


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
