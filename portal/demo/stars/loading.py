"""Writing the demo county's secretaries and their stars, a statement or two for each table."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.pinyin import reading
from portal.demo.county import SEED, DemoCounty
from portal.demo.people import MARK
from portal.demo.stars.making import EvidencePlan, SecretaryPlan, YearPlan, make_secretaries
from portal.demo.stars.years import load_years
from portal.demo.words import STREET_CODE
from portal.demo.writing import Ids, ids_of, write_all
from portal.organisation.models import Organisation, Person, Posting
from portal.organisation.terms import PostingKind
from portal.star.models.secretaries import Secretary, StarEvidence, StarRating
from portal.star.queries.rulebook import defaults
from portal.star.rules.stars import kept
from portal.star.terms.stars import EvidenceKind, EvidenceState, SecretaryKind

SEED_OF_STARS = SEED + 80


def load_stars(county: DemoCounty, organisations: Ids, today: date) -> None:
    """Write who is rated, on what evidence, with what result; community secretaries are the dispatched ones."""
    names = {plan.code: plan.name for plan in county.ground.communities}
    posted = select(Person.code, Organisation.code).join(Posting.person).join(Posting.organisation)
    found = session.execute(posted.where(Posting.kind == PostingKind.SECRETARY).order_by(Person.code)).all()
    communities = [(person, names[code]) for person, code in found]
    where = {person: organisations[code] for person, code in found}
    plans = make_secretaries(communities, Random(SEED_OF_STARS), defaults(), today)
    street = organisations[STREET_CODE]
    write_all(Person, [_person(plan, street) for plan in plans if plan.kind is SecretaryKind.VILLAGE])
    people = ids_of(Person.code, Person.id)
    write_all(Secretary, [_secretary(plan, people, where.get(plan.person, street)) for plan in plans])
    ids = ids_of(Secretary.code, Secretary.id)
    write_all(StarEvidence, [_evidence(ids[plan.code], one, today) for plan in plans for one in plan.evidence])
    write_all(StarRating, [_rating(ids[plan.code], one, at) for plan in plans for at, one in enumerate(plan.years)])
    load_years(plans, organisations, ids, Random(SEED_OF_STARS + 1), today)


def _person(plan: SecretaryPlan, street: int) -> dict[str, Any]:
    pinyin = reading(plan.name.removesuffix(MARK)).pinyin
    known = {"code": plan.person, "name": plan.name, "pinyin": pinyin, "organisation_id": street}
    return known | {"birth_year": None, "education": plan.education}


def _secretary(plan: SecretaryPlan, people: Ids, where: int) -> dict[str, Any]:
    names = ("code", "kind", "town", "place", "both", "dispatched", "term_from", "prior_months")
    known = {name: getattr(plan, name) for name in names}
    return known | {"person_id": people[plan.person], "organisation_id": where, "entered_by": "county"}


def _evidence(secretary: int, plan: EvidencePlan, today: date) -> dict[str, Any]:
    one, done = plan.evidence, plan.state is EvidenceState.APPROVED
    filed, heard = one.day + timedelta(days=2), plan.state is EvidenceState.HEARD
    stated = done and one.kind is EvidenceKind.NEGATIVE
    return {
        "code": one.code,
        "secretary_id": secretary,
        "year": one.day.year,
        "kind": one.kind,
        "day": one.day,
        "title": plan.title,
        "level": one.level,
        "deed": "",
        "growth": one.growth,
        "negative": one.negative,
        "state": plan.state,
        "due_on": today + timedelta(days=4) if heard else None,
        "filed_by": "street",
        "filed_at": _moment(filed),
        "checked_by": None if plan.state is EvidenceState.FILED else "street-secretary",
        "statement": "情况属实，已经整改。" if stated else None,
        "stated_at": _moment(filed + timedelta(days=3)) if stated else None,
        "decided_by": "county" if done else None,
        "decided_at": _moment(filed + timedelta(days=9)) if done else None,
        "reason": "",
    }


def _rating(secretary: int, plan: YearPlan, at: int) -> dict[str, Any]:
    inputs, rating = plan.inputs, plan.outcome.rating
    return {
        "secretary_id": secretary,
        "year": inputs.year,
        "is_initial": at == 0,
        "version": 1,
        "before": rating.before,
        "stars": rating.stars,
        "grade": plan.outcome.grade,
        "score": plan.outcome.score,
        "quarters": list(inputs.quarters),
        "year_end": inputs.year_end,
        "rigid_failed": inputs.rigid_failed,
        "one_off_fen": 0,
        "reasons": [kept(one) for one in rating.reasons],
        "clamped": rating.clamped,
        "rated_by": "county",
        "rated_at": _moment(date(inputs.year + 1, 1, 20)),
        "why": "",
    }


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), LOCAL)
