"""A page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request

PAGE_ROWS = 20


@dataclass(frozen=True, slots=True)
class PageOf[Row]:
    """The rows of page `number` (from 1) of `total` rows in all."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_ROWS

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The position of the page's first row in the whole list, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1 if self.rows else 0


def asked_page(most: int = 9_999) -> int:
    """The number of the page that the address asks for, 1 where it asks for none; 404 for what no list can have."""
    number: int = request.args.get("page", 1, type=int)
    return number if 1 <= number <= most else abort(404)
