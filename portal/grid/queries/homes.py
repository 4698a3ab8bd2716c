"""Where residents say that they are: the communities to choose from, their grids by the areas that stand in them, and
what lies at a position."""

from dataclasses import dataclass

from geoalchemy2.shape import to_shape
from shapely import Point
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import aliased, joinedload

from portal.core.database import session
from portal.grid.models.ground import Community, Grid, ResidentialArea
from portal.organisation.models import Organisation

MOST_AREAS = 4


@dataclass(frozen=True, slots=True)
class GridChoice:
    """A grid as residents know it: by the residential areas that stand in it."""

    code: str
    name: str
    areas: tuple[str, ...]

    @property
    def called(self) -> str:
        """Its name with the first of its areas."""
        areas = "、".join(self.areas[:MOST_AREAS])
        return f"{self.name}（{areas}）" if areas else self.name


def communities() -> list[tuple[str, str, str]]:
    """Street, code and name of each community that residents can choose, by street, then by reading."""
    rows = session.execute(
        select(Organisation.name, Community.code, Community.name)
        .select_from(Community)
        .join(Organisation, Organisation.id == _street_id())
        .where(Community.closed_on.is_(None))
        .order_by(Organisation.code, Community.pinyin, Community.code)
    )
    return [(street, code, name) for street, code, name in rows]


def community_of(code: str) -> Community | None:
    """The open community of that code."""
    open_one = (Community.code == code, Community.closed_on.is_(None))
    return session.scalar(select(Community).where(*open_one).options(joinedload(Community.organisation)))


def grids_of(community: Community) -> list[GridChoice]:
    """The grids of a community with their residential areas, in two statements."""
    grids = session.execute(select(Grid.code, Grid.name, Grid.area).where(Grid.community_id == community.id)).all()
    areas = session.execute(
        select(ResidentialArea.name, ResidentialArea.point)
        .where(ResidentialArea.community_id == community.id)
        .order_by(ResidentialArea.pinyin, ResidentialArea.code)
    ).all()
    points = [(name, to_shape(point)) for name, point in areas]
    found = []
    for code, name, area in sorted(grids, key=lambda row: row.code):
        shape = to_shape(area)
        found.append(GridChoice(code, name, tuple(one for one, point in points if shape.covers(point))))
    return found


def grid_of(code: str, community: Community) -> Grid | None:
    """The grid of that code, if it is the community's."""
    return session.scalar(select(Grid).where(Grid.code == code, Grid.community_id == community.id))


def ground_at(lat: float, lon: float) -> tuple[str, str] | None:
    """Codes of community and grid at a WGS-84 position, which is kept nowhere."""
    point = func.ST_GeomFromText(Point(lon, lat).wkt, 4326)
    row = session.execute(
        select(Community.code, Grid.code).join(Grid.community).where(func.ST_Intersects(Grid.area, point)).limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def _street_id() -> ScalarSelect[int | None]:
    """The street above a community's committee."""
    above = aliased(Organisation)
    committee = select(above.parent_id).where(above.id == Community.organisation_id)
    return committee.correlate(Community).scalar_subquery()
