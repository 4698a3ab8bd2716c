"""The year's six steps (R4): begun, closed one by one when nothing is missing, published, signed, filed (R12)."""

from datetime import datetime

from portal.audit.actions import record
from portal.calendar.queries import deadlines
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Organisation
from portal.star.models.years import StarSignature, StarYear, StarYearStep
from portal.star.queries import years as queries
from portal.star.queries.rulebook import star_rules_of
from portal.star.rules.steps import after
from portal.star.terms.scoring import YearStep
from portal.star.terms.stars import StarFault
from portal.star.terms.years import Lack, YearFault


def begin_year(where: Organisation, *, year: int, by: str, now: datetime) -> StarYear:
    """Begin a county's year, with its first step."""
    if year > now.astimezone(LOCAL).year + 1:
        raise Refused(StarFault.YEAR.label, "year")
    if queries.year_for(where, year) is not None:
        raise Refused(YearFault.EXISTS.label, "year")
    made = StarYear(code=f"{where.code}-{year}", organisation=where, year=year, step=YearStep.INDICATORS)
    made.opened_by, made.opened_at, made.filed = by, now, []
    session.add(made)
    session.flush()
    record(by, "star.begin_year", made.code)
    return made


def close_step(year: StarYear, *, note: str = "", by: str, now: datetime) -> None:
    """Close the present step and go on to the next. Refuses while something is missing, and says what."""
    _hold(year)
    if year.step in (YearStep.FILING, YearStep.FILED):
        raise Refused(YearFault.STEP.label)
    if year.step is YearStep.TRAINING and not note.strip():
        raise Refused(Lack.TRAINING.label, "note")
    _check(year, now)
    step = year.step
    _close(year, note, by, now)
    record(by, "star.close_step", year.code, step=step.value)


def publish_results(year: StarYear, *, by: str, now: datetime) -> None:
    """Begin the publicity period (公示), once everybody is rated: so many working days from today."""
    _hold(year)
    if year.step is not YearStep.RATING or year.public_from is not None:
        raise Refused(YearFault.STEP.label)
    if left := queries.unrated(year, queries.to_be_rated(year, Scope((year.organisation.path,)))):
        names = "、".join(one.person.name for one in left[: queries.SHOWN])
        raise Refused(f"{Lack.RATING.label}（{len(left)}）：{names}")
    day = now.astimezone(LOCAL).date()
    year.public_from = day
    year.public_until = deadlines(day, day, star_rules_of(year.year).publicity_days)(day)
    record(by, "star.publish_results", year.code, until=year.public_until.isoformat())


def note_fairness(year: StarYear, *, note: str, by: str, now: datetime) -> None:  # noqa: ARG001
    """Note what the fairness check showed and what was done about it, before the year is filed."""
    _hold(year)
    if year.step is not YearStep.FILING:
        raise Refused(YearFault.STEP.label)
    year.fairness = note.strip()
    record(by, "star.note_fairness", year.code)


def sign_results(year: StarYear, where: Organisation, *, by: str, now: datetime) -> StarSignature:
    """A level signs its results as they are now; when they change it signs again."""
    _hold(year)
    if year.step is not YearStep.FILING or where.id not in {one.id for one in queries.signers(year)}:
        raise Refused(YearFault.STEP.label)
    made, stamp = queries.signature_of(year, where), queries.digest_of(where.path, year.year)
    if made is None:
        made = StarSignature(organisation=where)
        year.signatures.append(made)
    made.digest, made.signed_by, made.signed_at = stamp, by, now
    session.flush()
    record(by, "star.sign_results", year.code, where=where.code, digest=made.digest)
    return made


def file_year(year: StarYear, *, number: str, by: str, now: datetime) -> None:
    """File the year (备案): what was rated is frozen with its stamp; what changes later is a correction."""
    _hold(year)
    if year.step is not YearStep.FILING:
        raise Refused(YearFault.STEP.label)
    _check(year, now)
    results = queries.ratings_in(year.organisation.path, year.year)
    year.filed = sorted(one.id for one in results.values())
    year.digest, year.number = queries.digest_of(year.organisation.path, year.year), number.strip()
    year.filed_by, year.filed_at = by, now
    _close(year, year.number, by, now)
    record(by, "star.file_year", year.code, number=year.number, digest=year.digest, ratings=len(year.filed))


def _check(year: StarYear, now: datetime) -> None:
    found = queries.lacking(year, Scope((year.organisation.path,)), now.astimezone(LOCAL).date())
    if found:
        told = "；".join(
            f"{one.lack.label}{f'（{one.count}）' if one.count else ''} {one.who}".strip() for one in found[:3]
        )
        raise Refused(f"{YearFault.LACKING.label}：{told}")


def _close(year: StarYear, note: str, by: str, now: datetime) -> None:
    year.steps.append(StarYearStep(step=year.step, note=note.strip(), closed_by=by, closed_at=now))
    year.step = after(year.step)
    session.flush()


def _hold(year: StarYear) -> None:
    """Keep the row until the transaction ends: two who move it on at once wait for each other."""
    session.flush()
    session.refresh(year, with_for_update={"of": StarYear})
