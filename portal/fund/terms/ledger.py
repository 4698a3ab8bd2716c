"""Words of the ledger (账)."""

from portal.core.words import Word


class Purse(Word):
    """For what money was given: purses are never mixed."""

    WORK = "work", "党建工作经费", "Work fund"
    SERVICE = "service", "服务群众专项经费", "Service fund"
    OTHER = "other", "其他经费", "Other funds"


class Account(Word):
    """Where money stands. What a community may still decide on is what is available."""

    TREASURY = "treasury", "县财政", "County treasury"
    AVAILABLE = "available", "可用", "Available"
    COMMITTED = "committed", "已定未付", "Committed"
    PAID = "paid", "已付", "Paid"
    CARRIED = "carried", "结转", "Carried over"
    LAPSED = "lapsed", "收回", "Taken back"


class VoucherKind(Word):
    """Why money moves."""

    ALLOCATION = "allocation", "拨付", "Allocation"
    COMMITMENT = "commitment", "立项承诺", "Commitment"
    RELEASE = "release", "释放余款", "Release"
    PAYMENT = "payment", "支付", "Payment"
    REFUND = "refund", "退回", "Refund"
    CARRY_OVER = "carry_over", "结转下年", "Carried over"
    LAPSE = "lapse", "财政收回", "Taken back"
    MERGER = "merger", "合并划转", "Handed over in a merger"
    REVERSAL = "reversal", "冲销", "Reversal"


class LedgerFault(Word):
    """Why a posting is refused."""

    OVERSPENT = "overspent", "超过可用余额，超支不补", "More than is available; overspending is not made good"
    CLOSED = "closed", "这个月已经结账", "This month's books are closed"
    RUNNING = "running", "只能结已经过完的月份", "Only a month that is over can be closed"
    AMOUNT = "amount", "金额要大于 0，最多两位小数", "An amount above 0 with two decimals at most"
    REVERSED = "reversed", "这一笔已经冲销", "This posting has been reversed"
    PURSE = "purse", "不能用另一个钱袋的钱", "Money of another purse cannot be used"
    REASON = "reason", "请写明原因", "Say why"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    FULL = "full", "凭证的金额已经记满，不能再加", "The voucher is complete; nothing can be added to it"
    OF_PROJECT = "of_project", "立项和释放随项目办理记账，请在项目里办", "The project posts this; do it there"
    NOT_BACK = "not_back", "冲销、退回和合并划转不能再冲销", "What takes back or hands over cannot be taken back"
    YEAR_RUNS = "year_runs", "这一年还没有过完", "This year is not over"
