"""Words of personal data: corrections, requests and what is wrong with them."""

from portal.core.words import Word


class CorrectionState(Word):
    """What became of a correction that somebody asked for in his own record."""

    WAITING = "waiting", "等待核对", "Waiting to be checked"
    TAKEN = "taken", "已更正", "Corrected"
    REFUSED = "refused", "未采纳", "Not taken"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class RequestKind(Word):
    """What may be asked for (PIPL articles 44 to 48)."""

    COPY = "copy", "查看或复制", "Access or a copy"
    CORRECT = "correct", "更正或补充", "Correction or completion"
    ERASE = "erase", "删除", "Erasure"
    EXPLAIN = "explain", "说明处理规则", "An explanation of the rules"


class RequestState(Word):
    """What became of a request."""

    OPEN = "open", "等待答复", "Waiting for an answer"
    GRANTED = "granted", "已办理", "Granted"
    REFUSED = "refused", "未办理", "Refused"


class PrivacyFault(Word):
    """Why something about personal data cannot be so."""

    NOTHING = "nothing", "没有要更正的内容", "Nothing would change"
    OWN = "own", "自己的更正要由别人核对", "Somebody else checks a correction of your own record"
    DECIDED = "decided", "已经答复过", "It has been answered already"
    SAME = "same", "两份是同一份档案", "Both are the same record"
    MERGED = "merged", "这份档案已经并入别的档案", "This record was merged into another"
    BOTH_WORKERS = (
        "both_workers",
        "两份档案都登记为社区工作者，请先核对哪一份是对的",
        "Both are entered as community workers; find out first which is right",
    )
    TWO_IDENTITIES = (
        "two_identities",
        "两份档案的身份证号不同，不是同一个人",
        "The records have different identity numbers: these are two people",
    )
    SERVES = "serves", "此人还在任，先办理离开才能删除", "He still serves; erasure comes after his leaving"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
