"""How states, days and distances are said to a visitor, in his language."""

from datetime import date, datetime, timedelta

from flask_babel import format_date, gettext, ngettext

from portal.station.rules import LOCAL, Opening, Override
from portal.station.terms import ChangeKind, OpenWord

DAY = timedelta(days=1)


def opening_text(opening: Opening, at: datetime) -> str:
    """The state and its next change: “开放中 · 17:30 关门”, “已关门 · 明天 8:30 开门”."""
    if opening.word is OpenWord.UNKNOWN:
        return gettext("开放时间未知，请先打电话")
    if opening.is_open:
        return _open_text(opening, at)
    if opening.override is not None:
        return change_text(opening.override)
    if opening.opens_at is None:
        return gettext("已关门")
    return gettext("已关门 · %(when)s 开门", when=moment_text(opening.opens_at, at))


def change_text(override: Override) -> str:
    """What was announced and until when: “临时关闭至 11 月 26 日 18:00”."""
    until = moment_text(override.ends_at, None)
    if override.kind is ChangeKind.MOVED:
        return gettext("临时搬到别处，至 %(until)s", until=until)
    if override.kind is ChangeKind.CHANGED_HOURS:
        return gettext("现在关门，时间有临时调整，至 %(until)s", until=until)
    return gettext("临时关闭至 %(until)s", until=until)


def arrival_text(leaving: Opening, arriving: Opening) -> str | None:
    """A sentence where the state on arrival is not the state now, or matters; None where it goes without saying."""
    if OpenWord.UNKNOWN in {leaving.word, arriving.word}:
        return None
    if leaving.is_open and not arriving.is_open:
        return gettext("走到时已经关门")
    if not leaving.is_open and arriving.is_open:
        return gettext("走到时已经开门")
    if arriving.word is OpenWord.SOON:
        return gettext("走到时仍开放，但快要关门")
    return None


def moment_text(moment: datetime, now: datetime | None) -> str:
    """A clock time, with the day where it is not today: “明天 8:30”, “周一 8:30”, “11 月 26 日 18:00”."""
    local = moment.astimezone(LOCAL)
    clock = clock_text(local)
    if now is None:
        return gettext("%(day)s %(clock)s", day=day_text(local.date()), clock=clock)
    today = now.astimezone(LOCAL).date()
    if local.date() == today:
        return clock
    if local.date() == today + DAY:
        return gettext("明天 %(clock)s", clock=clock)
    if local.date() < today + 7 * DAY:
        return gettext("%(weekday)s %(clock)s", weekday=weekday_text(local.date()), clock=clock)
    return gettext("%(day)s %(clock)s", day=day_text(local.date()), clock=clock)


def clock_text(moment: datetime) -> str:
    """8:30; midnight at the end of a day is 24:00 in the tables, and 0:00 elsewhere."""
    local = moment.astimezone(LOCAL)
    return f"{local.hour}:{local.minute:02d}"


def day_text(day: date) -> str:
    """“11 月 26 日”, or “26 November”."""
    return gettext("%(month)s 月 %(day)s 日", month=day.month, day=day.day, name=format_date(day, "MMMM"))


def weekday_text(day: date) -> str:
    """“周一”, or “Mon”."""
    return format_date(day, "EEE")


def distance_text(metres: float) -> str:
    """“180 米”, “1.2 公里”: as exact as a person needs it."""
    if metres < 1000:
        return gettext("%(metres)s 米", metres=max(10, round(metres / 10) * 10))
    return gettext("%(kilometres)s 公里", kilometres=f"{metres / 1000:.1f}")


def walk_text(minutes: int) -> str:
    """“步行约 3 分钟”."""
    return ngettext("步行约 %(num)s 分钟", "步行约 %(num)s 分钟", minutes)


def _open_text(opening: Opening, at: datetime) -> str:
    if opening.shuts_at is None:
        return gettext("全天开放")
    if opening.word is OpenWord.SOON:
        minutes = max(1, round((opening.shuts_at - at).total_seconds() / 60))
        return gettext("%(minutes)s 分钟后关门 · %(clock)s", minutes=minutes, clock=clock_text(opening.shuts_at))
    return gettext("开放中 · %(when)s 关门", when=moment_text(opening.shuts_at, at))


def closing_clock(moment: datetime, day: date) -> str:
    """When a span of `day` ends: midnight at its end is 24:00, and later hours are the next day's."""
    local = moment.astimezone(LOCAL)
    if local.date() == day:
        return clock_text(local)
    if local.date() == day + DAY and (local.hour, local.minute) == (0, 0):
        return "24:00"
    return gettext("次日 %(clock)s", clock=clock_text(local))


def moment_with_day(moment: datetime) -> str:
    """“11 月 26 日 18:00”."""
    return moment_text(moment, None)


FILTERS = {
    "clock": clock_text,
    "closing_clock": closing_clock,
    "day": day_text,
    "distance": distance_text,
    "moment": moment_with_day,
    "walk": walk_text,
    "weekday": weekday_text,
}
