"""What is done with people: entered, appointed, posted, visited, released; and what is shown of them, with a reason."""

import secrets
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import today as this_day
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.core.masking import is_phone, masked_identity, masked_phone, plain_phone
from portal.core.pinyin import reading
from portal.core.sealed import digest, digests
from portal.organisation.models import Appointment, HandOverItem, Organisation, Person, Posting, PostingVisit
from portal.organisation.rules.identity import birth_year_in, fault_of, plain_identity
from portal.organisation.terms import Education, HandOverKind, PeopleFault, Pool, Post, PostingKind, Way


def enter_person(
    organisation: Organisation,
    *,
    name: str,
    phone: str,
    education: Education,
    by: str,
    birth_year: int | None = None,
    identity: str = "",
) -> Person:
    """Somebody who serves in an organisation. A number that is somebody else's is refused: he is here already."""
    person = Person(
        code=f"P{secrets.token_hex(4)}",
        name=name.strip(),
        pinyin=reading(name.strip()).pinyin,
        organisation=organisation,
        birth_year=birth_year,
        education=education,
    )
    _set_phone(person, phone)
    _set_identity(person, identity)
    session.add(person)
    session.flush()
    record(by, "person.enter", person.code, name=person.name, organisation=organisation.code)
    return person


def correct_person(
    person: Person,
    *,
    name: str,
    phone: str,
    education: Education,
    birth_year: int | None,
    by: str,
    identity: str = "",
) -> None:
    """Correct what is known of somebody. An empty number leaves the one that is kept."""
    before = _told(person)
    person.name, person.pinyin = name.strip(), reading(name.strip()).pinyin
    person.education, person.birth_year = education, birth_year
    if phone:
        _set_phone(person, phone)
    _set_identity(person, identity or person.identity or "")
    record(by, "person.correct", person.code, before=before, after=_told(person))


def reveal_phone(person: Person, *, reason: str, by: str) -> str:
    """The whole number, for a reason that is kept in the record."""
    record(by, "person.reveal_phone", person.code, reason=reason)
    return person.phone or ""


def reveal_identity(person: Person, *, reason: str, by: str) -> str:
    """The whole identity number, for a reason that is kept in the record."""
    record(by, "person.reveal_identity", person.code, reason=reason)
    return person.identity or ""


def appoint(
    person: Person, organisation: Organisation, *, post: Post, pool: Pool, way: Way, day: date, by: str, today: date
) -> Appointment:
    """Give somebody a post. An organisation has one secretary at a time."""
    _check(person, day, today)
    # Two appointments to one organisation wait for each other.
    session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    now_held = session.scalars(
        select(Appointment).where(
            Appointment.organisation_id == organisation.id, Appointment.post == post, Appointment.until_day.is_(None)
        )
    ).all()
    if any(one.person_id == person.id for one in now_held):
        raise _refused(PeopleFault.ALREADY)
    if post is Post.SECRETARY and now_held:
        raise _refused(PeopleFault.OCCUPIED, "post")
    made = Appointment(
        code=secrets.token_hex(6),
        person=person,
        organisation=organisation,
        post=post,
        pool=pool,
        way=way,
        from_day=day,
        ended_because="",
    )
    session.add(made)
    told = {"post": post.value, "pool": pool.value, "way": way.value, "day": day.isoformat()}
    record(by, "person.appoint", person.code, organisation=organisation.code, **told)
    return made


def end_appointment(appointment: Appointment, *, day: date, reason: str, by: str, today: date) -> None:
    """Release somebody from a post, and say why."""
    _end(appointment, day, reason, today)
    told = {"post": appointment.post.value, "organisation": appointment.organisation.code, "day": day.isoformat()}
    record(by, "person.end_appointment", appointment.person.code, reason=reason, **told)


def send(
    person: Person, organisation: Organisation, *, kind: PostingKind, sent_by: str, day: date, by: str, today: date
) -> Posting:
    """Post somebody to an organisation; `sent_by` is the unit that sends him."""
    _check(person, day, today)
    same = select(Posting.id).where(
        Posting.person_id == person.id,
        Posting.organisation_id == organisation.id,
        Posting.kind == kind,
        Posting.until_day.is_(None),
    )
    if session.scalar(same) is not None:
        raise _refused(PeopleFault.ALREADY)
    made = Posting(
        code=secrets.token_hex(6),
        person=person,
        organisation=organisation,
        kind=kind,
        sent_by=sent_by.strip(),
        from_day=day,
        ended_because="",
    )
    session.add(made)
    record(by, "person.post", person.code, organisation=organisation.code, kind=kind.value, day=day.isoformat())
    return made


def end_posting(posting: Posting, *, day: date, reason: str, by: str, today: date) -> None:
    """Call somebody back, and say why."""
    _end(posting, day, reason, today)
    told = {"kind": posting.kind.value, "organisation": posting.organisation.code, "day": day.isoformat()}
    record(by, "person.end_posting", posting.person.code, reason=reason, **told)


def note_visit(posting: Posting, *, day: date, note: str, by: str, today: date) -> None:
    """Note a visit of a posted person to his organisation."""
    if posting.until_day and day > posting.until_day:
        raise _refused(PeopleFault.ENDED, "day")
    _check(posting.person, day, today)
    session.add(PostingVisit(posting=posting, day=day, note=note.strip(), noted_by=by))
    record(by, "person.visit", posting.person.code, organisation=posting.organisation.code, day=day.isoformat())


def let_go(person: Person, *, day: date, reason: str, by: str, today: date) -> None:
    """Somebody leaves: every post and posting of his ends with that day, and upper rooms end what they know of.

    What he had becomes a list of things to hand over, which is ticked off one by one.
    """
    _check(person, day, today)
    held = [
        *session.scalars(select(Appointment).where(Appointment.person_id == person.id, _is_open(Appointment))),
        *session.scalars(select(Posting).where(Posting.person_id == person.id, _is_open(Posting))),
    ]
    things = [_holding(one) for one in held]
    things += [thing for answer in tell("person.holds", person=person.id, today=today) for thing in answer]
    for one in held:
        _end(one, day, reason, today)
    for kind, what in things:
        _to_hand_over(person, kind, what)
    person.left_on = day
    tell("person.left", person=person.id, day=day, by=by)
    record(by, "person.let_go", person.code, reason=reason, day=day.isoformat(), ended=len(held))


def add_to_hand_over(person: Person, *, kind: HandOverKind, what: str, by: str) -> HandOverItem:
    """Something else that must be handed over: a telephone, keys, papers, an unfinished task."""
    if not person.left_on:
        raise _refused(PeopleFault.STAYS)
    made = _to_hand_over(person, kind, what.strip())
    record(by, "person.add_to_hand_over", person.code, kind=kind.value, what=made.what)
    return made


def hand_over(item: HandOverItem, *, taken_by: str, day: date, by: str, today: date) -> None:
    """Tick off a thing: who took it over, and when."""
    if item.done_on:
        raise _refused(PeopleFault.ENDED)
    if day > today:
        raise _refused(PeopleFault.FUTURE, "day")
    item.taken_by, item.done_on, item.ticked_by = taken_by.strip(), day, by
    told = {"kind": item.kind.value, "what": item.what, "taken_by": item.taken_by, "day": day.isoformat()}
    record(by, "person.hand_over", item.person.code, **told)


def _to_hand_over(person: Person, kind: HandOverKind, what: str) -> HandOverItem:
    made = HandOverItem(code=secrets.token_hex(6), person=person, kind=kind, what=what, taken_by="")
    session.add(made)
    return made


def _holding(held: Appointment | Posting) -> tuple[HandOverKind, str]:
    if isinstance(held, Appointment):
        return HandOverKind.POST, f"{held.post.zh} · {held.organisation.name}"
    return HandOverKind.POSTING, f"{held.kind.zh} · {held.organisation.name}"


def _set_phone(person: Person, written: str) -> None:
    number = plain_phone(written)
    if not number:
        return
    if not is_phone(number):
        raise _refused(PeopleFault.PHONE, "phone")
    with session.no_autoflush:
        other = session.scalar(select(Person).where(Person.phone_digest.in_(digests(number))))
    if other is not None and other is not person:
        raise _refused(PeopleFault.PHONE_TAKEN, "phone")
    person.phone, person.phone_digest = number, digest(number)


def _set_identity(person: Person, written: str) -> None:
    """Keep a number that is right and nobody else's; the year of birth that is not known is taken from it."""
    number = plain_identity(written)
    if not number:
        return
    if fault := fault_of(number, person.birth_year, this_day()):
        raise _refused(fault, "birth_year" if fault is PeopleFault.BIRTH_YEAR else "identity")
    with session.no_autoflush:
        other = session.scalar(select(Person).where(Person.identity_digest.in_(digests(number))))
    if other is not None and other is not person:
        raise _refused(PeopleFault.IDENTITY_TAKEN, "identity")
    person.identity, person.identity_digest = number, digest(number)
    person.birth_year = birth_year_in(number)


def _told(person: Person) -> dict[str, Any]:
    """What the record says of a person: no number that could be called."""
    return {
        "name": person.name,
        "phone": masked_phone(person.phone),
        "identity": masked_identity(person.identity),
        "education": person.education.value,
        "birth_year": person.birth_year,
    }


def _check(person: Person, day: date, today: date) -> None:
    if day > today:
        raise _refused(PeopleFault.FUTURE, "day")
    if person.left_on:
        raise _refused(PeopleFault.GONE)


def _end(held: Appointment | Posting, day: date, reason: str, today: date) -> None:
    if held.until_day:
        raise _refused(PeopleFault.ENDED)
    if day > today:
        raise _refused(PeopleFault.FUTURE, "day")
    if day < held.from_day:
        raise _refused(PeopleFault.BEFORE_START, "day")
    held.until_day, held.ended_because = day, reason


def _is_open(table: type[Appointment | Posting]) -> Any:
    return table.until_day.is_(None)


def _refused(fault: PeopleFault, field: str | None = None) -> Refused:
    return Refused(fault.label, field)
