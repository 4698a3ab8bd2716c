"""All secretaries of a year rated from what is on file (批量评定), some hundred in a transaction, as a job.

Who was rated is left alone: a run that was broken off, or that somebody asks for again, rates only whom it has not.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import flush_or_again, session
from portal.core.errors import Refused
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.years import StarRun, StarYear
from portal.star.queries import years as queries
from portal.star.queries.quarters import scores_in
from portal.star.queries.rulebook import book_of, issued_for
from portal.star.queries.runs import run_to_work_on
from portal.star.queries.secretaries import LATEST_LAST, approved_in
from portal.star.rules.appraising import OnFile, left_out
from portal.star.rules.year import Inputs, outcome
from portal.star.terms.scoring import YearStep
from portal.star.terms.years import LeftOut, RunState, YearFault

PORTION, MOST_TOLD = 500, 50


def ask_for_rating(year: StarYear, *, by: str, now: datetime) -> StarRun:
    """Ask for the rating of everybody of a year that is in its step of rating; one at a time."""
    session.flush()
    session.refresh(year, with_for_update={"of": StarYear})
    if year.step is not YearStep.RATING:
        raise Refused(YearFault.STEP.label)
    last = queries.run_of(year)
    if last is not None and last.state.is_running:
        raise Refused(YearFault.RUNNING.label)
    made = StarRun(code=secrets.token_hex(8), year_id=year.id, state=RunState.QUEUED, done=0, rated=0, last="", told=[])
    made.total, made.by, made.asked_at, made.moved_at = queries.count_to_rate(year), by, now, now
    session.add(made)
    session.flush()
    record(by, "star.rate_all", year.code, people=made.total)
    return made


def rate_next(code: str, *, now: datetime) -> int | None:
    """Rate the next some hundred of a run: how far it is then, None where it is over. Its row is held meanwhile."""
    run = run_to_work_on(code)
    if run is None:
        return None
    people = queries.portion_of(run.year, run.last, PORTION)
    run.state, run.moved_at = RunState.RUNNING, now
    if run.year.step is not YearStep.RATING:
        run.state = RunState.FAILED
    elif people:
        made, told = _rated(run, people, now)
        session.add_all(made)
        flush_or_again()  # somebody who is rated by hand at the same instant is found rated the second time
        run.rated, run.done, run.last = run.rated + len(made), run.done + len(people), people[-1].code
        run.told = [*run.told, *told][:MOST_TOLD]
    if run.state is RunState.RUNNING and len(people) < PORTION:
        run.state = RunState.DONE
        record(run.by, "star.rated_all", run.year.code, rated=run.rated, of=run.done)
    return run.done


def fail_run(code: str, *, now: datetime) -> None:
    """It cannot go on; what was rated stays."""
    run = run_to_work_on(code)
    if run is not None:
        run.state, run.moved_at = RunState.FAILED, now
        record(run.by, "star.rated_all", run.year.code, rated=run.rated, of=run.done, failed=True)


def _rated(run: StarRun, people: Sequence[Secretary], now: datetime) -> tuple[list[StarRating], list[str]]:
    """The ratings of these people, and whom they leave out and why; in five statements."""
    year, rows = run.year.year, [one.id for one in people]
    issued = issued_for(year)
    book = book_of(issued)
    scores, appraisals = scores_in(rows, year), queries.appraisals_of(people, year)
    evidence, held = approved_in(rows, year), _held(rows)
    made, told = [], []
    for one in people:
        appraisal, ratings = appraisals.get(one.id), held.get(one.id, {})
        quarters, year_end = scores.get(one.id, {}), appraisal.score if appraisal else None
        known = OnFile(term_from=one.term_from, quarters=quarters, year_end=year_end, rated=list(ratings))
        why = left_out(year, known, book)
        if why is not None or appraisal is None or year_end is None:
            told += [f"{one.person.name}（{one.place}）：{why.zh}"] if why and why is not LeftOut.RATED else []
            continue
        inputs = Inputs(
            year=year,
            before=ratings[max(ratings)] if ratings else None,
            quarters=[quarters[number] for number in sorted(quarters)],
            year_end=year_end,
            rigid_failed=appraisal.rigid_failed,
            term_from=one.term_from,
            prior_months=one.prior_months,
            evidence=evidence.get(one.id, []),
        )
        rating = StarRating.of(one.id, inputs, outcome(inputs, book))
        rating.version, rating.rules_id = 1, issued.id if issued else None
        rating.one_off_fen, rating.rated_by, rating.rated_at = appraisal.one_off_fen, run.by, now
        made.append(rating)
    return made, told


def _held(rows: Sequence[int]) -> dict[int, dict[int, int]]:
    """The stars that each of these people (by row) holds of each year."""
    found = select(StarRating.secretary_id, StarRating.year, StarRating.stars)
    told: dict[int, dict[int, int]] = {}
    for who, year, stars in session.execute(found.where(StarRating.secretary_id.in_(rows)).order_by(*LATEST_LAST)):
        told.setdefault(who, {})[year] = stars
    return told
