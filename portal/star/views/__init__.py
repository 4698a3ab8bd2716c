"""Pages of star management, one file for each subject."""

from portal.star.views import (
    appeals,
    appraisals,
    evidence,
    notices,
    own,
    own_year,
    pay,
    quarters,
    rulebook,
    runs,
    scoring,
    secretaries,
    years,
)
from portal.star.views.blueprint import star

__all__ = [
    "appeals",
    "appraisals",
    "evidence",
    "notices",
    "own",
    "own_year",
    "pay",
    "quarters",
    "rulebook",
    "runs",
    "scoring",
    "secretaries",
    "star",
    "years",
]
