"""Words of the service log (服务日志)."""

from portal.core.words import Word


class LogChannel(Word):
    """How a log came in."""

    PHONE = "phone", "手机", "On the phone"
    DESK = "desk", "电脑", "At the desk"
    TASK = "task", "完成任务时", "By doing a task"
    PAPER = "paper", "纸质", "On paper"


class PartKind(Word):
    """What may arrive before the log that it belongs to."""

    PHOTO = "photo", "照片", "A photo"
    WITHDRAWAL = "withdrawal", "撤销", "A withdrawal"


class LogNotice(Word):
    """What is told to who logged a service, though nothing is refused for it."""

    OUTSIDE_OWN_GRIDS = "outside_own_grids", "不在您负责的网格，已照常记下", "Outside your grids; kept all the same"
    OUTSIDE_GRID = (
        "outside_grid",
        "位置不在所选网格内，以所选网格为准",
        "The place lies outside the grid; the grid counts",
    )
    CLOCK_AHEAD = (
        "clock_ahead",
        "手机时间比现在晚，已按收到的时间记",
        "The phone's clock is ahead; the time of arrival is kept",
    )
    LONG_AGO = "long_ago", "这是很久以前的记录，请核对日期", "This was long ago; check the day"
    PERSONAL = (
        "personal",
        "备注里好像有电话或证件号码，请删去",
        "The note seems to hold a phone or identity number; remove it",
    )


class LogFault(Word):
    """Why a log cannot be kept so."""

    KIND = "kind", "没有这种服务", "There is no such kind of service"
    GRID = "grid", "没有这个网格", "There is no such grid"
    NOWHERE = "nowhere", "没有选网格，位置也不在任何网格里", "No grid was chosen, and the place lies in none"
    HELPED = "helped", "人数要写成 0 到 999 的整数", "A whole number from 0 to 999"
    MINUTES = "minutes", "时长要写成 0 到 720 的分钟数", "Minutes from 0 to 720"
    NOTE = "note", "备注最多 500 个字", "A note of at most 500 characters"
    OTHER_CONTENT = "other_content", "这个编号下已经存了另一条内容不同的记录", "Another entry is kept under this number"
    PHOTOS = "photos", "最多 6 张照片", "Six photos at most"
    PHOTO = "photo", "照片要是 JPEG、PNG 或 WebP，不超过 12 MB", "A JPEG, PNG or WebP picture of at most 12 MB"
    WITHDRAWN = "withdrawn", "这条记录已经撤销", "This entry has been withdrawn"
    NOT_YOURS = "not_yours", "只有本人可以撤销", "Only who made it may withdraw it"
