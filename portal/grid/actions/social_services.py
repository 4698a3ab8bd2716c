"""What is done with services of social organisations: planned or noted as done, corrected, done, cancelled."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from portal.audit.actions import record
from portal.core.clock import now
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.grid.models.ground import Grid
from portal.grid.models.social import SocialOrganisation, SocialService
from portal.grid.rules import social as rules
from portal.grid.terms.social import Party, ServiceState, SocialFault
from portal.organisation.models import Organisation

TEXTS = ("title", "place", "note")
NUMBERS = ("minutes", "participants", "beneficiaries")


def enter_service(
    social: SocialOrganisation,
    organisation: Organisation,
    grid: Grid | None,
    *,
    state: ServiceState,
    by: str,
    now: datetime,
    today: date,
    photo: bytes = b"",
    **facts: Any,
) -> SocialService:
    """A service in the community of that committee, planned or done. `facts` are those of `correct_service`."""
    if social.ended_on is not None and facts["day"] > social.ended_on:
        raise Refused(SocialFault.ENDED.label, "social")
    if grid is not None and grid.community.organisation_id != organisation.id:
        raise Refused(SocialFault.GRID.label, "grid")
    service = SocialService(code=new_code(), entered_by=by, entered_at=now)
    _set(service, state, today, **facts)
    service.photo_key = keep_photo(photo) if photo else None
    service.social, service.organisation, service.grid = social, organisation, grid
    session.add(service)
    session.flush()
    where = {"social": social.code, "organisation": organisation.code}
    record(by, "social_service.enter", service.code, after=_told(service), **where)
    return service


def correct_service(service: SocialService, *, by: str, today: date, photo: bytes = b"", **facts: Any) -> None:
    """Correct what is known of it: `day`, `field`, `title`, `place`, `minutes`, `participants`, `beneficiaries`,
    `parties`, `note`."""
    _hold(service, ServiceState.PLANNED, ServiceState.DONE)
    before = _told(service)
    _set(service, service.state, today, **facts)
    service.photo_key = keep_photo(photo) if photo else service.photo_key
    session.flush()
    record(by, "social_service.correct", service.code, before=before, after=_told(service))


def finish_service(service: SocialService, *, by: str, today: date, photo: bytes = b"", **facts: Any) -> None:
    """What was planned has taken place; `facts` say on which day, how long, with how many people and parties."""
    _hold(service, ServiceState.PLANNED)
    _set(service, ServiceState.DONE, today, **facts)
    service.photo_key = keep_photo(photo) if photo else service.photo_key
    session.flush()
    record(by, "social_service.finish", service.code, after=_told(service))


def cancel_service(service: SocialService, *, reason: str, by: str) -> None:
    """It does not take place, or was entered by mistake: it is counted no more and stays readable."""
    _hold(service, ServiceState.PLANNED, ServiceState.DONE)
    before, service.state = service.state, ServiceState.CANCELLED
    record(by, "social_service.cancel", service.code, reason=reason, before=before.value)


def take_in_services(rows: Sequence[dict[str, Any]], by: str, today: date) -> None:
    """Write what a workbook says, all of it."""
    entered = {"entered_by": by, "entered_at": now()}
    made = [{"code": new_code()} | entered | row for row in rows]
    if made:
        session.execute(insert(SocialService), made, execution_options={"render_nulls": True})
    record(by, "social_service.take_in", today.isoformat(), services=len(made))


def new_code() -> str:
    """A code for a service."""
    return f"SS{secrets.token_hex(5)}"


def _set(service: SocialService, state: ServiceState, today: date, *, parties: Sequence[Party], **facts: Any) -> None:
    """Check all of it before any of it is set: what is refused leaves the row as it was."""
    told = {name: value.strip() if name in TEXTS else value for name, value in facts.items()}
    if fault := rules.fault_of_day(state, told["day"], today):
        raise Refused(fault.label, "day")
    if fault := rules.fault_of_numbers(state, told["minutes"], told["participants"]):
        raise Refused(fault.label, "participants" if told["minutes"] else "hours")
    if field := rules.personal_field({name: told[name] for name in TEXTS if name in told}):
        raise Refused(SocialFault.PERSONAL.label, field)
    for name, value in told.items():
        setattr(service, name, value)
    service.state, service.parties = state, rules.parties_kept(parties)
    service.party_types = len(service.parties)


def _told(service: SocialService) -> dict[str, Any]:
    numbers = {name: getattr(service, name) for name in NUMBERS}
    told = {"day": service.day.isoformat(), "title": service.title, "parties": service.parties}
    return numbers | told | {"state": service.state.value}


def _hold(service: SocialService, *states: ServiceState) -> None:
    """Let nobody else move it meanwhile; it must be in one of these states."""
    session.refresh(service, with_for_update={"of": SocialService})
    if service.state not in states:
        raise Refused(SocialFault.STATE.label)
