"""Months as the boards count them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; the first is 1."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)


def months_until(today: date, how_many: int) -> list[Month]:
    """So many months, the one of that day last."""
    last = today.year * 12 + today.month - 1
    return [Month(number // 12, number % 12 + 1) for number in range(last - how_many + 1, last + 1)]
