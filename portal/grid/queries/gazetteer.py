"""The names of a scope's residential areas and buildings, for placing many addresses at once.

`gazetteer_of` reads everything in three statements; `rules.addresses.find_building` then asks it as often as need be.
"""

from collections import defaultdict

from geoalchemy2.shape import to_shape
from sqlalchemy import select

from geo.regions import RegionIndex
from portal.core.access import Scope
from portal.core.database import session, within
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.grid.queries.ground import place_of
from portal.grid.rules.addresses import Gazetteer, KnownArea, KnownBuilding, gazetteer
from portal.organisation.models import Organisation


def gazetteer_of(scope: Scope | str) -> Gazetteer:
    """All residential areas and standing buildings of the scope's communities; a path is a scope too."""
    grids, buildings = grids_at(scope), _buildings(scope)
    rows = session.execute(
        select(
            *(ResidentialArea.id, ResidentialArea.code, ResidentialArea.name),
            *(Community.code, ResidentialArea.point),
        )
        .join(ResidentialArea.community)
        .join(Organisation, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path))
        .order_by(ResidentialArea.code)
    )
    return gazetteer(
        KnownArea(code, name, community, grids.region_of(place_of(point)) or "", tuple(buildings[row_id]))
        for row_id, code, name, community, point in rows
    )


def grids_at(scope: Scope | str) -> RegionIndex:
    """The outlines of the scope's grids, to ask in which of them a place lies."""
    rows = session.execute(
        select(Grid.code, Grid.area)
        .join(Grid.community)
        .join(Organisation, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path))
    )
    return RegionIndex((code, to_shape(area)) for code, area in rows)


def _buildings(scope: Scope | str) -> dict[int, list[KnownBuilding]]:
    """The buildings that stand, by the row of their residential area."""
    rows = session.execute(
        select(Building.residential_area_id, Building.code, Building.name, Grid.code)
        .join(Building.residential_area)
        .join(ResidentialArea.community)
        .join(Organisation, Community.organisation_id == Organisation.id)
        .outerjoin(Grid, Building.grid_id == Grid.id)
        .where(within(scope, Organisation.path), Building.closed_on.is_(None))
        .order_by(Building.code)
    )
    known: dict[int, list[KnownBuilding]] = defaultdict(list)
    for area, code, name, grid in rows:
        known[area].append(KnownBuilding(code, name, grid or ""))
    return known
