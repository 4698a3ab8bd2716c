"""A small ground for tests: two communities side by side, with two grids each and a residential area in the first."""

from shapely import MultiPolygon, box
from sqlalchemy import select

from portal.core.database import session
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.organisation.models import Organisation
from tests.people import a_tree

HERE, BESIDE = "371322001001", "371322001002"
BRANCH, GROUP = f"{HERE}-B01", f"{HERE}-B01-G01"
AREA = f"{HERE}-R01"
WESTS = {HERE: 118.30, BESIDE: 118.32}


def organisation(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def community(code: str) -> Community:
    return session.scalars(select(Community).where(Community.code == code)).one()


def area(code: str = AREA) -> ResidentialArea:
    return session.scalars(select(ResidentialArea).where(ResidentialArea.code == code)).one()


def building(code: str) -> Building:
    return session.scalars(select(Building).where(Building.code == code)).one()


def some_ground() -> None:
    """花园小区 of the first community, with 1 号楼 that has its group and 2 号楼 that has none."""
    a_tree()
    for code, west in WESTS.items():
        at = organisation(code)
        outline = MultiPolygon([box(west, 34.60, west + 0.02, 34.62)])
        named = {"name": at.name.removesuffix("大党委"), "pinyin": code, "initials": code}
        made = Community(code=code, organisation=at, area=f"SRID=4326;{outline.wkt}", **named)
        session.add(made)
        for number in (1, 2):
            half = box(west, 34.59 + number * 0.01, west + 0.02, 34.60 + number * 0.01)
            name = f"{made.name}第{number}网格"
            grid = Grid(code=f"{code}{number:03}", name=name, community=made, organisation=at)
            grid.area = f"SRID=4326;{half.wkt}"
            session.add(grid)
    session.flush()
    named = {
        "name": "花园小区",
        "pinyin": "huayuanxiaoqu",
        "initials": "hyxq",
        "point": "SRID=4326;POINT(118.31 34.605)",
    }
    garden = ResidentialArea(code=AREA, community=community(HERE), branch=organisation(BRANCH), **named)
    grid = session.scalars(select(Grid).where(Grid.code == f"{HERE}001")).one()
    stands = {"residential_area": garden, "grid": grid, "point": "SRID=4326;POINT(118.311 34.605)"}
    session.add(Building(code=f"{AREA}-L01", name="1 号楼", group=organisation(GROUP), households=36, **stands))
    session.add(Building(code=f"{AREA}-L02", name="2 号楼", **stands))
    session.flush()
