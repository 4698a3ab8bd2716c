"""What happens to the ground when organisations change."""

import shapely
from geoalchemy2.shape import from_shape, to_shape
from shapely import MultiPolygon
from sqlalchemy import select, update

from portal.audit.actions import record
from portal.core.database import session
from portal.core.stamps import bump
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.organisation.models import Organisation


def hand_over_ground(*, gone: int, into: int) -> None:
    """An organisation was merged into another, which answers for its ground from now on.

    A community's outline becomes part of the other's; its grids and residential areas keep their codes.
    """
    grids = update(Grid).where(Grid.organisation_id == gone).values(organisation_id=into)
    areas = update(ResidentialArea).where(ResidentialArea.branch_id == gone).values(branch_id=into)
    buildings = update(Building).where(Building.group_id == gone).values(group_id=into)
    counts = [session.execute(change).rowcount for change in (grids, areas, buildings)]  # type: ignore[attr-defined]
    community = _community_of(gone)
    if community is not None:
        _join(community, gone, into)
    bump("ground")
    told = dict(zip(("grids", "residential_areas", "buildings"), counts, strict=True))
    record("portal", "ground.hand_over", str(into), community=community.code if community else None, **told)


def _join(community: Community, gone: int, into: int) -> None:
    """One community's ground becomes another's; where the other organisation has none yet, it takes over this one."""
    other = _community_of(into)
    if other is None:
        community.organisation_id = into
        session.flush()
        return
    for table in (Grid, ResidentialArea):
        session.execute(update(table).where(table.community_id == community.id).values(community_id=other.id))
    other.area = from_shape(_united(other, community), srid=4326)
    community.closed_on = session.scalars(select(Organisation.closed_on).where(Organisation.id == gone)).one()
    community.merged_into = other.code
    session.flush()


def _united(one: Community, other: Community) -> MultiPolygon:
    joined = shapely.union(to_shape(one.area), to_shape(other.area))
    return MultiPolygon([part for part in shapely.get_parts(joined) if part.geom_type == "Polygon"])


def _community_of(organisation: int) -> Community | None:
    found = select(Community).where(Community.organisation_id == organisation, Community.closed_on.is_(None))
    return session.scalar(found)
