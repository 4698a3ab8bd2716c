"""Years of star management as they are looked for: how far each is, and what a step still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.star.models.quarters import StarQuarter
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.years import StarAppeal, StarAppraisal, StarRun, StarSignature, StarYear
from portal.star.queries.rulebook import issued_for, star_rules_of
from portal.star.queries.secretaries import LATEST_LAST
from portal.star.rules.filing import digest
from portal.star.rules.quarters import QUARTERS
from portal.star.rules.stars import may_be_rated
from portal.star.terms.scoring import QuarterState, YearStep
from portal.star.terms.stars import SecretaryKind
from portal.star.terms.years import AppealState, Lack

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Scoring:
    """A street that scores secretaries of a kind."""

    street: Organisation
    kind: SecretaryKind


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a step lacks: of whom or where, the first few names, and of how many."""

    lack: Lack
    who: str = ""
    count: int = 0

    @property
    def said(self) -> str:
        """In words: 还没有评定（3）张三、李四、王五."""
        return f"{self.lack.label}{f'（{self.count}）' if self.count else ''} {self.who}".strip()


@dataclass(frozen=True, slots=True)
class Standing:
    """A year in figures: who is to be rated, for whom there is a year-end score, a statement, a rating, a reading."""

    people: int
    scored: int
    stated: int
    rated: int
    read: int
    appeals: int
    waiting: int


def years_in(scope: Scope) -> Sequence[StarYear]:
    """The years that the scope's county has begun, the latest first; a street sees its county's."""
    found = select(StarYear).join(StarYear.organisation).where(_touches(scope)).options(_WHERE)
    return session.scalars(found.order_by(StarYear.year.desc(), StarYear.id)).all()


def published(today: date) -> Sequence[StarYear]:
    """The years whose results are published on that day."""
    now = (StarYear.public_from <= today, StarYear.public_until >= today)
    return session.scalars(select(StarYear).where(*now).options(_WHERE).order_by(StarYear.year.desc())).all()


def year_in(code: str, scope: Scope) -> StarYear | None:
    """The year of that code, where the scope lies within its county or holds it."""
    found = select(StarYear).join(StarYear.organisation).where(StarYear.code == code, _touches(scope))
    return session.scalar(found.options(_WHERE))


def year_for(where: Organisation, year: int) -> StarYear | None:
    """The year of the county that an organisation belongs to, where it was begun."""
    above = Organisation.path.in_(_prefixes(where.path))
    return session.scalar(select(StarYear).join(StarYear.organisation).where(StarYear.year == year, above))


def step_of(where: Organisation, year: int) -> YearStep | None:
    """The step that a year is in for an organisation; none where the portal does not walk it."""
    found = year_for(where, year)
    return found.step if found else None


def seen(year: StarYear, scope: Scope) -> Scope:
    """What of a year's county lies in the scope."""
    return Scope((year.organisation.path,)) if scope.covers(year.organisation.path) else scope


def scoring_of(year: StarYear, scope: Scope) -> list[Scoring]:
    """The streets of the scope that have secretaries in office, by kind, in two statements."""
    found = select(Organisation.path, Secretary.kind).join(Secretary.organisation)
    here = found.where(within(scope, Organisation.path), Secretary.left_on.is_(None)).distinct()
    held = {(_street_of(path, year.organisation.path), kind) for path, kind in session.execute(here)}
    streets = select(Organisation).where(Organisation.path.in_([path for path, _kind in held]))
    by_path = {one.path: one for one in session.scalars(streets)}
    return [Scoring(by_path[path], kind) for path, kind in sorted(held) if path in by_path]


def to_be_rated(year: StarYear, scope: Scope) -> list[Secretary]:
    """Who of a scope is to be rated: in office to the year's end, and served long enough, by code; two statements."""
    found = select(Secretary).join(Secretary.organisation).options(selectinload(Secretary.person))
    stayed = Secretary.left_on.is_(None) | (Secretary.left_on > date(year.year, 12, 31))
    here = found.where(within(scope, Organisation.path), stayed)
    book, day = star_rules_of(year.year), date(year.year + 1, 1, 1)
    return [one for one in session.scalars(here.order_by(Secretary.code)) if may_be_rated(one.term_from, day, book)]


def portion_of(year: StarYear, after: str, most: int) -> Sequence[Secretary]:
    """The next so many secretaries of a year's county who stayed to its end, by code, with their people."""
    found = select(Secretary).join(Secretary.organisation).options(selectinload(Secretary.person))
    stayed = Secretary.left_on.is_(None) | (Secretary.left_on > date(year.year, 12, 31))
    here = found.where(within(Scope((year.organisation.path,)), Organisation.path), stayed, Secretary.code > after)
    return session.scalars(here.order_by(Secretary.code).limit(most)).all()


def count_to_rate(year: StarYear) -> int:
    """How many there are of them."""
    stayed = Secretary.left_on.is_(None) | (Secretary.left_on > date(year.year, 12, 31))
    found = select(func.count(Secretary.id)).join(Secretary.organisation)
    here = found.where(within(Scope((year.organisation.path,)), Organisation.path), stayed)
    return session.scalar(here) or 0


def ratings_in(path: str, year: int) -> dict[str, StarRating]:
    """The ratings of a year that hold, by the secretary's code, of all below a path; in one statement."""
    found = select(Secretary.code, StarRating).join(StarRating.secretary).join(Secretary.organisation)
    here = found.where(within(Scope((path,)), Organisation.path), StarRating.year == year)
    return dict(session.execute(here.order_by(*LATEST_LAST)).tuples().all())


def results_of(year: StarYear, scope: Scope) -> list[tuple[str, StarRating]]:
    """The ratings of a year of all in the scope with their people, by town and code: as filed, where it was filed."""
    found = select(Secretary.code, StarRating).join(StarRating.secretary).join(Secretary.organisation)
    here = found.where(within(scope, Organisation.path), StarRating.year == year.year).options(_PERSON)
    of_year = here.where(StarRating.id.in_(year.filed)) if year.filed else here
    held = dict(session.execute(of_year.order_by(*LATEST_LAST)).tuples().all())
    return sorted(held.items(), key=lambda one: (one[1].secretary.town, one[0]))


def unread(secretary: Secretary) -> StarRating | None:
    """His latest rating of a year that the portal walks, where he has not read it."""
    found = select(StarRating).where(StarRating.secretary_id == secretary.id).order_by(*LATEST_LAST)
    latest = next(iter(reversed(session.scalars(found).all())), None)
    if latest is None or step_of(secretary.organisation, latest.year) is None:
        return None
    held = appraisal_of(secretary, latest.year)
    return None if held and held.acknowledged == latest.id else latest


def appraisals_of(people: Sequence[Secretary], year: int) -> dict[int, StarAppraisal]:
    """The year-end appraisals of these people, by their row."""
    found = select(StarAppraisal).where(StarAppraisal.year == year)
    of_people = found.where(StarAppraisal.secretary_id.in_([one.id for one in people]))
    return {one.secretary_id: one for one in session.scalars(of_people)}


def appraisals_in(rows: Sequence[int]) -> dict[tuple[int, int], StarAppraisal]:
    """The year-end appraisals of these people (by row), by person and year."""
    found = select(StarAppraisal).where(StarAppraisal.secretary_id.in_(rows))
    return {(one.secretary_id, one.year): one for one in session.scalars(found)}


def appraisal_of(secretary: Secretary, year: int) -> StarAppraisal | None:
    """A secretary's year-end appraisal."""
    this = (StarAppraisal.secretary_id == secretary.id, StarAppraisal.year == year)
    return session.scalar(select(StarAppraisal).where(*this))


def digest_of(path: str, year: int) -> str:
    """The stamp of the results that hold now, of all below a path."""
    return digest(ratings_in(path, year).items())


def filed_digest(year: StarYear) -> str:
    """The stamp of the results as they were filed, computed again from their rows."""
    found = select(Secretary.code, StarRating).join(StarRating.secretary).where(StarRating.id.in_(year.filed))
    return digest(session.execute(found).tuples().all())


def corrections_of(year: StarYear) -> Sequence[StarRating]:
    """Ratings of a filed year that came after its filing, the latest first."""
    found = select(StarRating).join(StarRating.secretary).join(Secretary.organisation)
    here = within(Scope((year.organisation.path,)), Organisation.path)
    later = found.where(here, StarRating.year == year.year, StarRating.id.not_in(year.filed))
    return session.scalars(later.order_by(StarRating.id.desc()).options(_PERSON)).all() if year.filed else []


def standing_of(year: StarYear, people: Sequence[Secretary], scope: Scope) -> Standing:
    """A year in figures, in four statements; `people` are those of the scope."""
    held, rated = appraisals_of(people, year.year), ratings_in(year.organisation.path, year.year)
    read = {one.acknowledged for one in held.values()}
    state = select(func.count(), func.count().filter(StarAppeal.state == AppealState.WAITING)).select_from(StarAppeal)
    of_year = state.join(StarAppeal.secretary).join(Secretary.organisation).where(StarAppeal.year == year.year)
    appeals, waiting = session.execute(of_year.where(within(scope, Organisation.path))).one()
    return Standing(
        people=len(people),
        scored=sum(one.score is not None for one in held.values()),
        stated=sum(one.stated_at is not None for one in held.values()),
        rated=sum(one.code in rated for one in people),
        read=sum(rated[one.code].id in read for one in people if one.code in rated),
        appeals=appeals,
        waiting=waiting,
    )


def run_of(year: StarYear) -> StarRun | None:
    """The latest rating of all of a year."""
    return session.scalar(select(StarRun).where(StarRun.year_id == year.id).order_by(StarRun.id.desc()).limit(1))


def lacking(year: StarYear, scope: Scope, today: date) -> list[Lacking]:
    """What the present step lacks in the scope before it can close."""
    found = {
        YearStep.INDICATORS: _lacking_indicators,
        YearStep.QUARTERS: _lacking_quarters,
        YearStep.APPRAISAL: _lacking_scores,
        YearStep.RATING: _lacking_ratings,
        YearStep.FILING: _lacking_signatures,
    }.get(year.step)
    return found(year, scope, today) if found else []


def unrated(year: StarYear, people: Sequence[Secretary]) -> list[Secretary]:
    """Who is to be rated and is not yet."""
    rated = ratings_in(year.organisation.path, year.year)
    return [one for one in people if one.code not in rated]


def _lacking_indicators(year: StarYear, scope: Scope, _today: date) -> list[Lacking]:
    issued = issued_for(year.year)
    told = [] if issued is not None and issued.year == year.year else [Lacking(Lack.RULES, str(year.year))]
    begun = quarters_of(year)
    missing = [one for one in scoring_of(year, scope) if (one.street.id, one.kind, 1) not in begun]
    return told + [Lacking(Lack.INDICATORS, f"{one.street.name} {one.kind.label}") for one in missing]


def _lacking_quarters(year: StarYear, scope: Scope, _today: date) -> list[Lacking]:
    held = quarters_of(year)
    wanted = [(one, number) for one in scoring_of(year, scope) for number in QUARTERS]
    open_ones = [
        (one, number) for one, number in wanted if held.get((one.street.id, one.kind, number)) != QuarterState.CLOSED
    ]
    return [Lacking(Lack.QUARTER, f"{one.street.name} {one.kind.label} {number}") for one, number in open_ones]


def _lacking_scores(year: StarYear, scope: Scope, _today: date) -> list[Lacking]:
    people = to_be_rated(year, scope)
    held = appraisals_of(people, year.year)
    return _names(Lack.APPRAISAL, [one for one in people if one.id not in held or held[one.id].score is None])


def _lacking_ratings(year: StarYear, scope: Scope, today: date) -> list[Lacking]:
    people = to_be_rated(year, scope)
    told = _names(Lack.RATING, unrated(year, people))
    if year.public_until is None or today <= year.public_until:
        told.append(Lacking(Lack.PUBLICITY, year.public_until.isoformat() if year.public_until else ""))
    waiting = standing_of(year, people, scope).waiting
    return told + ([Lacking(Lack.APPEALS, count=waiting)] if waiting else [])


def _lacking_signatures(year: StarYear, scope: Scope, _today: date) -> list[Lacking]:
    told = [] if year.fairness else [Lacking(Lack.FAIRNESS)]
    return told + [Lacking(Lack.SIGNATURE, one.name) for one in unsigned(year) if scope.covers(one.path)]


def signers(year: StarYear) -> list[Organisation]:
    """Who signs: each street that scores, then the county."""
    streets = {one.street.id: one.street for one in scoring_of(year, Scope((year.organisation.path,)))}
    return list((streets | {year.organisation_id: year.organisation}).values())


def stamps_of(year: StarYear) -> dict[int, str]:
    """The stamp of the results as they are now of each who signs, by its row; in three statements."""
    found = select(Secretary.code, StarRating, Organisation.path).join(StarRating.secretary)
    here = within(Scope((year.organisation.path,)), Organisation.path)
    of_year = found.join(Secretary.organisation).where(here, StarRating.year == year.year).order_by(*LATEST_LAST)
    held = {code: (rating, path) for code, rating, path in session.execute(of_year)}
    return {
        one.id: digest((code, rating) for code, (rating, path) in held.items() if path.startswith(one.path))
        for one in signers(year)
    }


def unsigned(year: StarYear) -> list[Organisation]:
    """Who has not signed the results as they are now."""
    signed, stamps = {one.organisation_id: one.digest for one in year.signatures}, stamps_of(year)
    return [one for one in signers(year) if signed.get(one.id) != stamps[one.id]]


def signature_of(year: StarYear, where: Organisation) -> StarSignature | None:
    """An organisation's signature, of whatever results."""
    return next((one for one in year.signatures if one.organisation_id == where.id), None)


def _names(lack: Lack, people: Sequence[Secretary]) -> list[Lacking]:
    if not people:
        return []
    return [Lacking(lack, "、".join(one.person.name for one in people[:SHOWN]), len(people))]


def quarters_of(year: StarYear) -> dict[tuple[int, SecretaryKind, int], QuarterState]:
    """The state of each quarter of the year by street, kind and number."""
    found = select(StarQuarter).join(StarQuarter.organisation).where(StarQuarter.year == year.year)
    here = found.where(within(Scope((year.organisation.path,)), Organisation.path))
    return {(one.organisation_id, one.kind, one.quarter): one.state for one in session.scalars(here)}


def _street_of(path: str, county: str) -> str:
    """The path of the street that an organisation belongs to; of the county itself its own."""
    below = path.removeprefix(county)
    return county + (below.split("/")[0] + "/" if below else "")


def _prefixes(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[: at + 1]) + "/" for at in range(len(parts))]


def _touches(scope: Scope) -> ColumnElement[bool]:
    """Organisations of the scope, and those above it."""
    above = [prefix for path in scope for prefix in _prefixes(path)]
    return within(scope, Organisation.path) | Organisation.path.in_(above)


_WHERE = selectinload(StarYear.organisation)
_PERSON = selectinload(StarRating.secretary).selectinload(Secretary.person)
