"""A position closed, open at other hours or moved for a while: every page knows at once (mission.md E2)."""

from datetime import datetime

from sqlalchemy import update

from portal.audit.actions import record
from portal.core.clock import now
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.stamps import bump
from portal.station.actions.stamp import STAMP
from portal.station.models import ChangedHours
from portal.station.queries.facts import station_of
from portal.station.rules import HoursError, parse_hours
from portal.station.terms import ChangeKind, StationRefusal


def announce_change(
    code: str,
    *,
    kind: ChangeKind,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: str,
    opening_hours: str | None = None,
    moved_to: str = "",
) -> None:
    """Announce a closure, other hours or a move; it holds at once. Raises `Refused`."""
    station = station_of(code)
    if station is None:
        raise Refused(StationRefusal.CODE.label, "code")
    if ends_at <= starts_at or ends_at <= now():
        raise Refused(StationRefusal.ENDS.label, "ends_at")
    if not reason.strip():
        raise Refused(StationRefusal.REASON.label, "reason")
    if kind is ChangeKind.CHANGED_HOURS:
        _check_hours(opening_hours)
    if kind is ChangeKind.MOVED and not moved_to.strip():
        raise Refused(StationRefusal.WHERE.label, "moved_to")
    session.add(
        ChangedHours(
            station_id=station.id,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            opening_hours=opening_hours if kind is ChangeKind.CHANGED_HOURS else None,
            reason=reason.strip(),
            moved_to=moved_to.strip() if kind is ChangeKind.MOVED else "",
            announced_at=now(),
            announced_by=by,
        )
    )
    station.changed = bump(STAMP)
    span = {"from": starts_at.isoformat(), "until": ends_at.isoformat(), "hours": opening_hours}
    record(by, f"station.{kind.value}", code, reason=reason.strip(), **span)


def withdraw_changes(code: str, *, by: str) -> int:
    """Take back everything announced that has not ended; returns how much that was. Raises `Refused` for nothing."""
    station = station_of(code)
    if station is None:
        raise Refused(StationRefusal.CODE.label, "code")
    standing = (ChangedHours.withdrawn_at.is_(None), ChangedHours.ends_at > now())
    taken_back = session.execute(
        update(ChangedHours)
        .where(ChangedHours.station_id == station.id, *standing)
        .values(withdrawn_at=now())
        .returning(ChangedHours.id)
    ).all()
    if not taken_back:
        raise Refused(StationRefusal.NOTHING.label)
    station.changed = bump(STAMP)
    record(by, "station.withdraw_changes", code, count=len(taken_back))
    return len(taken_back)


def _check_hours(opening_hours: str | None) -> None:
    if not opening_hours:
        raise Refused(StationRefusal.NO_HOURS.label, "opening_hours")
    try:
        parse_hours(opening_hours)
    except HoursError:
        raise Refused(StationRefusal.HOURS.label, "opening_hours") from None
