"""The law of social organisations' services: days, numbers, no names; how many of the parties take part together.

Who is helped is counted and never named (domain.md S27); the parties of 四社联动 are those of domain.md S24.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.personal import personal_in
from portal.grid.terms.social import Party, ServiceState, SocialFault

MINUTES_AN_HOUR = 60
MOST_HOURS, MOST_PEOPLE, LONGEST_TITLE, LONGEST_TEXT = 240, 99_999, 60, 400
# Where it makes a difference how many kinds of parties came together.
STEPS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Linkage:
    """Of so many services, in how many at least two, three and four kinds of parties took part."""

    services: int
    at_least: Mapping[int, int]

    def share(self, step: int) -> float | None:
        """In percent; None where there was no service."""
        return 100 * self.at_least[step] / self.services if self.services else None


def minutes_of(hours: float) -> int:
    """Hours as they are typed (1.5), in whole minutes."""
    return round(hours * MINUTES_AN_HOUR)


def parties_kept(chosen: Collection[Party]) -> list[str]:
    """Who took part, in one order: the social organisation whose service it is always did."""
    return [one.value for one in Party if one in chosen or one is Party.SOCIAL]


def fault_of_day(state: ServiceState, day: date, today: date) -> SocialFault | None:
    """What is done lies not ahead, what is planned not behind."""
    if state is ServiceState.DONE and day > today:
        return SocialFault.FUTURE
    return SocialFault.PAST if state is ServiceState.PLANNED and day < today else None


def fault_of_numbers(state: ServiceState, minutes: int, participants: int) -> SocialFault | None:
    """Somebody was there for some time, where it has taken place."""
    is_empty = state is ServiceState.DONE and not (minutes and participants)
    return SocialFault.NOBODY if is_empty else None


def personal_field(texts: Mapping[str, str]) -> str | None:
    """The first of the texts, by name, that tells whom was helped; None where none does."""
    return next((name for name, text in texts.items() if personal_in(text)), None)


def fault_of_stationing(from_day: date, until_day: date | None, today: date) -> SocialFault | None:
    """A stationing ends not before it began, and is noted when its day has come."""
    if until_day is not None and until_day < from_day:
        return SocialFault.ORDER
    return SocialFault.FUTURE if (until_day or from_day) > today else None
