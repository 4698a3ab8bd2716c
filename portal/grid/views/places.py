"""Choosing the places of a task: whole grids, all buildings of a residential area, things of upper rooms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.core.stops import Stop, stop_sources
from portal.grid.actions.tasks import Place
from portal.grid.queries import tasks as queries
from portal.grid.queries.tasks import Ground, centre_of, place_of


@dataclass(frozen=True, slots=True)
class Offered:
    """Places of a kind that may be ticked: what they are called together, and each by its key and name."""

    title: str
    places: Sequence[tuple[str, str]]


def offered(ground: Ground) -> list[Offered]:
    """What a community's ground offers."""
    grids = [(f"grid:{grid.code}", grid.name) for grid in ground.grids]
    areas = [
        (f"area:{code}", _("%(name)s，%(count)s 栋", name=name, count=count)) for code, name, count in ground.areas
    ]
    upper = [
        Offered(str(source.title), [(stop.about, stop.label) for stop in stops])
        for source, stops in _stops(ground)
        if stops
    ]
    return [Offered(_("整个网格"), grids), Offered(_("小区的所有楼栋"), areas), *upper]


def chosen(keys: Collection[str], ground: Ground) -> list[Place]:
    """The places of the keys that were ticked, in the order of the ground; a key that is not offered is none."""
    by_code = {grid.code: grid.id for grid in ground.grids}
    whole = [Place(grid.id, grid.name, *centre_of(grid)) for grid in ground.grids if f"grid:{grid.code}" in keys]
    areas = [code for code, _name, _count in ground.areas if f"area:{code}" in keys]
    buildings = [
        Place(building.grid_id, f"{area} {building.name}", *place_of(building), building_id=building.id)
        for building, area in (queries.buildings_of(areas) if areas else ())
        if building.grid_id is not None
    ]
    upper = [
        Place(by_code[stop.grid], stop.label, stop.lat, stop.lon, about=stop.about)
        for _source, stops in _stops(ground)
        for stop in stops
        if stop.about in keys
    ]
    return [*whole, *buildings, *upper]


def _stops(ground: Ground) -> list[tuple[Any, list[Stop]]]:
    codes = [grid.code for grid in ground.grids]
    return [(source, source.stops(codes)) for source in stop_sources()]
