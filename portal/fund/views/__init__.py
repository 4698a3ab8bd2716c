"""Pages of the funds, one file for each of their subjects."""

from portal.fund.views import (
    allocations,
    books,
    funds_public,
    payments,
    project_acts,
    project_trays,
    projects,
    questions,
    results,
    rulebook,
)
from portal.fund.views.blueprint import fund

__all__ = [
    "allocations",
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
]
