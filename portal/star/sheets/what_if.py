"""A year tried with other rules as a workbook: everybody, as it was and as it would be."""

from pathlib import Path

from portal.core.sheets import Cell, Column, write_sheets
from portal.star.queries.what_if import Tried, WhatIf
from portal.star.sheets.pay import FEN_A_YUAN, WHO, who_is

TRIED = (
    *WHO,
    Column("stars", "原来几星", width=10),
    Column("stars_then", "试算几星", width=10),
    Column("moved", "差几星", width=10),
    Column("paid", "原来合计（元）", width=18),
    Column("paid_then", "试算合计（元）", width=18),
    Column("cost", "差额（元）", width=16),
)


def write_what_if(path: Path, found: WhatIf) -> None:
    """Write everybody of the scope, also whom nothing moves."""
    write_sheets(path, [("试算", TRIED, [_tried(one) for one in found.tried])])


def _tried(one: Tried) -> list[Cell]:
    stars: list[Cell] = [float(one.held.rating.stars), float(one.then.rating.stars), float(one.moved)]
    return [*who_is(one.held), *stars, *(fen / FEN_A_YUAN for fen in (one.held.whole, one.then.whole, one.cost))]
