"""Words of tasks and rounds (任务与巡查)."""

from portal.core.words import Word


class TaskKind(Word):
    """What a task is about."""

    VISIT = "visit", "走访", "Visits"
    CHECK = "check", "检查", "Checks"
    PUBLICITY = "publicity", "宣传", "Spreading the word"
    COLLECT = "collect", "信息采集", "Gathering facts"
    OTHER = "other", "其他", "Other"


class TaskState(Word):
    """How far a task is."""

    OPEN = "open", "进行中", "Open"
    DONE = "done", "已完成", "Done"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class StopState(Word):
    """How far one place of a task is."""

    OPEN = "open", "待办", "To do"
    DONE = "done", "已办", "Done"
    IMPOSSIBLE = "impossible", "办不了", "Could not be done"


class RoundEvery(Word):
    """How often a round comes."""

    WEEK = "week", "每周", "Every week"
    FORTNIGHT = "fortnight", "每两周", "Every two weeks"
    MONTH = "month", "每月", "Every month"
    QUARTER = "quarter", "每季度", "Every quarter"


class TaskFault(Word):
    """Why a task cannot be arranged or done so."""

    NO_STOPS = "no_stops", "至少选一个地点", "Choose one place at least"
    DUE = "due", "期限不能早于开始，也不能早于今天", "The last day cannot be before the first, nor before today"
    STATE = "state", "这项任务已经结束", "This task has ended"
    STOP_DONE = "stop_done", "这个地点已经办过", "This place has been done already"
    REASON = "reason", "请写明办不了的原因", "Say why it could not be done"
    ENDED = "ended", "这个安排已经停止", "This round has ended"
    NOT_YOURS = "not_yours", "这个地点不在您的网格", "This place is not in your grids"
