"""Logging a service: once under its number, however often and in whatever order it is sent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geoalchemy2.shape import to_shape
from sqlalchemy import func, select, update

from portal.audit.actions import record
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import added, session
from portal.core.errors import Refused
from portal.core.sealed import digest, digests
from portal.grid.actions.log_parts import Conflict, replay
from portal.grid.models.ground import Grid
from portal.grid.models.logs import LogPhoto, RefusedEntry, ServiceLog
from portal.grid.queries.logs import log_with
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.queries.workers import grids_of, person_of
from portal.grid.rules import logs as rules
from portal.grid.rules.logs import Entry
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.logs import LogChannel, LogFault, LogNotice


@dataclass(frozen=True, slots=True)
class Kept:
    """A log that is stored, whether it was so before, what its sender is told, and how many pictures it has."""

    log: ServiceLog
    is_new: bool
    notices: tuple[LogNotice, ...]
    photos: int


def log_service(
    grid: Grid,
    *,
    code: str,
    kind: str,
    happened_at: datetime,
    helped: int,
    minutes: int | None,
    note: str = "",
    lat: float | None = None,
    lon: float | None = None,
    channel: LogChannel,
    by: str,
    now: datetime,
    reach: Scope | None = None,
) -> Kept:
    """Store a service under the number that its sender made; the same again changes nothing and answers the same.

    `reach` is where the account may work: it counts for who has no grids of his own. Raises `Conflict` where the
    number holds another content or somebody else's log, `Refused` naming the field for what no log can hold.
    """
    told: Any = {"helped": helped, "minutes": minutes, "note": note.strip(), "lat": lat, "lon": lon}
    entry = Entry(kind=kind, grid=grid.code, happened_at=happened_at, **told)
    if (before := log_with(code)) is not None:
        return _again(before, grid, entry, by)
    book = grid_rules_on(_day(now))
    if fault := rules.fault_in(entry, book):
        raise Refused(fault[0].label, fault[1])
    log = _log(grid, entry, book, by, now, reach)
    log.code, log.channel = code, channel
    if not added(log):  # the same entry, sent twice at once: the other request was first
        return _again(session.scalars(select(ServiceLog).where(ServiceLog.code == code)).one(), grid, entry, by)
    settled = update(RefusedEntry).where(RefusedEntry.code == code, RefusedEntry.sent_by == by)
    session.execute(settled.where(RefusedEntry.settled_at.is_(None)).values(settled_at=now))
    facts: Any = {"kind": kind, "grid": grid.code, "day": log.day.isoformat(), "helped": helped}
    record(by, "log.keep", code, channel=channel.value, **facts)
    return Kept(log, True, _notices(log, grid, entry, book), replay(log, now=now))


def _log(grid: Grid, entry: Entry, book: GridRulebook, by: str, now: datetime, reach: Scope | None) -> ServiceLog:
    """The row of an entry that is in order."""
    happened_at = rules.moment_kept(entry.happened_at, now, book)
    person = person_of(by)
    own = {one.id for one in grids_of(person.id, _day(happened_at))} if person else set()
    in_reach = None if own or reach is None else grid.organisation.path.startswith(tuple(reach))
    return ServiceLog(
        kind=entry.kind,
        grid=grid,
        organisation_id=grid.organisation_id,
        person=person,
        logged_by=by,
        happened_at=happened_at,
        day=_day(happened_at),
        received_at=now,
        helped=entry.helped,
        minutes=entry.minutes,
        note=entry.note or None,
        lat=rules.degrees_kept(entry.lat, book),
        lon=rules.degrees_kept(entry.lon, book),
        outside=rules.is_outside_own(grid.id, own, in_reach),
        content_digest=digest(rules.content_of(entry)),
        withdrawn_because="",
    )


def _again(log: ServiceLog, grid: Grid, entry: Entry, by: str) -> Kept:
    if log.logged_by != by or log.content_digest not in digests(rules.content_of(entry)):
        raise Conflict(LogFault.OTHER_CONTENT.label, "id")
    photos = session.scalar(select(func.count()).where(LogPhoto.log_id == log.id)) or 0
    return Kept(log, False, _notices(log, grid, entry, grid_rules_on(_day(log.received_at))), photos)


def _notices(log: ServiceLog, grid: Grid, entry: Entry, book: GridRulebook) -> tuple[LogNotice, ...]:
    """What is told about a log, the same each time: as things stood when it came."""
    outside_grid = entry.place is not None and rules.lies_outside(entry, to_shape(grid.area))
    return rules.notices(entry, log.received_at, book, outside_own=log.outside, outside_grid=outside_grid)


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
