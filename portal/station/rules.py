"""When a position is open, whether it still is on arrival, how fresh its details are, and what stands in whose way.

Hours are written in the OpenStreetMap `opening_hours` syntax and read by a library, but for public holidays: its
Chinese calendar is wrong, so `PH` clauses are cut out here and judged by the official calendar instead. All moments are
aware; days are days of the county (Asia/Shanghai).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stubs forget one

from portal.calendar.terms import DayKind
from portal.grid.rules.rulebook import GridRulebook
from portal.station.terms import ChangeKind, Hindrance, OpenWord, Profile

LOCAL = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = timedelta(days=1)
SOON = timedelta(minutes=30)
HORIZON_DAYS = 14
# The kind of event, in the rules that a county begins with, for what is wrong about a position's page.
FAULT_KIND = "station_wrong"
SELECTOR = re.compile(r"((?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH))*)(?:\s+|$)(.*)", re.DOTALL)

type Span = tuple[datetime, datetime]


class HoursError(ValueError):
    """A text that is not in the `opening_hours` syntax."""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Hours as the weekday says (`weekly`) and on public holidays (`holiday`; None: as the weekday says)."""

    weekly: str
    holiday: str | None


@dataclass(frozen=True, slots=True)
class Override:
    """Announced hours that hold from `starts_at` to `ends_at` instead of the weekly ones; None: shut."""

    kind: ChangeKind
    starts_at: datetime
    ends_at: datetime
    hours: WeeklyHours | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a position is open at a moment, and when that changes (None: not within two weeks, or nobody knows)."""

    word: OpenWord
    shuts_at: datetime | None = None
    opens_at: datetime | None = None
    override: Override | None = None

    @property
    def is_open(self) -> bool | None:
        """None where nobody knows."""
        return None if self.word is OpenWord.UNKNOWN else self.word in {OpenWord.OPEN, OpenWord.SOON}


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """One day of a week's table: its open spans, what the calendar says of it, and what was announced for it."""

    day: date
    spans: tuple[Span, ...]
    kind: DayKind | None
    override: Override | None


@lru_cache(maxsize=4096)
def parse_hours(text: str) -> WeeklyHours:
    """Read hours in the OpenStreetMap syntax. Raises `HoursError` saying what is wrong."""
    weekly, holiday = [], None
    for clause in filter(None, (part.strip() for part in text.split(";"))):
        selected = SELECTOR.fullmatch(clause)
        days = selected[1].split(",") if selected else []
        if selected and "PH" in days:
            holiday = selected[2] or "00:00-24:00"
            days.remove("PH")
            clause = f"{','.join(days)} {selected[2]}" if days else ""
        if clause:
            weekly.append(clause)
    hours = WeeklyHours("; ".join(weekly) or "off", holiday)
    for part in filter(None, (hours.weekly, hours.holiday)):
        _read(part)
    if "PH" in hours.weekly:
        raise HoursError(f"“PH” must stand at the head of a clause: {text}")
    return hours


@lru_cache(maxsize=65536)
def own_spans(hours: WeeklyHours, day: date, kind: DayKind | None) -> tuple[Span, ...]:
    """The open spans that begin on a day; one that runs past midnight belongs to the day on which it began.

    On a holiday the holiday's hours hold where there are any; on a make-up working day those of the nearest
    weekday (domain.md E2: a special day beats the usual week).
    """
    if kind is DayKind.HOLIDAY and hours.holiday is not None:
        return _spans_of(hours.holiday, day)
    if kind is DayKind.MAKE_UP_WORKDAY and day.weekday() > 4:
        worked = day - DAY if day.weekday() == 5 else day + DAY
        return tuple((start + (day - worked), end + (day - worked)) for start, end in _spans_of(hours.weekly, worked))
    return _spans_of(hours.weekly, day)


def opening_at(
    hours: WeeklyHours | None, overrides: Sequence[Override], calendar: Mapping[date, DayKind], at: datetime
) -> Opening:
    """Whether a position is open at a moment. Of overlapping overrides the last of the sequence holds."""
    in_force = next((one for one in reversed(overrides) if one.starts_at <= at < one.ends_at), None)
    if hours is None and (in_force is None or (in_force.kind is ChangeKind.CHANGED_HOURS and in_force.hours is None)):
        return Opening(OpenWord.UNKNOWN)
    first = at.astimezone(LOCAL).date() - DAY
    spans = spans_between(hours, overrides, calendar, first, HORIZON_DAYS + 2)
    for start, end in spans:
        if start <= at < end:
            word = OpenWord.SOON if end - at <= SOON else OpenWord.OPEN
            within_horizon = end < datetime.combine(first + HORIZON_DAYS * DAY, time(), LOCAL)
            return Opening(word, shuts_at=end if within_horizon else None, override=in_force)
    upcoming = next((start for start, _ in spans if start > at), None)
    return Opening(OpenWord.SHUT, opens_at=upcoming, override=in_force)


def spans_between(
    hours: WeeklyHours | None,
    overrides: Sequence[Override],
    calendar: Mapping[date, DayKind],
    first: date,
    days: int,
) -> list[Span]:
    """All open spans that begin on `days` days from `first` on, merged where they touch, in order."""
    spans = _base_spans(hours, calendar, first, days)
    window = (datetime.combine(first, time(), LOCAL), datetime.combine(first + days * DAY, time(), LOCAL))
    for override in overrides:
        if override.starts_at < window[1] and override.ends_at > window[0]:
            special = _base_spans(override.hours, calendar, first, days)
            spans = _outside(spans, override) + _inside(special, override)
    return _merged(spans)


def week_of(
    hours: WeeklyHours | None, overrides: Sequence[Override], calendar: Mapping[date, DayKind], monday: date
) -> list[DayOfWeek]:
    """Seven days from `monday` on, as a table of hours shows them."""
    week = []
    for day in (monday + number * DAY for number in range(7)):
        start = datetime.combine(day, time(), LOCAL)
        announced = [one for one in overrides if one.starts_at < start + DAY and one.ends_at > start]
        begun = (span for span in spans_between(hours, overrides, calendar, day - DAY, 3) if span[1] > start)
        spans = tuple(_begun_on(day, span) for span in begun if span[0] < start + DAY and _belongs(day, span))
        week.append(DayOfWeek(day, spans, calendar.get(day), announced[-1] if announced else None))
    return week


def arrival_at(now: datetime, distance_m: float, metres_per_minute: int) -> datetime:
    """When one arrives on foot; a straight line is taken for the way until streets are known."""
    return now + timedelta(minutes=walking_minutes(distance_m, metres_per_minute))


def walking_minutes(distance_m: float, metres_per_minute: int) -> int:
    """Whole minutes on foot, rounded up, at least one."""
    return max(1, -int(-distance_m // metres_per_minute))


def announced_span(first: date, last: date, back_at: time | None, now: datetime) -> Span:
    """From when until when a change holds that runs from one day to another, both included: never from before now; on
    the last day until `back_at`, or to its end."""
    starts = max(now, datetime.combine(first, time(), LOCAL))
    return starts, datetime.combine(last, back_at, LOCAL) if back_at else datetime.combine(last + DAY, time(), LOCAL)


def kind_of_fault(book: GridRulebook) -> str:
    """The kind of event that a wrong page is: the rules' own for it, else their last one."""
    known = book.event_kind(FAULT_KIND)
    return known.code if known else book.event_classes[-1].kinds[-1].code


def check_by(verified_on: date | None, days: int) -> date | None:
    """The last day on which a position's details are believed; None where nobody has ever verified them."""
    return verified_on + timedelta(days=days) if verified_on else None


def is_stale(verified_on: date | None, today: date, days: int) -> bool:
    """Whether nobody has verified the details within the set age (mission.md E3)."""
    return verified_on is None or (today - verified_on).days > days


# What blocks whom (True), and what only hinders (False).
IN_THE_WAY: Mapping[Hindrance, Mapping[Profile, bool]] = {
    Hindrance.STEPS: {Profile.WHEELCHAIR: True, Profile.WALKING_AID: False, Profile.PRAM: False},
    Hindrance.STEEP_RAMP: {Profile.WHEELCHAIR: False, Profile.WALKING_AID: False, Profile.PRAM: False},
    Hindrance.NARROW_DOOR: {Profile.WHEELCHAIR: True, Profile.PRAM: False},
    Hindrance.UPSTAIRS_NO_LIFT: {Profile.WHEELCHAIR: True, Profile.WALKING_AID: True, Profile.PRAM: True},
    Hindrance.NO_ACCESSIBLE_TOILET: {Profile.WHEELCHAIR: False},
    Hindrance.NO_HANDRAIL: {Profile.WALKING_AID: False, Profile.LOW_VISION: False},
    Hindrance.NO_TACTILE_PAVING: {Profile.LOW_VISION: False},
    Hindrance.NO_LARGE_PRINT: {Profile.LOW_VISION: False},
    Hindrance.NO_SIGN_LANGUAGE: {Profile.HARD_OF_HEARING: False},
}


def hindrances_for(profile: Profile, hindrances: Iterable[Hindrance]) -> tuple[list[Hindrance], bool]:
    """Those that concern a person of this profile, in the order of the list, and whether any of them blocks him."""
    concerning = [one for one in Hindrance if one in set(hindrances) and profile in IN_THE_WAY[one]]
    return concerning, any(IN_THE_WAY[one][profile] for one in concerning)


def _read(text: str) -> OpeningHours:
    try:
        return OpeningHours(text)
    except ParserError as error:
        raise HoursError(f"not in the opening_hours syntax: {text}") from error


@lru_cache(maxsize=32768)
def _isolated(text: str, weekdays: frozenset[int]) -> OpeningHours:
    """The hours as if only these weekdays existed: how a day's own spans are told from its neighbours'."""
    others = ",".join(name for number, name in enumerate(WEEKDAYS) if number not in weekdays)
    return _read(f"{text}; {others} off")


def _spans_of(text: str, day: date) -> tuple[Span, ...]:
    midnight = datetime.combine(day, time())
    today, tomorrow = day.weekday(), (day + DAY).weekday()
    next_day, _comment = _isolated(text, frozenset({tomorrow})).state(midnight + DAY)
    spans = []
    for start, end, state, _ in _isolated(text, frozenset({today, tomorrow})).intervals(midnight, midnight + 2 * DAY):
        if state is State.OPEN and start < midnight + DAY:
            stop = min(end, midnight + DAY) if next_day is State.OPEN else end
            spans.append((start.replace(tzinfo=LOCAL), stop.replace(tzinfo=LOCAL)))
    return tuple(spans)


def _base_spans(hours: WeeklyHours | None, calendar: Mapping[date, DayKind], first: date, days: int) -> list[Span]:
    if hours is None:
        return []
    dates = [first + number * DAY for number in range(days)]
    return [span for day in dates for span in own_spans(hours, day, calendar.get(day))]


def _outside(spans: list[Span], override: Override) -> list[Span]:
    before = [(start, min(end, override.starts_at)) for start, end in spans if start < override.starts_at]
    after = [(max(start, override.ends_at), end) for start, end in spans if end > override.ends_at]
    return before + after


def _inside(spans: list[Span], override: Override) -> list[Span]:
    clipped = ((max(start, override.starts_at), min(end, override.ends_at)) for start, end in spans)
    return [(start, end) for start, end in clipped if start < end]


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _belongs(day: date, span: Span) -> bool:
    """Whether a table shows the span on this day: where it began, or on each day that it fills."""
    return span[0].astimezone(LOCAL).date() == day or span[1] - span[0] >= DAY


def _begun_on(day: date, span: Span) -> Span:
    start = datetime.combine(day, time(), LOCAL)
    return (max(span[0], start), min(span[1], start + DAY)) if span[1] - span[0] >= DAY else span
