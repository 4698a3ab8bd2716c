"""The board of stars as a workbook: how many have how many, town by town, everybody's year."""

from collections.abc import Sequence
from pathlib import Path

from portal.core.sheets import Cell, Column, write_sheets
from portal.star.queries.board import Board

SPREAD = (Column("stars", "星级"), Column("people", "人数"))
TOWNS = (
    Column("town", "镇（街道）", width=18),
    Column("people", "人数"),
    Column("mean", "平均星级"),
    Column("up", "加星"),
    Column("down", "减星"),
)
PEOPLE = (
    Column("code", "编号", width=14),
    Column("name", "姓名", width=14),
    Column("town", "镇（街道）", width=18),
    Column("place", "村（社区）", width=22),
    Column("grade", "考核等次", width=12),
    Column("before", "上年星级"),
    Column("stars", "星级"),
)


def write_board(path: Path, board: Board) -> None:
    """Three sheets."""
    spread: list[Sequence[Cell]] = [[float(stars), float(people)] for stars, people in board.spread.items()]
    towns: list[Sequence[Cell]] = [
        [one.town, float(one.people), None if one.mean is None else one.mean / 100, float(one.up), float(one.down)]
        for one in board.towns
    ]
    people: list[Sequence[Cell]] = [
        [one.code, one.name, one.town, one.place, one.grade.zh, float(one.before), float(one.stars)]
        for one in sorted(board.rated, key=lambda one: (one.town, -one.stars, one.code))
    ]
    write_sheets(path, [("分布", SPREAD, spread), ("各镇（街道）", TOWNS, towns), ("每个人", PEOPLE, people)])
