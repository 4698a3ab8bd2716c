"""The demo county's micro-wishes of a year in all their states (data/wishes.toml), step by step, and who took them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from portal.demo.ground import CommunityPlan
from portal.demo.people import a_person
from portal.demo.registration.hours import HoursPlan, entry
from portal.demo.registration.units import UnitPlan
from portal.demo.registration.zeal import Crowd, at, codes
from portal.demo.words import words
from portal.registration.terms.reporting import Channel
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import HoursFrom
from portal.registration.terms.wishes import Urgency, WishClaimState, WishState

ENDED = {WishState.CLOSED: 340, WishState.REFUSED: 16, WishState.WITHDRAWN: 10, WishState.EXPIRED: 14}
OPEN = {WishState.SUBMITTED: 16, WishState.PUBLISHED: 34, WishState.TAKEN: 32, WishState.DONE: 18}
# How long ago the state of an open wish began, in days: most in time, a few late by the rules.
SINCE = {
    WishState.SUBMITTED: (1, 8),
    WishState.PUBLISHED: (1, 33),
    WishState.TAKEN: (1, 18),
    WishState.DONE: (1, 14),
}
BY_UNIT, GIVEN_BACK, RATED, WITH_NAME = 0.2, 0.08, 0.86, 0.6
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.PHONE, Channel.BEHALF, Channel.PAPER)
S = WishState
# A member or a unit, by code.
type Taker = tuple[str | None, str | None]
PATHS = {
    S.SUBMITTED: (S.SUBMITTED,),
    S.PUBLISHED: (S.SUBMITTED, S.PUBLISHED),
    S.TAKEN: (S.SUBMITTED, S.PUBLISHED, S.TAKEN),
    S.DONE: (S.SUBMITTED, S.PUBLISHED, S.TAKEN, S.DONE),
    S.CLOSED: (S.SUBMITTED, S.PUBLISHED, S.TAKEN, S.DONE, S.CLOSED),
    S.REFUSED: (S.SUBMITTED, S.REFUSED),
    S.WITHDRAWN: (S.SUBMITTED, S.PUBLISHED, S.WITHDRAWN),
    S.EXPIRED: (S.SUBMITTED, S.PUBLISHED, S.EXPIRED),
}
# How many days a wish stays in a state before the next one, from and to.
STAYS = {S.SUBMITTED: (0, 3), S.PUBLISHED: (1, 20), S.TAKEN: (1, 14), S.DONE: (1, 12)}
TAKE_DAYS = 31
# Under whose name a step is noted: of the residents' side, of the community's, of the portal's own.
BY = {
    S.SUBMITTED: "visitor",
    S.WITHDRAWN: "visitor",
    S.PUBLISHED: "community",
    S.REFUSED: "community",
    S.CLOSED: "community",
    S.EXPIRED: "portal",
}


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step of a wish."""

    state: WishState
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakingPlan:
    """Who took a wish: a member or a unit, by code."""

    member: str | None
    unit: str | None
    state: WishClaimState
    claimed_at: datetime
    done_at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WishPlan:
    """A wish; `words` are its texts in data/wishes.toml."""

    code: str
    community: str
    grid: str
    words: dict[str, Any]
    name: str | None
    phone: str | None
    channel: Channel
    urgency: Urgency
    steps: tuple[StepPlan, ...]
    takings: tuple[TakingPlan, ...]
    stars: int | None
    rating: str

    @property
    def state(self) -> WishState:
        return self.steps[-1].state

    @property
    def field(self) -> ServiceField:
        return ServiceField(self.words["field"])


def make_wishes(
    communities: Sequence[CommunityPlan], units: Sequence[UnitPlan], crowd: Crowd, member: str, rng: Random, today: date
) -> tuple[WishPlan, ...]:
    """All of them; the first two are under way, in the first community, in the hands of the demo accounts: of `member`,
    and of the first unit."""
    states = [state for how_many in (OPEN, ENDED) for state, times in how_many.items() for _ in range(times)]
    rng.shuffle(states)
    own: list[Taker] = [(member, None), (None, units[0].code)]
    for _ in own:
        states.remove(S.TAKEN)
    plans = []
    for number, state in enumerate([*(S.TAKEN for _ in own), *states], start=1):
        community = communities[0] if number <= len(own) else rng.choice(communities)
        taker = own[number - 1] if number <= len(own) else None
        plans.append(_wish(number, state, community, units, crowd, taker, rng, today))
    return tuple(plans)


def _wish(
    number: int,
    state: WishState,
    community: CommunityPlan,
    units: Sequence[UnitPlan],
    crowd: Crowd,
    taker: Taker | None,
    rng: Random,
    today: date,
) -> WishPlan:
    text = rng.choice(words("wishes")["wish"])
    steps = _steps(state, text, rng, today)
    is_named = rng.random() < WITH_NAME
    takings: tuple[TakingPlan, ...] = ()
    if S.TAKEN in PATHS[state]:
        paired = [unit.code for unit in units if unit.community == community.code and unit.reported_on]
        takings = tuple(_takings(steps, community.code, paired, crowd, taker, rng))
    is_rated = state is S.CLOSED and rng.random() < RATED
    return WishPlan(
        code=f"W{number:06}",
        community=community.code,
        grid=rng.choice(community.grids).code,
        words=text,
        name=a_person(rng) if is_named else None,
        phone=f"106{number:08}" if is_named else None,
        channel=rng.choice(CHANNELS),
        urgency=rng.choices(list(Urgency), (7, 2, 1))[0],
        steps=steps,
        takings=takings,
        stars=rng.choices((5, 4, 3, 2), (70, 22, 6, 2))[0] if is_rated else None,
        rating=rng.choice(words("wishes")["ratings"]) if is_rated else "",
    )


def _steps(state: WishState, text: dict[str, Any], rng: Random, today: date) -> tuple[StepPlan, ...]:
    """Back from its state now: each step some days before the next, later in the day than the one before it."""
    path = list(PATHS[state])
    if S.TAKEN in path and rng.random() < GIVEN_BACK:
        path[path.index(S.TAKEN) : path.index(S.TAKEN)] = [S.TAKEN, S.PUBLISHED]
    day = today - timedelta(days=rng.randrange(*SINCE.get(state, (3, 325))))
    steps = [_step(len(path) - 1, path, day, text, rng)]
    for order in range(len(path) - 2, -1, -1):
        stay = TAKE_DAYS if path[order + 1] is S.EXPIRED else rng.randrange(*STAYS[path[order]])
        day -= timedelta(days=stay)
        steps.insert(0, _step(order, path, day, text, rng))
    return tuple(steps)


def _step(order: int, path: Sequence[WishState], day: date, text: dict[str, Any], rng: Random) -> StepPlan:
    state, known = path[order], words("wishes")
    notes = {S.DONE: [text["done"]], S.REFUSED: known["refusals"], S.WITHDRAWN: known["withdrawals"]}
    if state is S.PUBLISHED and order > 1:
        notes[S.PUBLISHED] = known["gave_back"]
    note = rng.choice(notes[state]) if state in notes else ""
    return StepPlan(state, BY.get(state, "demo"), at(day, 7 + 2 * order, rng.randrange(60)), note)


def _takings(
    steps: Sequence[StepPlan],
    community: str,
    paired: Sequence[str],
    crowd: Crowd,
    taker: Taker | None,
    rng: Random,
) -> Iterator[TakingPlan]:
    """Who took it, once or twice: the last, who is the `taker` where one is given, has it still, or has done it."""
    after = [*steps[1:], None]
    for step, following in zip(steps, after, strict=True):
        if step.state is not S.TAKEN:
            continue
        until = following.at if following else None
        is_done = following is not None and following.state is S.DONE
        state = WishClaimState.DONE if is_done else WishClaimState.GIVEN_BACK if until else WishClaimState.ACTIVE
        if taker and following is None:
            who = taker
        elif paired and rng.random() < BY_UNIT:
            who = (None, rng.choice(paired))
        else:
            who = (_a_member(community, step.at, until or step.at, crowd), None)
        note = following.note if following else ""
        yield TakingPlan(*who, state, step.at, until if is_done else None, note)


def _a_member(community: str, taken: datetime, done: datetime, crowd: Crowd) -> str:
    """Somebody of the community who is free on the day on which it is done."""
    willing = codes(crowd.come(community, taken.date(), 8, served=False))
    return next((one for one in willing if crowd.is_free(one, done.date())), willing[0])


def hours_of(wishes: Sequence[WishPlan], rng: Random) -> Iterator[HoursPlan]:
    """An entry for each member who has done one."""
    for plan in wishes:
        for one in plan.takings:
            if one.member and one.done_at:
                told = (HoursFrom.WISH, plan.field, plan.code, plan.words["public"])
                yield entry(one.member, plan.community, one.done_at.date(), rng.choice((30, 45, 60, 90)), *told)
