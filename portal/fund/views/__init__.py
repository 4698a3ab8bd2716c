"""Pages of the funds, one file for each of their subjects."""

from portal.fund.views import (
    allocations,
    books,
    funds_public,
    payments,
    projects,
    results,
    rulebook,
    statements,
    supervision,
)
from portal.fund.views.blueprint import fund

__all__ = [
    "allocations",
    "books",
    "fund",
    "funds_public",
    "payments",
    "projects",
    "results",
    "rulebook",
    "statements",
    "supervision",
]
