"""The overview's figures, counted in one statement, beside what was reported."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf
from portal.overview.queries.rows import SOURCES
from portal.overview.terms import Figure, System

BASELINE = Path(__file__).parent.parent / "baseline.toml"


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure: counted now within the scope, and as the article reported it for the whole county."""

    figure: Figure
    value: int
    baseline: int

    @property
    def system(self) -> System:
        return SOURCES[self.figure].system


@dataclass(frozen=True, slots=True)
class Reported:
    """The reported figures with where they come from."""

    origin: str
    taken_over_on: date
    figures: dict[str, int]


def figures(scope: Scope, today: date) -> list[Counted]:
    """All figures of the scope, in the order of their enum, in one statement however many rows there are."""
    parts = [
        select(func.count()).select_from(SOURCES[one].rows(scope, today).subquery(one.value)).scalar_subquery()
        for one in Figure
    ]
    counts = session.execute(select(*parts)).one()
    return [Counted(one, count, reported().figures[one.value]) for one, count in zip(Figure, counts, strict=True)]


def rows_of(figure: Figure, scope: Scope, today: date, number: int) -> PageOf[Sequence[Any]]:
    """A page of the rows behind a figure: code, name, place. Two statements."""
    found = SOURCES[figure].rows(scope, today)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    columns = list(found.selected_columns)
    page = found.order_by(columns[0], columns[1]).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf(session.execute(page).all(), number, total)


@cache
def reported() -> Reported:
    """What the article reported."""
    with BASELINE.open("rb") as file:
        return Reported(**tomllib.load(file))
