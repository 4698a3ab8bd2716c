"""That a position's details are right, and its picture (mission.md E3)."""

from collections.abc import Sequence
from datetime import date

from portal.audit.actions import record
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.core.stamps import bump
from portal.station.actions.stamp import STAMP
from portal.station.queries.facts import station_of
from portal.station.terms import Checked, StationRefusal


def verify(code: str, *, who: str = "", checked: Sequence[Checked] = tuple(Checked), by: str, today: date) -> None:
    """Note that somebody has found a position's details to be right; `who` is what everybody reads of him."""
    station = station_of(code)
    if station is None:
        raise Refused(StationRefusal.CODE.label, "code")
    if not checked:
        raise Refused(StationRefusal.CHECKED.label, "checked")
    before = station.verified_on.isoformat() if station.verified_on else None
    station.verified_on, station.verified_by, station.changed = today, who or by, bump(STAMP)
    record(by, "station.verify", code, before=before, after=today.isoformat(), checked=[one.value for one in checked])


def set_photo(code: str, content: bytes, *, by: str) -> None:
    """Give a position its photo. Raises `Refused` for what is no picture."""
    station = station_of(code)
    if station is None:
        raise Refused(StationRefusal.CODE.label, "code")
    before, station.photo = station.photo, keep_photo(content)
    station.changed = bump(STAMP)
    record(by, "station.set_photo", code, before=before, after=station.photo)
