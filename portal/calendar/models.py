"""The table of the calendar."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from portal.calendar.terms import DayKind
from portal.core.database import Table


class CalendarDay(Table):
    """A day that differs from its weekday (节假日或调休日), and whether that is official or estimated."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind]
    name: Mapped[str]
    official: Mapped[bool]
    source: Mapped[str]
