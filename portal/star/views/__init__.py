"""Pages of star management, one file for each subject."""

from portal.star.views import (
    appeals,
    appraisals,
    benefits,
    board,
    evidence,
    imports,
    notices,
    own,
    own_year,
    pay,
    quarters,
    rulebook,
    runs,
    scoring,
    secretaries,
    uses,
    years,
)
from portal.star.views.blueprint import star

__all__ = [
    "appeals",
    "appraisals",
    "benefits",
    "board",
    "evidence",
    "imports",
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
    "uses",
    "years",
]
