"""The law of micro-wishes: which state follows which and by whom, until when, and how long each took (domain.md 2.3).

The chain is 点单→派单→接单→评单: requested, dispatched, taken, rated.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from portal.calendar.terms import DayKind
from portal.registration.rules.rulebook import Rulebook
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.wishes import WishKind, WishSide, WishState

RESIDENT, COMMUNITY, TAKER, PORTAL = WishSide.RESIDENT, WishSide.COMMUNITY, WishSide.TAKER, WishSide.PORTAL
S = WishState
DAY = timedelta(days=1)

# From which state into which, and who may do it. What stands here not, nobody may do.
MOVES: Mapping[tuple[WishState, WishState], frozenset[WishSide]] = {
    (S.SUBMITTED, S.PUBLISHED): frozenset({COMMUNITY}),
    (S.SUBMITTED, S.REFUSED): frozenset({COMMUNITY}),
    (S.SUBMITTED, S.WITHDRAWN): frozenset({RESIDENT}),
    (S.PUBLISHED, S.TAKEN): frozenset({TAKER}),
    (S.PUBLISHED, S.REFUSED): frozenset({COMMUNITY}),
    (S.PUBLISHED, S.WITHDRAWN): frozenset({RESIDENT}),
    (S.PUBLISHED, S.EXPIRED): frozenset({PORTAL}),
    (S.TAKEN, S.PUBLISHED): frozenset({TAKER, COMMUNITY, PORTAL}),
    (S.TAKEN, S.DONE): frozenset({TAKER}),
    (S.TAKEN, S.WITHDRAWN): frozenset({RESIDENT}),
    (S.DONE, S.TAKEN): frozenset({RESIDENT}),
    (S.DONE, S.CLOSED): frozenset({COMMUNITY, PORTAL}),
    (S.CLOSED, S.PUBLISHED): frozenset({RESIDENT}),
}

# Which class of service a wish of that kind usually asks for; the community corrects it when it reads the wish.
USUAL_FIELDS: Mapping[WishKind, ServiceField] = {
    WishKind.GOODS: ServiceField.CARE,
    WishKind.HELP: ServiceField.CARE,
    WishKind.COMPANY: ServiceField.CARE,
    WishKind.LEARNING: ServiceField.CULTURE,
    WishKind.REPAIR: ServiceField.OTHER,
    WishKind.ADVICE: ServiceField.LAW,
}


def may_move(before: WishState, after: WishState, side: WishSide) -> bool:
    """Whether this side may move a wish so."""
    return side in MOVES.get((before, after), frozenset())


def due_on(state: WishState, day: date, rules: Rulebook, calendar: Mapping[date, DayKind]) -> date | None:
    """Until when something has to happen to a wish that entered the state on that day; an ended one waits for nothing.

    Screening runs in working days, the rest in calendar days. The day itself is not counted (民法典 art. 201).
    """
    if state is WishState.SUBMITTED:
        return after_working_days(day, rules.screen_wish_days, calendar)
    days = {S.PUBLISHED: rules.take_wish_days, S.TAKEN: rules.do_wish_days, S.DONE: rules.rate_wish_days}
    return day + timedelta(days=days[state]) if state in days else None


def after_working_days(day: date, count: int, calendar: Mapping[date, DayKind]) -> date:
    """The `count`-th working day after `day`, by the official calendar where it differs from the weekday."""
    while count > 0:
        day += DAY
        count -= is_working(day, calendar)
    return day


def is_working(day: date, calendar: Mapping[date, DayKind]) -> bool:
    """Whether offices work on that day."""
    kind = calendar.get(day)
    return day.weekday() < 5 if kind is None else kind is DayKind.MAKE_UP_WORKDAY


def may_still_object(ended: date, today: date, rules: Rulebook) -> bool:
    """Whether the resident may still say that a closed wish was not done: as long as he had for its rating."""
    return today <= ended + timedelta(days=rules.rate_wish_days)


def may_close(rated: bool, due: date | None, today: date) -> bool:
    """Whether a done wish may be crossed off: it was rated, or the time for that has passed."""
    return rated or (due is not None and due < today)


def time_in_states(steps: Iterable[tuple[WishState, datetime]], now: datetime) -> list[tuple[WishState, timedelta]]:
    """How long each stretch in a state took, in their order, the last up to now; ended states take no time.

    Notes within a state are steps too: they lengthen no stretch and begin none.
    """
    stretches: list[tuple[WishState, datetime]] = []
    for state, at in steps:
        if not stretches or stretches[-1][0] is not state:
            stretches.append((state, at))
    ends = [at for _state, at in stretches[1:]] + [now]
    return [(state, end - at) for (state, at), end in zip(stretches, ends, strict=True) if state.is_open]
