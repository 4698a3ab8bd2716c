"""Secretaries as they are looked for, and the record of one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import selectinload

from portal.account.models import Account, AccountHolder
from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from portal.star.models.secretaries import Secretary, StarEvidence, StarRating
from portal.star.rules.stars import Evidence
from portal.star.terms.stars import EvidenceKind, EvidenceState, Grade, SecretaryKind

LOW = (Education.SENIOR_MIDDLE, Education.JUNIOR_COLLEGE)
PORTION = 500
# In this order a later rating, and a correction, stands after what it takes the place of.
LATEST_LAST = (StarRating.year, StarRating.is_initial.desc(), StarRating.version)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list; empty texts narrow nothing. `gone` None takes those in office and those who left.

    `stars`, `grade` and `moved` (up 1, down −1) are of the rating of `year`, or of the latest one.
    """

    kind: SecretaryKind | None = None
    town: str = ""
    q: str = ""
    gone: bool | None = False
    year: int | None = None
    stars: int | None = None
    grade: Grade | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A secretary with his latest rating; none where he has not been rated yet."""

    secretary: Secretary
    rating: StarRating | None


@dataclass(frozen=True, slots=True)
class EducationFigures:
    """How many there are of a kind, how many were sent from institutions, and of the others how many hold a junior
    college diploma or less, who can still raise it (J8, R11)."""

    people: int
    dispatched: int
    low: int

    @property
    def share(self) -> int:
        """Hundredths of a percent of those who were not sent."""
        others = self.people - self.dispatched
        return self.low * 10_000 // others if others else 0


def secretaries(scope: Scope, wanted: Wanted) -> Select[Secretary]:
    """The secretaries that the scope's organisations score, as they are narrowed."""
    found = select(Secretary).join(Secretary.organisation).join(Secretary.person)
    told = [within(scope, Organisation.path)]
    if wanted.gone is not None:
        told.append(Secretary.left_on.is_not(None) if wanted.gone else Secretary.left_on.is_(None))
    if _asks_for_ratings(wanted):
        found = found.join(StarRating, StarRating.id == _rating_of(wanted.year))
        told += _of_rating(wanted)
    if wanted.kind:
        told.append(Secretary.kind == wanted.kind)
    if wanted.town:
        told.append(Secretary.town == wanted.town)
    if wanted.q:
        like = Person.name.contains(wanted.q, autoescape=True) | Secretary.place.contains(wanted.q, autoescape=True)
        told.append(like | (Secretary.code == wanted.q.upper()))
    return found.where(*told)


def _asks_for_ratings(wanted: Wanted) -> bool:
    return any(one is not None for one in (wanted.year, wanted.stars, wanted.grade)) or wanted.moved != 0


def _of_rating(wanted: Wanted) -> list[ColumnElement[bool]]:
    told: list[ColumnElement[bool]] = []
    if wanted.stars is not None:
        told.append(StarRating.stars == wanted.stars)
    if wanted.grade is not None:
        told.append(StarRating.grade == wanted.grade)
    if wanted.moved:
        gained = (StarRating.stars - StarRating.before) * wanted.moved
        told += [StarRating.is_initial.is_(False), gained > 0]
    return told


def _rating_of(year: int | None) -> ScalarSelect[int]:
    """The row of the rating that holds, of a year or of the latest."""
    held = select(StarRating.id).where(StarRating.secretary_id == Secretary.id)
    of_year = held if year is None else held.where(StarRating.year == year)
    latest_first = (StarRating.year.desc(), StarRating.is_initial, StarRating.version.desc())
    return of_year.order_by(*latest_first).limit(1).correlate(Secretary).scalar_subquery()


def secretaries_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[Standing]:
    """A page of them by town and place, each with his latest rating; in four statements."""
    found = secretaries(scope, wanted)
    page = found.order_by(Secretary.kind.desc(), Secretary.town, Secretary.place, Secretary.id)
    rows = session.scalars(
        page.options(selectinload(Secretary.person)).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    ).all()
    latest = latest_ratings([row.id for row in rows])
    return PageOf([Standing(row, latest.get(row.id)) for row in rows], number, count_of(found))


def all_of(scope: Scope, wanted: Wanted) -> Iterator[Standing]:
    """All of them, by code, in portions."""
    last, found = "", secretaries(scope, wanted).options(selectinload(Secretary.person)).order_by(Secretary.code)
    while rows := session.scalars(found.where(Secretary.code > last).limit(PORTION)).all():
        latest = latest_ratings([row.id for row in rows])
        yield from (Standing(row, latest.get(row.id)) for row in rows)
        last = rows[-1].code


def in_office(scope: Scope) -> Sequence[Secretary]:
    """Everybody in office in the scope, with his person; in two statements."""
    return session.scalars(secretaries(scope, Wanted()).options(selectinload(Secretary.person))).all()


def honours_of(scope: Scope) -> set[tuple[int, date, str]]:
    """The honours on file in the scope: whose (by row), of which day, what."""
    found = select(StarEvidence.secretary_id, StarEvidence.day, StarEvidence.title).join(StarEvidence.secretary)
    here = found.join(Secretary.organisation).where(within(scope, Organisation.path))
    kept = here.where(StarEvidence.kind == EvidenceKind.HONOUR, StarEvidence.state != EvidenceState.REFUSED)
    return {(who, day, title) for who, day, title in session.execute(kept)}


def count_of(found: Select[Secretary]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(Secretary.id).subquery())) or 0


def latest_ratings(secretaries_: Sequence[int]) -> dict[int, StarRating]:
    """The latest rating of each of these secretaries (by row), in one statement."""
    found = select(StarRating).where(StarRating.secretary_id.in_(secretaries_))
    return {one.secretary_id: one for one in session.scalars(found.order_by(*LATEST_LAST))}


def towns(scope: Scope) -> list[str]:
    """The towns that the scope's secretaries are ranked in."""
    found = select(Secretary.town).join(Secretary.organisation).where(within(scope, Organisation.path))
    return list(session.scalars(found.distinct().order_by(Secretary.town)))


def secretary_in(code: str, scope: Scope) -> Secretary | None:
    """The secretary of that code, where his organisation is in the scope."""
    found = select(Secretary).join(Secretary.organisation)
    return session.scalar(found.where(Secretary.code == code, within(scope, Organisation.path)))


def own_secretary(username: str) -> Secretary | None:
    """The secretary who signs in under that name, in his present term."""
    found = select(Secretary).join(AccountHolder, AccountHolder.person_id == Secretary.person_id)
    own = found.join(AccountHolder.account).where(Account.username == username, Secretary.left_on.is_(None))
    return session.scalar(own.order_by(Secretary.term_from.desc()).limit(1))


def ratings_of(secretary: Secretary) -> list[StarRating]:
    """The ratings that hold, the first one first: of each year the highest version."""
    found = select(StarRating).where(StarRating.secretary_id == secretary.id)
    ordered = found.order_by(*LATEST_LAST)
    return list({(one.year, one.is_initial): one for one in session.scalars(ordered)}.values())


def earlier_versions(secretary: Secretary, holding: Sequence[StarRating]) -> Sequence[StarRating]:
    """Ratings that were corrected later, the latest first; `holding` are those that hold."""
    found = select(StarRating).where(StarRating.secretary_id == secretary.id)
    corrected = found.where(StarRating.id.not_in([one.id for one in holding]))
    return session.scalars(corrected.order_by(StarRating.id.desc())).all()


def evidence_of(secretary: Secretary) -> Sequence[StarEvidence]:
    """All evidence on a secretary, the latest first."""
    found = select(StarEvidence).where(StarEvidence.secretary_id == secretary.id)
    return session.scalars(found.order_by(StarEvidence.day.desc(), StarEvidence.id.desc())).all()


def approved_of(secretary: Secretary, year: int) -> list[Evidence]:
    """What the engine reads of a year: approved evidence as values."""
    return approved_in([secretary.id], year).get(secretary.id, [])


def approved_in(secretaries_: Sequence[int], year: int) -> dict[int, list[Evidence]]:
    """The approved evidence of a year on each of these secretaries (by row), in one statement."""
    this = and_(StarEvidence.year == year, StarEvidence.state == EvidenceState.APPROVED)
    found = select(StarEvidence).where(StarEvidence.secretary_id.in_(secretaries_), this).order_by(StarEvidence.id)
    told: dict[int, list[Evidence]] = {}
    for one in session.scalars(found):
        told.setdefault(one.secretary_id, []).append(_evidence(one))
    return told


def _evidence(row: StarEvidence) -> Evidence:
    return Evidence(
        code=row.code,
        kind=row.kind,
        day=row.day,
        level=row.level,
        deed=row.deed,
        growth=row.growth,
        negative=row.negative,
        fact=row.deed if row.kind is EvidenceKind.NEGATIVE else "",
    )


def evidence_in(code: str, scope: Scope) -> StarEvidence | None:
    """The evidence of that code, where its secretary's organisation is in the scope."""
    found = select(StarEvidence).join(StarEvidence.secretary).join(Secretary.organisation)
    return session.scalar(found.where(StarEvidence.code == code, within(scope, Organisation.path)))


def own_evidence(code: str, username: str) -> StarEvidence | None:
    """The evidence of that code, where it is on the secretary who signs in under that name."""
    own = own_secretary(username)
    if own is None:
        return None
    this = (StarEvidence.code == code, StarEvidence.secretary_id == own.id)
    return session.scalar(select(StarEvidence).where(*this))


def waiting(scope: Scope, state: EvidenceState) -> tuple[int, date | None]:
    """How much evidence is in that state, and until when the first is due."""
    told = select(func.count(StarEvidence.id), func.min(StarEvidence.due_on)).join(StarEvidence.secretary)
    of_scope = told.join(Secretary.organisation).where(within(scope, Organisation.path), StarEvidence.state == state)
    count, due = session.execute(of_scope).one()
    return int(count), due


def waiting_page(scope: Scope, number: int) -> PageOf[StarEvidence]:
    """A page of the evidence that nobody has decided on, the oldest first; in four statements."""
    found = select(StarEvidence).join(StarEvidence.secretary).join(Secretary.organisation)
    open_ones = found.where(
        within(scope, Organisation.path),
        StarEvidence.state.not_in((EvidenceState.APPROVED, EvidenceState.REFUSED)),
    )
    total = session.scalar(select(func.count()).select_from(open_ones.with_only_columns(StarEvidence.id).subquery()))
    page = open_ones.order_by(StarEvidence.filed_at, StarEvidence.id)
    whole = page.options(selectinload(StarEvidence.secretary).selectinload(Secretary.person))
    rows = session.scalars(whole.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total or 0)


def education_figures(scope: Scope, kind: SecretaryKind) -> EducationFigures:
    """The education of those in office, counted in one statement."""
    low = Person.education.in_(LOW) & Secretary.dispatched.is_(False)
    told = select(
        func.count(Secretary.id),
        func.count(Secretary.id).filter(Secretary.dispatched.is_(True)),
        func.count(Secretary.id).filter(low),
    )
    here = told.join(Secretary.organisation).join(Secretary.person)
    row = session.execute(
        here.where(within(scope, Organisation.path), Secretary.kind == kind, Secretary.left_on.is_(None))
    ).one()
    return EducationFigures(*map(int, row))


def stars_spread(scope: Scope, kind: SecretaryKind) -> dict[int, int]:
    """How many of those in office have how many stars, by their latest rating; in one statement that reads two numbers
    of a rating, not its reasons."""
    found = secretaries(scope, Wanted(kind)).join(StarRating, StarRating.secretary_id == Secretary.id)
    told = found.with_only_columns(Secretary.id, StarRating.stars).order_by(*LATEST_LAST)
    latest = dict(session.execute(told).tuples().all())
    return dict(sorted(Counter(latest.values()).items()))
