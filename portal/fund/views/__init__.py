"""Pages of the funds, one file for each of their subjects."""

from portal.fund.views import (
    allocations,
    books,
    payments,
    project_acts,
    project_trays,
    projects,
    results,
    rulebook,
)
from portal.fund.views.blueprint import fund

__all__ = [
    "allocations",
    "books",
    "fund",
    "payments",
    "project_acts",
    "project_trays",
    "projects",
    "results",
    "rulebook",
]
