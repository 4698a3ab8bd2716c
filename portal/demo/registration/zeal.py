"""Who comes: how eager each of the demo county's members is, and on which days he is taken already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from portal.core.clock import LOCAL
from portal.demo.registration.members import MemberPlan
from portal.registration.terms.roster import ReportState

NEVER, EAGERNESS = 0.1, 0.5
OF_THE_DEMO_ACCOUNT = 30.0


class Crowd:
    """The members who may serve, by community. Most come seldom, a few often, some never: a long tail.

    Nobody serves twice on one day, so that hours stay below what a day may hold.
    """

    def __init__(self, members: Sequence[MemberPlan], rng: Random) -> None:
        self._rng = rng
        self._of_community: dict[str, list[MemberPlan]] = defaultdict(list)
        self._zeal: dict[str, float] = {}
        self._taken: set[tuple[str, date]] = set()
        for plan in members:
            if plan.state is ReportState.REPORTED and plan.home.community:
                self._of_community[plan.home.community].append(plan)
                self._zeal[plan.code] = 0.0 if rng.random() < NEVER else rng.lognormvariate(0, EAGERNESS)
        self._zeal[members[0].code] = OF_THE_DEMO_ACCOUNT

    def come(
        self, community: str, day: date, how_many: int, *, served: bool = True, but: Collection[str] = ()
    ) -> list[MemberPlan]:
        """Up to so many members of a community, who had reported before the day and are not `but` these by code; if
        they `served` they are taken on that day."""
        free = [
            (self._rng.random() ** (1 / self._zeal[plan.code]), plan.code, plan)
            for plan in self._of_community[community]
            if self._may(plan, day) and plan.code not in but
        ]
        free.sort(reverse=True)
        chosen = [plan for *_, plan in free[:how_many]]
        if served:
            self._taken.update((plan.code, day) for plan in chosen)
        return chosen

    def is_free(self, member: str, day: date) -> bool:
        """Whether he does not serve on that day yet; from now on he does."""
        if (member, day) in self._taken:
            return False
        self._taken.add((member, day))
        return True

    def _may(self, plan: MemberPlan, day: date) -> bool:
        has_reported = plan.reported_on is not None and plan.reported_on < day
        return has_reported and self._zeal[plan.code] > 0 and (plan.code, day) not in self._taken


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of the county's clock."""
    return datetime.combine(day, time(hour, minute), LOCAL)


def some_day(rng: Random, today: date, first: int, last: int, *, weekends: float = 0.0) -> date:
    """A day between so many days ago and so many; with `weekends` as the odds that it moves to the Saturday or Sunday
    before."""
    day = today - timedelta(days=rng.randrange(first, last))
    if rng.random() < weekends:
        day -= timedelta(days=(day.weekday() - rng.choice((5, 6))) % 7)
    return day


def codes(plans: Iterable[MemberPlan]) -> list[str]:
    return [plan.code for plan in plans]
