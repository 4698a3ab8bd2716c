"""Words of the calendar."""

from dataclasses import dataclass
from datetime import date

from portal.core.words import Word


class DayKind(Word):
    """How a day differs from what its weekday says."""

    HOLIDAY = "holiday", "放假", "Public holiday"
    MAKE_UP_WORKDAY = "make_up_workday", "调休上班", "Make-up working day"


@dataclass(frozen=True, slots=True)
class ListedDay:
    """One line of an announced calendar."""

    day: date
    kind: DayKind
    name: str
