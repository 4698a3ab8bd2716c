"""Pages of the funds, one file for each of their subjects."""

from portal.fund.views import (
    allocations,
    bank,
    books,
    funds_public,
    payments,
    project_acts,
    project_trays,
    projects,
    questions,
    results,
    rulebook,
    statements,
    supervision,
)
from portal.fund.views.blueprint import fund

__all__ = [
    "allocations",
    "bank",
    "books",
    "fund",
    "funds_public",
    "payments",
    "project_acts",
    "project_trays",
    "projects",
    "questions",
    "results",
    "rulebook",
    "statements",
    "supervision",
]
