"""The facts of positions: brought in by a file, corrected one by one, handed over when organisations merge."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from geoalchemy2 import WKTElement
from sqlalchemy import delete, insert, select, update

from geo.place import Place
from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.masking import is_phone, plain_phone
from portal.core.pinyin import reading
from portal.core.stamps import bump
from portal.station.actions.stamp import STAMP
from portal.station.models import Offer, Station
from portal.station.queries.facts import Ground, facts_of, ground, service_ids
from portal.station.rules import HoursError, parse_hours
from portal.station.terms import Change, Facts, Plan, StationRefusal


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


def correct(code: str, *, by: str, today: date, **corrected: Any) -> None:
    """Put some of a position's facts right, by the names of `Facts`; what is as it was leaves no trace.

    Raises `Refused` for hours that cannot be read, a wrong number, an unknown service, a place outside the county.
    """
    before = facts_of(code)
    if before is None:
        raise Refused(StationRefusal.CODE.label)
    after = replace(before, **corrected)
    fields = {name: (was, getattr(after, name)) for name, was in asdict(before).items() if was != getattr(after, name)}
    if not fields:
        return
    surroundings = ground()
    _check(after, fields, surroundings)
    values = _row(code, after, surroundings, bump(STAMP), today)
    session.execute(update(Station).where(Station.code == code).values(values))
    session.expire_all()
    change = Change(code, after, fields)
    _replace_offers(Plan({}, [change], 0, []))
    record(by, "station.correct", code, changed=_told([change])[code])


def hand_over_stations(*, gone: int, into: int) -> None:
    """An organisation was merged into another, which answers for its positions from now on."""
    theirs = update(Station).where(Station.organisation_id == gone).values(organisation_id=into, changed=bump(STAMP))
    count = session.execute(theirs).rowcount  # type: ignore[attr-defined]
    record("portal", "station.hand_over", str(into), stations=count)


def _check(facts: Facts, fields: Iterable[str], surroundings: Ground) -> None:
    if "phone" in fields and facts.phone and not is_phone(plain_phone(facts.phone)):
        raise Refused(StationRefusal.PHONE.label, "phone")
    if {"lat", "lon"} & set(fields) and surroundings.grids.region_of(Place(facts.lat, facts.lon)) is None:
        raise Refused(StationRefusal.OUTSIDE.label, "lat")
    if set(facts.services) - set(service_ids()):
        raise Refused(StationRefusal.SERVICE.label, "services")
    try:
        parse_hours(facts.opening_hours or "")
    except HoursError:
        raise Refused(StationRefusal.HOURS.label, "opening_hours") from None


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
