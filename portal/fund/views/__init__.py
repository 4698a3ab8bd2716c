"""Pages of the funds, one file for each of their subjects."""

from portal.fund.views import (
    allocations,
    books,
    rulebook,
)
from portal.fund.views.blueprint import fund

__all__ = [
    "allocations",
    "books",
    "fund",
    "rulebook",
]
