"""How the demo county's rows are written: one statement a table, and one to learn the ids they got."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.core.database import session

Row = dict[str, Any]
Ids = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Places:
    """The row of each code of the ground that homes and service hang from."""

    organisations: Ids
    communities: Ids
    grids: Ids
    buildings: Ids


def write_all(table: type[Any], found: list[Row]) -> None:
    """One statement for all rows: without `render_nulls`, rows with other empty columns would be another one."""
    session.execute(insert(table), found, execution_options={"render_nulls": True})


def ids_of(code: InstrumentedAttribute[str], row_id: InstrumentedAttribute[int]) -> dict[str, int]:
    """The id of each code in the table."""
    return dict(session.execute(select(code, row_id)).tuples().all())
