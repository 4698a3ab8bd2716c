"""Words of the ground."""

from portal.core.words import Word


class AreaKind(Word):
    """Which outline an administrative area is."""

    COUNTY = "county", "县", "County"
    STREET = "street", "街道", "Street"


class DutyKind(Word):
    """As what a grid worker has a grid."""

    PRIMARY = "primary", "专职网格员", "Grid worker"
    BACKUP = "backup", "替补网格员", "Backup"


class AbsenceKind(Word):
    """Why somebody is away."""

    LEAVE = "leave", "休假", "Leave"
    ILLNESS = "illness", "病假", "Illness"
    TRAINING = "training", "培训", "Training"
    OTHER = "other", "其他", "Other"


class Cover(Word):
    """Who covers a grid on a day."""

    PRIMARY = "primary", "网格员在岗", "Its worker is there"
    STAND_IN = "stand_in", "代班", "A stand-in"
    BACKUP = "backup", "替补", "The backup"
    NOBODY = "nobody", "没有人", "Nobody"


class DutyFault(Word):
    """Why a duty cannot be arranged so."""

    ALREADY = "already", "这个人已经负责这个网格", "This person has this grid already"
    OCCUPIED = "occupied", "这个网格已有专职网格员，请先结束", "This grid has its worker; end that duty first"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    BEFORE_START = "before_start", "结束早于开始", "The end is before the start"
    ENDED = "ended", "已经结束", "It has ended already"
    SELF = "self", "代班人不能是本人", "Nobody stands in for himself"
    GONE = "gone", "这个人已经离开", "This person has left"
