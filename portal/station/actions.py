"""What is done to the service positions. Each action bumps the stamp "stations" and leaves one entry in the record."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from geoalchemy2 import WKTElement
from sqlalchemy import delete, insert, select, update

from geo.place import Place
from portal.audit.actions import record
from portal.core.clock import now
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.core.pinyin import reading
from portal.core.stamps import bump
from portal.station.models import ChangedHours, Offer, Station
from portal.station.queries.facts import Ground, ground, service_ids
from portal.station.rules import HoursError, parse_hours
from portal.station.terms import Change, ChangeKind, Facts, Plan

STAMP = "stations"


def import_stations(plan: Plan, *, by: str, today: date, retire_missing: bool = False) -> None:
    """Carry out a plan: all of it, in a bounded number of statements. A plan that changes nothing leaves no trace."""
    left = plan.left if retire_missing else []
    if plan.changes_nothing and not left:
        return
    number, surroundings = bump(STAMP), ground()
    if plan.new:
        rows = [_row(code, facts, surroundings, number, today) for code, facts in plan.new.items()]
        session.execute(insert(Station), rows)
    if plan.changed:
        ids = _ids(change.code for change in plan.changed)
        rows = [{"id": ids[one.code], **_row(one.code, one.facts, surroundings, number, today)} for one in plan.changed]
        session.execute(update(Station), rows)
    if left:
        retired = update(Station).where(Station.code.in_(left)).values(in_service_until=today, changed=number)
        session.execute(retired)
    _replace_offers(plan)
    record(by, "station.import", "stations", new=sorted(plan.new), changed=_told(plan.changed), left=left)


def hand_over_stations(*, gone: int, into: int) -> None:
    """An organisation was merged into another, which answers for its positions from now on."""
    theirs = update(Station).where(Station.organisation_id == gone).values(organisation_id=into, changed=bump(STAMP))
    count = session.execute(theirs).rowcount  # type: ignore[attr-defined]
    record("portal", "station.hand_over", str(into), stations=count)


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
    """Announce a closure, other hours or a move; it holds at once. Raises `Refused` (mission.md E2)."""
    station = _station(code)
    if ends_at <= starts_at:
        raise Refused("the end must lie after the beginning", field="ends_at")
    if not reason.strip():
        raise Refused("a reason must be given", field="reason")
    if kind is ChangeKind.CHANGED_HOURS:
        _check_hours(opening_hours)
    session.add(
        ChangedHours(
            station_id=station.id,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            opening_hours=opening_hours if kind is ChangeKind.CHANGED_HOURS else None,
            reason=reason.strip(),
            moved_to=moved_to,
            announced_at=now(),
            announced_by=by,
        )
    )
    station.changed = bump(STAMP)
    span = {"from": starts_at.isoformat(), "until": ends_at.isoformat(), "hours": opening_hours}
    record(by, f"station.{kind.value}", code, reason=reason.strip(), **span)


def withdraw_changes(code: str, *, by: str) -> int:
    """Take back everything announced that has not ended; returns how much that was. Raises `Refused` for nothing."""
    station = _station(code)
    standing = (ChangedHours.withdrawn_at.is_(None), ChangedHours.ends_at > now())
    taken_back = session.execute(
        update(ChangedHours)
        .where(ChangedHours.station_id == station.id, *standing)
        .values(withdrawn_at=now())
        .returning(ChangedHours.id)
    ).all()
    if not taken_back:
        raise Refused("nothing is announced for this position", field="code")
    station.changed = bump(STAMP)
    record(by, "station.withdraw_changes", code, count=len(taken_back))
    return len(taken_back)


def verify(code: str, *, by: str, today: date) -> None:
    """Note that somebody has found a position's details to be right (mission.md E3)."""
    station = _station(code)
    before = station.verified_on.isoformat() if station.verified_on else None
    station.verified_on, station.verified_by, station.changed = today, by, bump(STAMP)
    record(by, "station.verify", code, before=before, after=today.isoformat())


def set_photo(code: str, content: bytes, *, by: str) -> None:
    """Give a position its photo. Raises `Refused` for what is no picture."""
    station = _station(code)
    before, station.photo = station.photo, keep_photo(content)
    station.changed = bump(STAMP)
    record(by, "station.set_photo", code, before=before, after=station.photo)


def _station(code: str) -> Station:
    station = session.scalar(select(Station).where(Station.code == code))
    if station is None:
        raise Refused(f"there is no position {code}", field="code")
    return station


def _check_hours(opening_hours: str | None) -> None:
    try:
        parse_hours(opening_hours or "")
    except HoursError as error:
        raise Refused(str(error), field="opening_hours") from None
    if not opening_hours:
        raise Refused("the changed hours must be given", field="opening_hours")


def _row(code: str, facts: Facts, surroundings: Ground, number: int, today: date) -> dict[str, Any]:
    """The columns of a position; its grid and organisation are those that it lies in."""
    values = asdict(facts)
    del values["services"]
    read = reading(facts.name)
    grid = surroundings.grids.region_of(Place(facts.lat, facts.lon))
    grid_id, organisation_id = surroundings.grid_ids[grid] if grid else (None, None)
    return values | {
        "code": code,
        "pinyin": facts.pinyin or read.pinyin,
        "initials": read.initials,
        "point": WKTElement(f"POINT({facts.lon!r} {facts.lat!r})", srid=4326),
        "grid_id": grid_id,
        "organisation_id": organisation_id,
        "in_service_from": facts.in_service_from or today,
        "changed": number,
    }


def _replace_offers(plan: Plan) -> None:
    """Write the services of new positions, and of those whose services change."""
    offered = {code: facts.services for code, facts in plan.new.items()}
    offered |= {one.code: one.facts.services for one in plan.changed if "services" in one.fields}
    if not offered:
        return
    ids, services = _ids(offered), service_ids()
    session.execute(delete(Offer).where(Offer.station_id.in_(ids.values())))
    rows = [
        {"station_id": ids[code], "service_id": services[service], "note": ""}
        for code, codes in offered.items()
        for service in codes
    ]
    if rows:
        session.execute(insert(Offer), rows)


def _ids(codes: Iterable[str]) -> dict[str, int]:
    rows = session.execute(select(Station.code, Station.id).where(Station.code.in_(list(codes))))
    return dict(rows.tuples().all())


def _told(changes: list[Change]) -> dict[str, dict[str, list[str | None]]]:
    """Each changed field before and after, as the record keeps it."""
    return {
        change.code: {name: [_plain(before), _plain(after)] for name, (before, after) in change.fields.items()}
        for change in changes
    }


def _plain(value: object) -> str | None:
    if isinstance(value, tuple):
        return ",".join(value)
    return None if value is None else str(value)
