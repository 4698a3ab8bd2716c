"""What is asked about people: who serves where, what is vacant, what one person did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.masking import is_phone, masked_identity, masked_phone, plain_phone
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.sealed import digests
from portal.organisation.models import Appointment, HandOverItem, Organisation, Person, Posting, PostingVisit
from portal.organisation.rules.identity import SHAPE, plain_identity
from portal.organisation.terms import OrganisationLevel, Post, PostingKind

RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An organisation without a secretary, and since when (None: it never had one here)."""

    code: str
    name: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A post or posting in a list: who, as what (a word), where, since when; `visits` of the last ninety days."""

    person_code: str
    person: str
    word: Post | PostingKind
    organisation_code: str
    organisation: str
    from_day: date
    visits: int | None = None


def person_in(code: str, scope: Scope) -> Person | None:
    """The person of that code, where he belongs to the scope or serves in it; else nothing."""
    here = within(scope, Organisation.path)
    serves = [
        select(table.person_id).join(table.organisation).where(here, table.until_day.is_(None))
        for table in (Appointment, Posting)
    ]
    found = select(Person).join(Person.organisation).where(Person.code == code)
    return session.scalar(found.where(or_(here, *(Person.id.in_(one) for one in serves))))


def people_named(scope: Scope, names: Collection[str]) -> Sequence[Person]:
    """The people of the scope who have one of these names."""
    found = select(Person).join(Person.organisation).where(within(scope, Organisation.path), Person.name.in_(names))
    return session.scalars(found.order_by(Person.code)).all()


def people_page(path: str, wanted: str, number: int) -> PageOf[Person]:
    """Page `number` of the people of a subtree who are still there, by pinyin, in two statements.

    What is wanted is part of a name, the beginning of its reading, or a whole telephone or identity number.
    """
    where = [within(path, Organisation.path), Person.left_on.is_(None)]
    if wanted:
        where.append(_found_by(wanted))
    total = session.scalar(select(func.count()).select_from(Person).join(Person.organisation).where(*where)) or 0
    rows = session.scalars(
        select(Person)
        .join(Person.organisation)
        .where(*where)
        .order_by(Person.pinyin, Person.code)
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    )
    return PageOf(rows.all(), number, total)


def masked_if_number(wanted: str) -> str:
    """A whole telephone or identity number that is looked for, masked; empty for other words."""
    if SHAPE.fullmatch(plain_identity(wanted)):
        return masked_identity(plain_identity(wanted))
    return masked_phone(plain_phone(wanted)) if is_phone(plain_phone(wanted)) else ""


def vacancies(scope: str | Scope) -> list[Vacancy]:
    """Open branches without a secretary, in the tree's order, in one statement."""
    secretary = Appointment.post == Post.SECRETARY
    held = select(Appointment.organisation_id).where(secretary, Appointment.until_day.is_(None))
    last = (
        select(func.max(Appointment.until_day))
        .where(secretary, Appointment.organisation_id == Organisation.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Organisation.code, Organisation.name, last)
        .where(
            Organisation.level == OrganisationLevel.BRANCH,
            within(scope, Organisation.path),
            Organisation.closed_on.is_(None),
            Organisation.id.notin_(held),
        )
        .order_by(Organisation.path)
    )
    return [Vacancy(*row) for row in rows]


def appointments_in(path: str) -> list[Held]:
    """Who holds which post in a subtree now, in the tree's order, in one statement."""
    rows = session.execute(
        select(Person.code, Person.name, Appointment.post, Organisation.code, Organisation.name, Appointment.from_day)
        .join(Appointment.person)
        .join(Appointment.organisation)
        .where(within(path, Organisation.path), Appointment.until_day.is_(None))
        .order_by(Organisation.path, Appointment.post, Person.pinyin)
    )
    return [Held(*row) for row in rows]


def postings_in(path: str, today: date) -> list[Held]:
    """Who is posted to which organisation of a subtree now, with his visits of ninety days, in one statement."""
    visits = (
        select(func.count())
        .where(PostingVisit.posting_id == Posting.id, PostingVisit.day > today - RECENT)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Person.code,
            Person.name,
            Posting.kind,
            Organisation.code,
            Organisation.name,
            Posting.from_day,
            visits,
        )
        .join(Posting.person)
        .join(Posting.organisation)
        .where(within(path, Organisation.path), Posting.until_day.is_(None))
        .order_by(Posting.kind, Organisation.path, Person.pinyin)
    )
    return [Held(*row) for row in rows]


def appointments_of(person: Person) -> Sequence[Appointment]:
    """All posts that a person held, the latest first, each with its organisation."""
    found = select(Appointment).join(Appointment.organisation).where(Appointment.person_id == person.id)
    return session.scalars(found.order_by(Appointment.from_day.desc(), Appointment.id.desc())).all()


def postings_of(person: Person) -> Sequence[Posting]:
    """All postings of a person, the latest first."""
    found = select(Posting).join(Posting.organisation).where(Posting.person_id == person.id)
    return session.scalars(found.order_by(Posting.from_day.desc(), Posting.id.desc())).all()


def visits_of(person: Person) -> Sequence[PostingVisit]:
    """The visits of a posted person, the latest first; twenty at most."""
    found = select(PostingVisit).join(PostingVisit.posting).where(Posting.person_id == person.id)
    return session.scalars(found.order_by(PostingVisit.day.desc(), PostingVisit.id.desc()).limit(20)).all()


def hand_over_of(person: Person) -> Sequence[HandOverItem]:
    """What somebody who left hands over: what is open first."""
    found = select(HandOverItem).where(HandOverItem.person_id == person.id)
    return session.scalars(found.order_by(HandOverItem.done_on.isnot(None), HandOverItem.id)).all()


def open_hand_overs(scope: Scope) -> Sequence[tuple[str, str, int]]:
    """Code and name of each person of the scope with things not handed over yet, and how many, in one statement."""
    found = select(Person.code, Person.name, func.count()).join(HandOverItem, HandOverItem.person_id == Person.id)
    rows = session.execute(
        found.join(Person.organisation)
        .where(within(scope, Organisation.path), HandOverItem.done_on.is_(None))
        .group_by(Person.code, Person.name)
        .order_by(Person.code)
    )
    return [(code, name, count) for code, name, count in rows]


def hand_over_item_in(code: str, scope: Scope) -> HandOverItem | None:
    """A thing to hand over by its code, where the person belongs to the scope."""
    found = select(HandOverItem).join(HandOverItem.person).join(Organisation, Person.organisation_id == Organisation.id)
    return session.scalar(found.where(HandOverItem.code == code, within(scope, Organisation.path)))


def appointment_in(code: str, scope: Scope) -> Appointment | None:
    """A post by its code, where the organisation is in the scope."""
    found = select(Appointment).join(Appointment.organisation)
    return session.scalar(found.where(Appointment.code == code, within(scope, Organisation.path)))


def posting_in(code: str, scope: Scope) -> Posting | None:
    """A posting by its code, where the organisation is in the scope."""
    found = select(Posting).join(Posting.organisation)
    return session.scalar(found.where(Posting.code == code, within(scope, Organisation.path)))


def _found_by(wanted: str) -> ColumnElement[bool]:
    """Numbers are sealed, so that only a whole one is found, by its digest."""
    phone, identity = plain_phone(wanted), plain_identity(wanted)
    found = [Person.name.contains(wanted, autoescape=True), Person.pinyin.startswith(wanted.lower(), autoescape=True)]
    if is_phone(phone):
        found.append(Person.phone_digest.in_(digests(phone)))
    if SHAPE.fullmatch(identity):
        found.append(Person.identity_digest.in_(digests(identity)))
    return or_(*found)
