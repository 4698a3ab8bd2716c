"""Writing the demo county's quarters and its two years of star management: the last one filed, this one under way."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update

from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.demo.stars.making import SecretaryPlan
from portal.demo.stars.quarters import QuarterPlan, SheetPlan, make_quarters
from portal.demo.words import COUNTY_CODE, STREET_CODE
from portal.demo.writing import Ids, ids_of, write_all
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.models.rulebook import StarRules
from portal.star.models.uses import StarUse
from portal.star.models.years import StarAppeal, StarAppraisal, StarSignature, StarYear, StarYearStep
from portal.star.queries.rulebook import defaults
from portal.star.queries.uses import rated_of
from portal.star.queries.years import ratings_in
from portal.star.rules.filing import digest
from portal.star.rules.steps import ORDER
from portal.star.rules.uses import Proposal, proposals
from portal.star.terms.scoring import QuarterState, YearStep
from portal.star.terms.uses import UseKind, UseState
from portal.star.terms.years import AppealAbout, AppealState

ORIGIN = "演示：晋源区文件的数字和本县设置"
TEXT = "这个季度的考评落在后面，请查找原因，抓紧推进。"
NOTE = "演示：3 月 5 日在街道党校集中培训，县委组织部讲解规则，92 人参加"


def load_years(plans: Sequence[SecretaryPlan], organisations: Ids, secretaries: Ids, rng: Random, today: date) -> None:
    """Write rules, quarters with their sheets, the year-end appraisals, and the two years with what was signed."""
    write_all(StarRules, [_rules(year) for year in _years(today)])
    _load_quarters(make_quarters(plans, rng, defaults(), today), organisations[STREET_CODE], secretaries, today)
    write_all(StarAppraisal, [_appraisal(plan, secretaries[plan.code], today) for plan in plans])
    _load_appeals(plans, secretaries, today)
    write_all(StarYear, [_year(year, organisations[COUNTY_CODE], today) for year in _years(today)])
    ids = ids_of(StarYear.code, StarYear.id)
    steps = [one for year in _years(today) for one in _steps(ids[f"{COUNTY_CODE}-{year}"], year, today)]
    write_all(StarYearStep, steps)
    _file(ids[f"{COUNTY_CODE}-{today.year - 1}"], organisations, today)
    _use(today)


def _years(today: date) -> tuple[int, int]:
    return today.year - 1, today.year


def _rules(year: int) -> dict[str, Any]:
    known = {"year": year, "version": 1, "values": defaults().values, "origin": ORIGIN}
    return known | {"issued_by": "county", "issued_at": _at(date(year, 1, 10))}


def _load_quarters(quarters: Sequence[QuarterPlan], street: int, secretaries: Ids, today: date) -> None:
    write_all(StarQuarter, [_quarter(one, street) for one in quarters])
    ids = ids_of(StarQuarter.code, StarQuarter.id)
    latest = max(one.closed for one in quarters if one.closed)
    sheets = [
        _sheet(at, sheet, ids[_code(one)], secretaries, one.closed, one.closed == latest, today)
        for one in quarters
        for at, sheet in enumerate(one.sheets)
    ]
    write_all(StarSheet, sheets)


def _code(plan: QuarterPlan) -> str:
    return f"Q{plan.year}{plan.quarter}{plan.kind.value[0].upper()}"


def _quarter(plan: QuarterPlan, street: int) -> dict[str, Any]:
    opened = date(plan.year, plan.quarter * 3 - 2, 8)
    known = {"code": _code(plan), "organisation_id": street, "year": plan.year, "quarter": plan.quarter}
    return known | {
        "kind": plan.kind,
        "items": plan.items,
        "state": QuarterState.CLOSED if plan.closed else QuarterState.OPEN,
        "opened_by": "street",
        "opened_at": _at(opened),
        "closed_by": "street" if plan.closed else None,
        "closed_at": _at(plan.closed) if plan.closed else None,
    }


def _sheet(
    at: int, plan: SheetPlan, quarter: int, secretaries: Ids, closed: date | None, is_latest: bool, today: date
) -> dict[str, Any]:
    """Of the latest ranked quarter some reminders still wait: to be confirmed, or to be answered."""
    reminded = plan.reminder is not None and closed is not None and not (is_latest and at % 2)
    answered = reminded and not is_latest
    told = _at(min(closed + timedelta(days=3), today)) if closed and reminded else None
    return {
        "code": f"B{quarter:03}{secretaries[plan.secretary]:05}",
        "quarter_id": quarter,
        "secretary_id": secretaries[plan.secretary],
        "scores": plan.scores,
        "score": plan.score,
        "place": plan.place,
        "people": plan.people,
        "reminder": plan.reminder,
        "reminder_text": TEXT if reminded else "",
        "reminded_by": "street" if reminded else None,
        "reminded_at": told,
        "answer": "已经找到差距，下个季度补上。" if answered else "",
        "answered_at": told + timedelta(days=2) if told and answered else None,
    }


def _appraisal(plan: SecretaryPlan, secretary: int, today: date) -> dict[str, Any]:
    year, inputs = today.year - 1, plan.years[-1].inputs
    return {
        "secretary_id": secretary,
        "year": year,
        "statement": "演示：这一年抓了组织建设、集体经济和民生实事，做得不够的是资料整理。",
        "stated_at": _at(date(year, 12, 20)),
        "score": inputs.year_end,
        "rigid_failed": inputs.rigid_failed,
        "one_off_fen": 0,
        "note": "",
        "scored_by": "street",
        "scored_at": _at(date(year, 12, 28)),
        "acknowledged": None,
        "acknowledged_at": None,
    }


def _load_appeals(plans: Sequence[SecretaryPlan], secretaries: Ids, today: date) -> None:
    """Last year one against a quarter's scores was upheld before the year was rated, one against a rating dismissed."""
    first, second = secretaries[plans[0].code], secretaries[plans[7].code]
    of_first = select(StarSheet.id).join(StarSheet.quarter).where(StarSheet.secretary_id == first)
    sheet = session.scalar(of_first.where(StarQuarter.year == today.year - 1, StarQuarter.quarter == 1))
    upheld = _appeal("A0001", first, date(today.year - 1, 4, 2), today.year - 1)
    upheld |= {"about": AppealAbout.SHEET, "sheet_id": sheet, "text": "演示：台账晚交两天，被当作没有交。"}
    upheld |= {"state": AppealState.UPHELD, "answer": "属实，这一项的得分已经更正。"}
    dismissed = _appeal("A0002", second, date(today.year, 1, 22), today.year - 1)
    dismissed |= {"about": AppealAbout.RATING, "sheet_id": None, "text": "演示：年终得分偏低。"}
    dismissed |= {"state": AppealState.DISMISSED, "answer": "复核了各项材料，得分无误。"}
    write_all(StarAppeal, [upheld, dismissed])


def _appeal(code: str, secretary: int, filed: date, year: int) -> dict[str, Any]:
    known = {"code": code, "secretary_id": secretary, "year": year, "filed_at": _at(filed)}
    answered = {"decided_by": "county", "decided_at": _at(filed + timedelta(days=3))}
    return known | answered | {"due_on": filed + timedelta(days=7)}


def _year(year: int, county: int, today: date) -> dict[str, Any]:
    is_filed = year < today.year
    published = date(year + 1, 1, 21) if is_filed else None
    return {
        "code": f"{COUNTY_CODE}-{year}",
        "organisation_id": county,
        "year": year,
        "step": YearStep.FILED if is_filed else YearStep.QUARTERS,
        "public_from": published,
        "public_until": published + timedelta(days=7) if published else None,
        "fairness": "演示：各镇（街道）评分没有明显偏差。" if is_filed else "",
        "filed": [],
        "opened_by": "county",
        "opened_at": _at(date(year, 1, 8)),
    }


def _steps(row: int, year: int, today: date) -> Any:
    days = (date(year, 1, 31), date(year, 3, 5), *(date(year + 1, 1, day) for day in (5, 12, 29)), date(year + 1, 2, 2))
    done = ORDER[:6] if year < today.year else ORDER[:2]
    for step, day in zip(done, days, strict=False):
        note = NOTE if step is YearStep.TRAINING else ""
        closed = _at(min(day, today))
        yield {"year_id": row, "step": step, "note": note, "closed_by": "county", "closed_at": closed}


def _file(row: int, organisations: Ids, today: date) -> None:
    """Sign and file last year, and let all have read it. The street scores everybody: its stamp is the county's."""
    at, results = _at(min(date(today.year, 2, 1), today)), ratings_in(f"{COUNTY_CODE}/", today.year - 1)
    stamp = digest(results.items())
    known = {"year_id": row, "digest": stamp, "signed_at": at}
    signed = ((STREET_CODE, "street"), (COUNTY_CODE, "county"))
    write_all(StarSignature, [known | {"organisation_id": organisations[code], "signed_by": by} for code, by in signed])
    filed = {"filed": sorted(one.id for one in results.values()), "digest": stamp, "filed_by": "county", "filed_at": at}
    session.execute(update(StarYear).where(StarYear.id == row).values(**filed, number=f"演示〔{today.year}〕1 号"))
    read = {one.secretary_id: one.id for one in results.values()}
    for held in session.scalars(select(StarAppraisal)):
        held.acknowledged, held.acknowledged_at = read[held.secretary_id], at
    session.flush()


def _use(today: date) -> None:
    """What last year's ratings are used for: proposed by the rules, every third one decided."""
    at, year = _at(min(date(today.year, 3, 2), today)), today.year - 1
    found = [
        (secretary.id, proposal)
        for secretary, rated in rated_of(Scope((f"{COUNTY_CODE}/",)), year)
        for proposal in proposals(rated, defaults())
    ]
    write_all(StarUse, [_one_use(number, *one, year, at) for number, one in enumerate(found)])


def _one_use(number: int, secretary: int, proposal: Proposal, year: int, at: datetime) -> dict[str, Any]:
    is_decided, is_admonished = number % 3 == 0, proposal.kind is UseKind.ADMONISH
    due = at.date() + timedelta(days=defaults().rectify_days) if is_decided and is_admonished else None
    state = UseState.RECTIFYING if is_admonished else UseState.DECIDED
    return {
        "code": f"U{number + 1:04}",
        "secretary_id": secretary,
        "year": year,
        "kind": proposal.kind,
        "state": state if is_decided else UseState.PROPOSED,
        "why": proposal.why,
        "proposed_by": "county",
        "proposed_at": at,
        "reason": "演示：部务会研究同意" if is_decided else "",
        "decided_by": "county" if is_decided else None,
        "decided_at": at if is_decided else None,
        "due_on": due,
        "result": "",
    }


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), LOCAL)
