"""The demo county's activities of a year: most held, some coming up, two without attendance yet, one cancelled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from portal.demo.ground import CommunityPlan
from portal.demo.registration.hours import HoursPlan, entry
from portal.demo.registration.zeal import Crowd, at, some_day
from portal.demo.words import words
from portal.demo.writing import Ids, Places, Row
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import ActivityState, HoursFrom, Presence, PresenceBy, SignUpState

HELD, COMING, FULL, UNLISTED = 234, 14, 3, 2
ABSENT = 0.1
# How long ago they may have been, in days: there are more of them of late.
SINCE = (190, 360, 360)
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass(frozen=True, slots=True)
class SignUpPlan:
    """A member's sign-up; `minutes` is None until the organiser's list is closed."""

    member: str
    state: SignUpState
    at: datetime
    presence: Presence | None = None
    presence_by: PresenceBy | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """An activity of a community with its sign-ups; `grid` is the code of the grid that it is for, if of one."""

    code: str
    community: str
    grid: str | None
    field: ServiceField
    title: str
    place: str
    starts_at: datetime
    minutes: int
    places: int
    state: ActivityState
    reason: str
    closed_at: datetime | None
    secret: str
    sign_ups: tuple[SignUpPlan, ...]


@dataclass(frozen=True, slots=True)
class _Occasion:
    """When and where an activity is."""

    number: int
    community: CommunityPlan
    day: date
    state: ActivityState
    is_listed: bool = True
    is_full: bool = False


def make_activities(
    communities: Sequence[CommunityPlan], crowd: Crowd, rng: Random, today: date
) -> tuple[ActivityPlan, ...]:
    """In the order of their days."""
    return tuple(_activity(occasion, crowd, rng, today) for occasion in _occasions(communities, rng, today))


def _occasions(communities: Sequence[CommunityPlan], rng: Random, today: date) -> Iterator[_Occasion]:
    held = sorted(some_day(rng, today, 12, rng.choice(SINCE), weekends=0.6) for _ in range(HELD))
    for number, day in enumerate(held):
        yield _Occasion(number, communities[number % len(communities)], day, ActivityState.HELD)
    yield _Occasion(HELD, rng.choice(communities), some_day(rng, today, 20, 40), ActivityState.CANCELLED)
    # The first of these and of those to come are in the first community, so that the demo accounts have them to see.
    for order in range(UNLISTED):
        where, day = communities[order], today - timedelta(days=2 + order)
        yield _Occasion(HELD + 1 + order, where, day, ActivityState.OPEN, is_listed=False)
    for order in range(COMING):
        where, day = communities[order % len(communities)], today + timedelta(days=2 + order)
        number = HELD + 1 + UNLISTED + order
        yield _Occasion(number, where, day, ActivityState.OPEN, is_listed=False, is_full=order < FULL)


def _activity(occasion: _Occasion, crowd: Crowd, rng: Random, today: date) -> ActivityPlan:
    field = rng.choice(list(ServiceField))
    title, minutes = rng.choice(words("service")["activities"][field.value])
    grid = rng.choice(occasion.community.grids) if rng.random() < 0.4 else None
    starts_at = at(occasion.day, rng.choice((9, 9, 14, 15, 18)), rng.choice((0, 30)))
    sign_ups = tuple(_sign_ups(occasion, rng.randrange(14, 40), minutes, crowd, rng, today))
    full = len(sign_ups) - rng.randrange(2, 5)
    places = full if occasion.is_full else len(sign_ups) + rng.randrange(1, 9)
    is_cancelled = occasion.state is ActivityState.CANCELLED
    return ActivityPlan(
        code=f"A{occasion.number + 1:06}",
        community=occasion.community.code,
        grid=grid.code if grid else None,
        field=field,
        title=f"{title}（演示）",
        place=grid.name if grid else f"{occasion.community.short_name}党群服务中心",
        starts_at=starts_at,
        minutes=minutes,
        places=places,
        state=occasion.state,
        reason="天气预报有大雨，改期另行通知" if is_cancelled else "",
        closed_at=starts_at + timedelta(hours=5) if occasion.state is ActivityState.HELD else None,
        secret="".join(rng.choices(BASE32, k=32)),
        sign_ups=(*sign_ups[:places], *(replace(one, state=SignUpState.WAITING) for one in sign_ups[places:])),
    )


def _sign_ups(
    occasion: _Occasion, wanted: int, minutes: int, crowd: Crowd, rng: Random, today: date
) -> Iterator[SignUpPlan]:
    """Who came is on the list with the whole time, some with less; where there is no list yet, nobody knows."""
    coming = crowd.come(occasion.community.code, min(occasion.day, today), wanted)
    for order, plan in enumerate(coming):
        earliest = max(plan.reported_on or today, min(occasion.day, today) - timedelta(days=10))
        moment = at(earliest, 8 + order // 6, order % 6 * 10)
        if occasion.state is not ActivityState.HELD:
            yield SignUpPlan(plan.code, SignUpState.SIGNED_UP, moment)
        elif rng.random() < ABSENT:
            yield SignUpPlan(plan.code, SignUpState.SIGNED_UP, moment, Presence.ABSENT, PresenceBy.LIST, 0)
        else:
            came = minutes - rng.choice((0, 0, 0, 0, 30))
            yield SignUpPlan(plan.code, SignUpState.SIGNED_UP, moment, Presence.CAME, PresenceBy.LIST, came)


def hours_of(activities: Sequence[ActivityPlan]) -> Iterator[HoursPlan]:
    """An entry for everybody who came."""
    for plan in activities:
        for one in plan.sign_ups:
            if one.minutes:
                day = plan.starts_at.date()
                told = (HoursFrom.ACTIVITY, plan.field, plan.code, plan.title)
                yield entry(one.member, plan.community, day, one.minutes, *told)


def activity_row(plan: ActivityPlan, places: Places) -> Row:
    return {
        "code": plan.code,
        "organisation_id": places.organisations[plan.community],
        "grid_id": places.grids[plan.grid] if plan.grid else None,
        "field": plan.field,
        "title": plan.title,
        "detail": "带上水杯，穿方便活动的鞋子；有事来不了，请提前退出，让出名额。",
        "place": plan.place,
        "starts_at": plan.starts_at,
        "ends_at": plan.starts_at + timedelta(minutes=plan.minutes),
        "sign_up_until": plan.starts_at - timedelta(hours=12),
        "places": plan.places,
        "state": plan.state,
        "organiser": "community",
        "reason": plan.reason,
        "attendance_closed_at": plan.closed_at,
        "code_secret": plan.secret,
    }


def sign_up_rows(plans: Sequence[ActivityPlan], activities: Ids, members: Ids) -> list[Row]:
    return [
        {
            "activity_id": activities[plan.code],
            "member_id": members[one.member],
            "state": one.state,
            "at": one.at,
            "presence": one.presence,
            "presence_by": one.presence_by,
            "minutes": one.minutes,
        }
        for plan in plans
        for one in plan.sign_ups
    ]
