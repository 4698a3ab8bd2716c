"""The overview's figures, counted in one statement, beside what was reported."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ScalarSelect, func, select

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
    """All figures of the scope, in the order of their enum: counted in one statement however many rows there are; the
    star rules of the year are asked for each of the two lists that they keep."""
    counts = session.execute(select(*(_of(one, scope, today) for one in Figure))).one()
    return [Counted(one, int(count), reported().figures[one.value]) for one, count in zip(Figure, counts, strict=True)]


def _of(figure: Figure, scope: Scope, today: date) -> ScalarSelect[Any]:
    """How many rows there are; of money, what they come to."""
    rows = SOURCES[figure].rows(scope, today).subquery(figure.value)
    told = func.coalesce(func.sum(rows.c.fen), 0) if figure.is_money else func.count()
    return select(told).select_from(rows).scalar_subquery()


def rows_of(figure: Figure, scope: Scope, today: date, number: int) -> PageOf[Sequence[Any]]:
    """A page of the rows behind a figure: code, name, place, and of money its fen. Two statements."""
    found = SOURCES[figure].rows(scope, today)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    columns = list(found.selected_columns)
    page = found.order_by(columns[0], columns[2]).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf(session.execute(page).all(), number, total)


@cache
def reported() -> Reported:
    """What the article reported."""
    with BASELINE.open("rb") as file:
        return Reported(**tomllib.load(file))
