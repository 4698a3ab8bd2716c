"""What is done with social organisations: entered, corrected, ended; stationed in communities."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.masking import is_phone, masked_phone, plain_phone
from portal.core.pinyin import reading
from portal.grid.models.social import SocialOrganisation, Stationing
from portal.grid.queries.social import is_stationed, members_of, social_named
from portal.grid.rules.social import fault_of_stationing
from portal.grid.terms.social import SocialFault, SocialKind
from portal.organisation.models import Organisation

TOLD = ("name", "volunteers", "about", "founded_on")


@dataclass(frozen=True, slots=True)
class SocialRow:
    """A row of the register as a workbook wants it: the columns' values; `id` None for a new one."""

    id: int | None
    values: dict[str, Any]
    umbrella: str | None = None


def enter_social(
    organisation: Organisation, umbrella: SocialOrganisation | None, *, by: str, today: date, **facts: Any
) -> SocialOrganisation:
    """A social organisation joins the register, kept by a street or a community. `facts` are those of
    `correct_social`."""
    social = SocialOrganisation(code=new_code(), organisation=organisation, entered_on=today)
    _set(social, umbrella, today, **facts)
    session.add(social)
    session.flush()
    record(by, "social.enter", social.code, after=_told(social), organisation=organisation.code)
    return social


def correct_social(
    social: SocialOrganisation, umbrella: SocialOrganisation | None, *, by: str, today: date, **facts: Any
) -> None:
    """Correct what is known of it: `name`, `kind`, `leader`, `leader_is_member`, `phone`, `volunteers`, `about`,
    `founded_on`. An empty number leaves the one that is kept."""
    _check(social)
    before = _told(social)
    _set(social, umbrella, today, **facts)
    session.flush()
    record(by, "social.correct", social.code, before=before, after=_told(social))


def end_social(social: SocialOrganisation, *, day: date, reason: str, by: str, today: date) -> None:
    """It is no more from that day on; where it is stationed ends with it. What it did stays."""
    _check(social)
    if day > today:
        raise Refused(SocialFault.FUTURE.label, "day")
    open_ones = Stationing.social_id == social.id, Stationing.until_day.is_(None)
    if session.scalar(select(Stationing.id).where(*open_ones, Stationing.from_day > day).limit(1)) is not None:
        raise Refused(SocialFault.ORDER.label, "day")
    session.execute(update(Stationing).where(*open_ones).values(until_day=day))
    social.ended_on = day
    record(by, "social.end", social.code, reason=reason, day=day.isoformat())


def begin_stationing(
    social: SocialOrganisation, organisation: Organisation, *, agreement: str, from_day: date, by: str, today: date
) -> Stationing:
    """It is stationed in the community of that committee from a day on."""
    _check(social)
    if fault := fault_of_stationing(from_day, None, today):
        raise Refused(fault.label, "from_day")
    if is_stationed(social, organisation):
        raise Refused(SocialFault.STATIONED.label, "community")
    made = Stationing(code=f"ST{secrets.token_hex(4)}", social=social, organisation=organisation, from_day=from_day)
    made.agreement = agreement.strip()
    session.add(made)
    session.flush()
    record(by, "social.station", made.code, social=social.code, organisation=organisation.code)
    return made


def end_stationing(stationing: Stationing, *, day: date, reason: str, by: str, today: date) -> None:
    """It is stationed there no longer; `day` is the last."""
    if stationing.until_day is not None:
        raise Refused(SocialFault.OVER.label)
    if fault := fault_of_stationing(stationing.from_day, day, today):
        raise Refused(fault.label, "day")
    stationing.until_day = day
    record(by, "social.end_stationing", stationing.code, reason=reason, day=day.isoformat())


def reveal_leader_phone(social: SocialOrganisation, *, reason: str, by: str) -> str:
    """The whole number of its leader, for a reason that is kept in the record."""
    record(by, "social.reveal_phone", social.code, reason=reason)
    return social.phone or ""


def take_in_socials(rows: Sequence[SocialRow], by: str, today: date) -> None:
    """Write what a workbook says, new ones and changes; umbrellas by their names, once all of them are there."""
    new = [{"code": new_code(), "entered_on": today} | row.values for row in rows if row.id is None]
    if new:
        session.execute(insert(SocialOrganisation), new, execution_options={"render_nulls": True})
    for row in rows:
        if row.id is not None and row.values:
            session.execute(
                update(SocialOrganisation).where(SocialOrganisation.id == row.id).values(**row.values),
                execution_options={"synchronize_session": False},
            )
    said = {row.values["name"]: row.umbrella for row in rows if row.umbrella is not None}
    known = {row.name: row for row in session.execute(select(SocialOrganisation.id, SocialOrganisation.name))}
    above = [
        {"id": known[name].id, "umbrella_id": known[umbrella].id if umbrella else None}
        for name, umbrella in said.items()
    ]
    if above:
        session.execute(update(SocialOrganisation), above)
    counts = {"new": len(new), "changed": len(rows) - len(new)}
    record(by, "social.take_in", "social-organisations", counts=counts)


def new_code() -> str:
    """A code for a social organisation."""
    return f"SO{secrets.token_hex(4)}"


def _set(
    social: SocialOrganisation,
    umbrella: SocialOrganisation | None,
    today: date,
    *,
    name: str,
    kind: SocialKind,
    phone: str,
    leader: str,
    about: str,
    founded_on: date | None,
    **more: Any,
) -> None:
    name, number = "".join(name.split()), plain_phone(phone)
    with session.no_autoflush:
        same = social_named(name)
    if same is not None and same is not social:
        raise Refused(SocialFault.NAME_TAKEN.label, "name")
    if kind is SocialKind.FEDERATION and umbrella is not None:
        raise Refused(SocialFault.UMBRELLA.label, "umbrella")
    if kind is not SocialKind.FEDERATION and social.id and members_of(social):
        raise Refused(SocialFault.HAS_MEMBERS.label, "kind")
    if number and not is_phone(number):
        raise Refused(SocialFault.PHONE.label, "phone")
    if founded_on and founded_on > today:
        raise Refused(SocialFault.FUTURE.label, "founded_on")
    read = reading(name)
    social.name, social.pinyin, social.initials, social.kind = name, read.pinyin, read.initials, kind
    social.umbrella, social.phone, social.founded_on = umbrella, number or social.phone, founded_on
    social.leader, social.about = "".join(leader.split()), about.strip()
    for field, value in more.items():
        setattr(social, field, value)


def _told(social: SocialOrganisation) -> dict[str, Any]:
    """What the record says of it: no number that could be called, and not whether somebody is a Party member."""
    facts = {name: str(getattr(social, name) or "") for name in TOLD}
    umbrella = social.umbrella.code if social.umbrella else None
    return facts | {"kind": social.kind.zh, "umbrella": umbrella, "phone": masked_phone(social.phone)}


def _check(social: SocialOrganisation) -> None:
    if social.ended_on is not None:
        raise Refused(SocialFault.ENDED.label)
