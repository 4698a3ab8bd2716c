"""What residents ask and the inspector finds in the demo county, and the bank's last file."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from portal.demo.funds.making import Funds
from portal.demo.funds.rows import Row, moment
from portal.demo.words import words
from portal.fund.terms.projects import PaymentState, ProjectState
from portal.fund.terms.supervision import BatchLineState, BatchState, Caution, FindingState

S = FindingState
MOST_LINES = 12
OPEN_QUESTION = 2
# How far the three findings are, and what was said in each step.
COURSES: tuple[tuple[FindingState, ...], ...] = (
    (S.ASKED, S.EXPLAINED, S.CLOSED),
    (S.ASKED, S.EXPLAINED, S.RECTIFY),
    (S.ASKED,),
)
TEXTS = {
    S.ASKED: "这个项目的单价比去年高，是怎样询价的？请说明。",
    S.EXPLAINED: "三家比价的材料已附在项目里，材料涨价是主要原因。",
    S.RECTIFY: "请补齐验收照片和居民代表签字。",
    S.CLOSED: "说明清楚，材料齐全。",
}


def question_rows(funds: Funds, projects: Mapping[str, int], today: date, digest: Callable[[str], str]) -> list[Row]:
    """A few on projects of this year; one of them waits for its answer."""
    told = words("funds")
    running = [plan for plan in funds.projects if plan.state.is_public and plan.year == funds.years[1]]
    rows = []
    for at, plan in enumerate(running[:: max(1, len(running) // 6)][:6]):
        asked, is_open = max(plan.entered_on, today - timedelta(days=30 + at)), at == OPEN_QUESTION
        text = told["questions"][at % len(told["questions"])]
        rows.append(
            {
                "code": f"demoquestion{at}",
                "project_id": projects[plan.code],
                "text": text,
                "tracking_digest": digest(f"2026112400{at:02d}"),
                "asked_at": moment(asked, 2),
                "public_text": "" if is_open else text,
                "answer": "" if is_open else told["replies"][at % len(told["replies"])],
                "answered_by": None if is_open else "staff",
                "answered_at": None if is_open else moment(min(asked + timedelta(days=2), today), 3),
                "refused_because": "",
            }
        )
    return rows


def finding_rows(
    funds: Funds, places: Mapping[str, int], projects: Mapping[str, int], today: date
) -> tuple[list[Row], list[Row]]:
    """Three findings: closed, to be put right, to be explained; with their steps, each `of` a finding's code."""
    late = [plan for plan in funds.projects if plan.state is ProjectState.ACCEPTANCE][:1]
    paid = [plan for plan in funds.projects if plan.payments][:2]
    found: list[Row] = []
    steps: list[Row] = []
    for at, (plan, course) in enumerate(zip((*paid, *(late or paid[:1])), COURSES, strict=False)):
        code, began = f"J{today:%y}-{0xA10000 + at:06X}", today - timedelta(days=24 - 4 * at)
        known: dict[str, Any] = {"project_id": projects[plan.code], "caution": Caution.LATE_ACCEPTANCE if at else None}
        due = None if course[-1] is S.CLOSED else today + timedelta(days=10)
        found.append(
            known
            | {
                "code": code,
                "organisation_id": places[plan.community],
                "about": f"late_acceptance:{plan.code}" if at else "",
                "question": TEXTS[S.ASKED],
                "state": course[-1],
                "asked_by": "inspector",
                "asked_at": moment(began),
                "due_on": due,
                "closed_at": moment(began + timedelta(days=8)) if due is None else None,
            }
        )
        steps += [
            {
                "of": code,
                "state": state,
                "text": TEXTS[state],
                "by": "staff" if state is S.EXPLAINED else "inspector",
                "at": moment(began + timedelta(days=4 * number), number),
            }
            for number, state in enumerate(course)
        ]
    return found, steps


def batch_rows(funds: Funds, today: date) -> tuple[list[Row], list[Row]]:
    """A file that the bank has answered: the latest payments in it, all paid; each line `of` the file's code."""
    paid = [one for plan in funds.projects for one in plan.payments if one.state is PaymentState.PAID]
    latest = sorted(paid, key=lambda one: (one.paid_on or today, one.code))[-MOST_LINES:]
    last = max((one.paid_on for one in latest if one.paid_on), default=today)
    code = f"B{last:%y}-0001"
    lines = [
        {
            "of": code,
            "request": one.code,
            "position": position,
            "fen": one.fen,
            "state": BatchLineState.PAID,
            "told": "",
        }
        for position, one in enumerate(latest, 1)
    ]
    known = {"made_by": "finance", "answered_by": "finance", "made_at": moment(last, 1), "answered_at": moment(last, 6)}
    return [{"code": code, "state": BatchState.ANSWERED} | known], lines
