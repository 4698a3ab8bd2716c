"""A quarter's scoring: indicators set, sheets scored, ranked from high to low, those behind reminded (R6, J18–J21).

What is ranked stays: the scores of a closed quarter count in the year as they are.
"""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.documents import keep_document
from portal.core.errors import Refused
from portal.organisation.models import Organisation
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.queries import quarters as queries
from portal.star.queries.rulebook import star_rules_of
from portal.star.queries.years import step_of
from portal.star.rules import scores as rules
from portal.star.rules.quarters import QuarterItem, item_of, kept_item, weights_of
from portal.star.rules.rulebook import StarRulebook
from portal.star.rules.steps import takes_quarters
from portal.star.terms.scoring import QuarterState
from portal.star.terms.stars import SecretaryKind, StarFault
from portal.star.terms.years import YearFault

MOST_SCORE = 10_000


def open_quarter(
    where: Organisation,
    *,
    year: int,
    quarter: int,
    kind: SecretaryKind,
    items: Sequence[QuarterItem],
    by: str,
    now: datetime,
) -> StarQuarter:
    """Set a street's indicators of a quarter, with a sheet for each secretary in office. Weights add up to 100."""
    if not rules.weights_fit([one.weight for one in items]):
        raise Refused(StarFault.WEIGHTS.label, "items")
    if len(weights_of(items)) < len(items):
        raise Refused(StarFault.TWICE.label, "items")
    if not takes_quarters(step_of(where, year)):
        raise Refused(YearFault.STEP.label, "year")
    if queries.quarter_of(where, year, quarter, kind):
        raise Refused(StarFault.QUARTER.label, "quarter")
    people = queries.in_office(where, kind)
    if not people:
        raise Refused(StarFault.NOBODY.label, "kind")
    made = StarQuarter(code=f"Q{secrets.token_hex(4).upper()}", organisation=where, year=year, quarter=quarter)
    made.kind, made.items, made.state = kind, [kept_item(one) for one in items], QuarterState.OPEN
    made.opened_by, made.opened_at = by, now
    made.sheets = [StarSheet(code=f"B{secrets.token_hex(4).upper()}", secretary=one, scores={}) for one in people]
    session.add(made)
    session.flush()
    record(by, "star.open_quarter", made.code, where=where.code, year=year, quarter=quarter, kind=kind.value)
    return made


def score_sheet(
    sheet: StarSheet, *, scores: Mapping[str, int], note: str = "", file: bytes = b"", by: str, now: datetime
) -> None:
    """Score indicators of a sheet, each in hundredths from 0 to 10000, while the quarter is open; others stay. The
    note and the document belong to the scores that are new or changed."""
    _hold(sheet.quarter, QuarterState.OPEN)
    changed = _write(sheet, scores, note, keep_document(file) if file else None, by, now)
    record(by, "star.score", sheet.code, scores=changed, note=note.strip())


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score as a workbook names it: of which sheet (by row), in hundredths."""

    sheet: int
    item: str
    score: int
    note: str


def take_in_scores(rows: Sequence[ScoreRow], *, by: str, now: datetime) -> None:
    """Score what came by workbook, sheet by sheet; scores of a sheet that rest on the same note go together."""
    of_sheet: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for one in rows:
        of_sheet[one.sheet, one.note][one.item] = one.score
    held = session.scalars(
        select(StarSheet).where(StarSheet.id.in_({one.sheet for one in rows})).order_by(StarSheet.id)
    )
    sheets = {one.id: one for one in held}
    for (sheet, note), scores in of_sheet.items():
        score_sheet(sheets[sheet], scores=scores, note=note, by=by, now=now)
    record(by, "star.take_in_scores", "", count=len(rows))


def correct_sheet(sheet: StarSheet, *, scores: Mapping[str, int], note: str, by: str, now: datetime) -> None:
    """Correct a ranked sheet after its appeal was upheld, until the year is rated: the town is ranked anew. Reminders
    that were proposed stay; whoever was reminded has his answer."""
    _hold(sheet.quarter, QuarterState.CLOSED)
    if not queries.is_correctable(sheet):
        raise Refused(StarFault.STATE.label)
    before, weights = sheet.score, weights_of([item_of(one) for one in sheet.quarter.items])
    changed = _write(sheet, scores, note, None, by, now)
    sheet.score = rules.quarter_score({code: one["score"] for code, one in sheet.scores.items()}, weights)
    town = [one for one in queries.sheets_of(sheet.quarter) if one.secretary.town == sheet.secretary.town]
    _place(town)
    session.flush()
    record(by, "star.correct_score", sheet.code, scores=changed, note=note.strip(), before=before, after=sheet.score)


def close_quarter(quarter: StarQuarter, *, by: str, now: datetime) -> None:
    """Rank each town from high to low and find who is behind. Refuses while a score is missing, and says whose."""
    _hold(quarter, QuarterState.OPEN)
    sheets, weights = queries.sheets_of(quarter), weights_of([item_of(one) for one in quarter.items])
    lacking = [sheet for sheet in sheets if rules.missing_scores(sheet.scores, weights)]
    if lacking:
        first = "、".join(sheet.secretary.person.name for sheet in lacking[:3])
        raise Refused(f"{StarFault.MISSING.label}（{len(lacking)}）：{first}")
    towns: dict[str, list[StarSheet]] = defaultdict(list)
    for sheet in sheets:
        sheet.score = rules.quarter_score({code: one["score"] for code, one in sheet.scores.items()}, weights)
        towns[sheet.secretary.town].append(sheet)
    before = queries.behind_before([one.secretary_id for one in sheets], quarter.year, quarter.quarter)
    for of_town in towns.values():
        _rank(of_town, before, star_rules_of(quarter.year))
    quarter.state, quarter.closed_by, quarter.closed_at = QuarterState.CLOSED, by, now
    session.flush()
    record(by, "star.close_quarter", quarter.code, behind=sum(one.reminder is not None for one in sheets))


def send_reminder(sheet: StarSheet, *, text: str, by: str, now: datetime) -> None:
    """A person confirms the reminder that the rules propose, in his own words (PIPL 24); once."""
    _hold(sheet.quarter, QuarterState.CLOSED)
    if sheet.reminder is None or sheet.reminded_at is not None:
        raise Refused(StarFault.STATE.label)
    sheet.reminder_text, sheet.reminded_by, sheet.reminded_at = text.strip(), by, now
    record(by, "star.send_reminder", sheet.code, level=sheet.reminder.value)


def answer_reminder(sheet: StarSheet, *, answer: str, by: str, now: datetime) -> None:
    """He has read it, and says what he will do."""
    if sheet.reminded_at is None or sheet.answered_at is not None:
        raise Refused(StarFault.STATE.label)
    sheet.answer, sheet.answered_at = answer.strip(), now
    record(by, "star.answer_reminder", sheet.code)


def _write(
    sheet: StarSheet, scores: Mapping[str, int], note: str, file: str | None, by: str, now: datetime
) -> dict[str, int]:
    """The scores that differ from those on the sheet, once all are known and within their bounds."""
    known = weights_of([item_of(one) for one in sheet.quarter.items])
    if any(code not in known for code in scores):
        raise Refused(StarFault.UNKNOWN.label)
    wrong = [code for code, score in scores.items() if not 0 <= score <= MOST_SCORE]
    if wrong:
        raise Refused(StarFault.SCORE.label, wrong[0])
    at = now.astimezone(LOCAL).isoformat(timespec="minutes")
    changed = {code: score for code, score in scores.items() if sheet.scores.get(code, {}).get("score") != score}
    about = {"note": note.strip(), "by": by, "at": at} | ({"file": file} if file else {})
    sheet.scores = dict(sheet.scores) | {code: {"score": score, **about} for code, score in changed.items()}
    session.flush()
    return changed


def _rank(sheets: Sequence[StarSheet], before: Mapping[int, int], book: StarRulebook) -> None:
    """A town's places, and the reminder of whoever is behind: the stronger, the more quarters in a row."""
    of = {sheet.secretary.code: sheet for sheet in sheets}
    for code in rules.laggards(_place(sheets), book):
        of[code].reminder = rules.reminder_level(1 + before[of[code].secretary_id])


def _place(sheets: Sequence[StarSheet]) -> list[rules.Ranked]:
    of = {sheet.secretary.code: sheet for sheet in sheets}
    ranked = rules.ranking({code: sheet.score or 0 for code, sheet in of.items()})
    for one in ranked:
        of[one.code].place, of[one.code].people = one.rank, len(ranked)
    return ranked


def _hold(quarter: StarQuarter, state: QuarterState) -> None:
    """Keep the row until the transaction ends: two people who close or score at once wait for each other."""
    session.flush()
    session.refresh(quarter, with_for_update=True)
    if quarter.state is not state:
        raise Refused(StarFault.STATE.label)
