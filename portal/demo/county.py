"""The whole demo county as frozen values: the same seed and the same day always make the same county."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from random import Random

from portal.core.clock import LOCAL
from portal.demo.buildings import BuildingPlan, make_buildings
from portal.demo.ground import Ground, make_ground
from portal.demo.points import convenience_points
from portal.demo.positions import StationPlan, centres, service_stations
from portal.demo.settlements import Settlements, settle
from portal.demo.spots import RoadSide
from portal.station.terms import ChangeKind

SEED = 2025


@dataclass(frozen=True, slots=True)
class ChangedHoursPlan:
    """An announced closure, change of hours or move."""

    station_code: str
    kind: ChangeKind
    starts_at: datetime
    ends_at: datetime
    reason: str
    opening_hours: str | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class DemoCounty:
    """Everything that `demo load` writes."""

    ground: Ground
    settlements: Settlements
    buildings: tuple[BuildingPlan, ...]
    stations: tuple[StationPlan, ...]
    changed_hours: tuple[ChangedHoursPlan, ...]


def make_county(today: date, seed: int = SEED) -> DemoCounty:
    """Make the county as it stands on that day. Pure: nothing is read but the lists in `data/`."""
    ground = make_ground(Random(seed))
    settlements = settle(ground, Random(seed + 1))
    roadside, rng = RoadSide(ground), Random(seed + 2)
    stations = chain(
        centres(ground, roadside, rng, today),
        service_stations(ground, settlements, roadside, rng, today),
        convenience_points(settlements.residential_areas, roadside, rng, today),
    )
    buildings = make_buildings(ground, settlements, Random(seed + 8))
    return DemoCounty(ground, settlements, buildings, tuple(stations), _changed_hours(today))


def _changed_hours(today: date) -> tuple[ChangedHoursPlan, ...]:
    """A handful, so that every state has a page to show: over, in force, to come."""

    def days(before: int, after: int) -> tuple[datetime, datetime]:
        return (_midnight(today + timedelta(days=before)), _midnight(today + timedelta(days=after)))

    closed, changed, moved = ChangeKind.CLOSED, ChangeKind.CHANGED_HOURS, ChangeKind.MOVED
    return (
        ChangedHoursPlan("CC-001", closed, *days(5, 6), "政务系统升级，停办一天"),
        ChangedHoursPlan("CM-003", closed, *days(-1, 3), "停电检修"),
        ChangedHoursPlan("SS-012", changed, *days(-10, 40), "冬季作息", opening_hours="Mo-Su 09:00-17:00"),
        ChangedHoursPlan("SS-040", moved, *days(-2, 30), "原址装修", moved_to="旁边的社区活动室一楼"),
        ChangedHoursPlan("SS-088", closed, *days(2, 3), "场地用于文艺演出"),
        ChangedHoursPlan("CP-0100", closed, *days(-3, 7), "店主外出"),
        ChangedHoursPlan("CP-0555", changed, *days(-1, 9), "盘点货物", opening_hours="Mo-Su 13:00-18:00"),
        ChangedHoursPlan("CP-0900", closed, *days(-9, -4), "更换门面"),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
