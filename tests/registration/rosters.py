"""A small town with its ground, and rosters as offices write them, for the tests of the roster."""

from pathlib import Path
from typing import Any

import xlsxwriter
from shapely import MultiPolygon, box
from sqlalchemy import select

from portal.core.database import session
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation
from portal.organisation.rules.identity import check_character
from portal.registration.models.roster import Member, Unit
from portal.registration.terms.roster import ReportState, UnitKind
from tests.people import FIRST_DAY, a_tree

STREET, HEPING, TUANJIE = "371322001", "371322001001", "371322001002"
COMMUNITIES = ((HEPING, "和平社区", "heping", "hp"), (TUANJIE, "团结社区", "tuanjie", "tj"))


def a_town() -> None:
    """The small tree, its two communities with two grids each, and two units."""
    a_tree()
    for number, (code, name, pinyin, initials) in enumerate(COMMUNITIES):
        west = 118.3 + number * 0.1
        ground = f"SRID=4326;{MultiPolygon([box(west, 34.6, west + 0.1, 34.7)]).wkt}"
        at = organisation(code)
        community = Community(code=code, name=name, pinyin=pinyin, initials=initials, organisation=at, area=ground)
        session.add(community)
        for which, word in enumerate(("第一网格", "第二网格"), start=1):
            area = f"SRID=4326;{box(west, 34.6, west + 0.05, 34.7).wkt}"
            session.add(Grid(code=f"{code}{which:03}", name=word, community=community, organisation=at, area=area))
    a_unit("U-water", "县水利局", HEPING, UnitKind.OFFICE)
    a_unit("U-school", "县第一中学", TUANJIE, UnitKind.INSTITUTION)
    session.flush()


def organisation(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def a_unit(code: str, name: str, at: str, kind: UnitKind = UnitKind.OFFICE, **more: Any) -> Unit:
    known = {"pinyin": code.lower(), "initials": code.lower(), "state": ReportState.REGISTERED} | more
    made = Unit(code=code, name=name, kind=kind, organisation=organisation(at), entered_on=FIRST_DAY, **known)
    session.add(made)
    return made


def a_member(code: str, name: str, unit: Unit, at: str = STREET, **more: Any) -> Member:
    known = {"pinyin": code.lower(), "initials": code.lower(), "state": ReportState.REGISTERED} | more
    made = Member(code=code, name=name, unit=unit, organisation=organisation(at), entered_on=FIRST_DAY, **known)
    session.add(made)
    return made


def member(name: str) -> Member:
    session.remove()
    return session.scalars(select(Member).where(Member.name == name)).one()


def unit(name: str) -> Unit:
    return session.scalars(select(Unit).where(Unit.name == name)).one()


def identity(number: int, born: str = "19850612") -> str:
    """A right identity number, different for each number; no such region exists."""
    first = f"990099{born}{number:03}"
    return first + check_character(first)


def workbook(path: Path, headings: list[str], *rows: list[Any], title: bool = True, feet: bool = False) -> str:
    """A roster as an office writes it: below a title, with a sum and a signature behind it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        lines: list[list[Any]] = [["××街道花名册"], ["填报单位：", "", "填报人："]] if title else []
        lines += [headings, *rows]
        lines += [["合计", f"{len(rows)} 人"], ["制表人：王", "", "审核人：李"]] if feet else []
        for number, row in enumerate(lines):
            sheet.write_row(number, 0, row)
    return str(path)
