"""The rows of the demo county's funds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from portal.core.clock import LOCAL
from portal.demo.funds.making import Funds, GivenPlan
from portal.demo.funds.plans import EntryPlan, ProjectPlan
from portal.fund.rules.ledger import period_of
from portal.fund.terms.projects import ApprovalLevel, NeedFrom, PaymentState, ProjectState, Verdict

Row = dict[str, Any]
NEEDS = (NeedFrom.RESIDENTS, NeedFrom.DELIBERATION, NeedFrom.PLAN)
MANY_HOURS = 8


def moment(day: date, order: int = 0) -> datetime:
    """Within the working hours of a day, later for a later order."""
    return datetime.combine(day, time(9 + order % MANY_HOURS, order * 7 % 60), LOCAL)


def rate_rows(funds: Funds, rates: Mapping[Any, int]) -> list[Row]:
    known = {"version": 1, "origin": "县“6+20+N”方案（演示）", "issued_by": "finance"}
    return [
        known | {"year": year, "purse": purse, "fen": fen, "issued_on": date(year, 1, 1)}
        for year in funds.years
        for purse, fen in rates.items()
    ]


def voucher_rows(entries: Sequence[EntryPlan]) -> list[Row]:
    """Numbered by year in their order."""
    numbers: dict[int, int] = {}
    rows = []
    for one in entries:
        number = numbers[one.day.year] = numbers.get(one.day.year, 0) + 1
        rows.append(
            {
                "code": f"V{one.day:%y}-{number:06}",
                "year": one.day.year,
                "number": number,
                "day": one.day,
                "period": period_of(one.day),
                "kind": one.kind,
                "about": one.about,
                "total_fen": sum(move.fen for move in one.moves),
                "reason": "",
                "posted_by": one.by,
                "posted_at": moment(one.day, one.order),
            }
        )
    return rows


def transfer_rows(
    entries: Sequence[EntryPlan],
    codes: Sequence[str],
    *,
    vouchers: Mapping[str, int],
    places: Mapping[str, int],
    projects: Mapping[str, int],
) -> list[Row]:
    """In the order in which the database has to see them."""
    return [
        {
            "voucher_id": vouchers[code],
            "from_account": move.from_account,
            "to_account": move.to_account,
            "organisation_id": places[move.community],
            "purse": move.purse,
            "year": move.year,
            "project_id": projects[move.project] if move.project else None,
            "fen": move.fen,
        }
        for one, code in zip(entries, codes, strict=True)
        for move in one.moves
    ]


def allocation_row(plan: GivenPlan, places: Mapping[str, int], vouchers: Mapping[str, int]) -> Row:
    return {
        "code": plan.code,
        "organisation_id": places[plan.community],
        "purse": plan.purse,
        "year": plan.year,
        "kind_code": plan.kind,
        "source": plan.source,
        "purpose": "",
        "fen": plan.fen,
        "rule": "" if plan.kind else "全年",
        "voucher_id": vouchers[plan.key],
    }


def project_row(plan: ProjectPlan, number: int, places: Mapping[str, int]) -> Row:
    told, closed = plan.words, plan.state is ProjectState.CLOSED
    return {
        "code": plan.code,
        "title": plan.title,
        "organisation_id": places[plan.community],
        "purse": plan.purse,
        "year": plan.year,
        "use": told["use"],
        "need_from": NEEDS[number % len(NEEDS)],
        "need_code": "",
        "need": told["need"],
        "aim": told["aim"],
        "place": plan.place,
        "urgent": number % 17 == 0,
        "state": plan.state,
        "state_since": moment(next(step.day for step in reversed(plan.steps) if step.state is plan.state)),
        "due_on": plan.due_on,
        "budget_fen": plan.fen,
        "budget_version": 1,
        "asked_by": "staff",
        "entered_at": moment(plan.entered_on),
        "contractor": plan.contractor,
        "contract_day": plan.contract_day,
        "finish_by": plan.finish_by,
        "finished_on": plan.finished_on,
        "accepted_on": plan.accepted_on,
        "acceptance": told["result"] if plan.accepted_on else "",
        "accepted_by": "社区、居民代表、监督小组" if plan.accepted_on else "",
        "result": told["result"] if closed else "",
        "closed_on": plan.closed_on,
    }


def line_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int]) -> list[Row]:
    return [
        {"project_id": projects[plan.code], "version": 1, "position": at, "what": what, "quoted_by": quotes, "fen": fen}
        for plan in plans
        for at, (what, quotes, fen) in enumerate(plan.lines, 1)
    ]


def decision_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int], minutes: Sequence[str]) -> list[Row]:
    return [
        {
            "project_id": projects[plan.code],
            "version": 1,
            "step": step,
            "held_on": day,
            "members": members,
            "present": present,
            "agreed": agreed,
            "minutes": minutes[(members + at) % len(minutes)],
            "entered_by": "staff",
            "entered_at": moment(day, at),
        }
        for plan in plans
        for at, (step, day, members, present, agreed) in enumerate(plan.decisions)
    ]


def notice_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int]) -> list[Row]:
    return [
        {
            "project_id": projects[plan.code],
            "version": 1,
            "kind": one.kind,
            "from_day": one.from_day,
            "last_day": one.last_day,
            "where": "小区公告栏",
            "posted_by": "staff",
        }
        for plan in plans
        for one in plan.notices
    ]


def objection_rows(plans: Sequence[ProjectPlan], notices: Mapping[int, int], projects: Mapping[str, int]) -> list[Row]:
    """`notices` are the first notices by project, both by row."""
    return [
        {
            "code": f"{plan.code.lower()}{at}".replace("-", ""),
            "notice_id": notices[projects[plan.code]],
            "text": text,
            "made_at": moment(plan.notices[0].from_day, 3),
            "made_by": "visitor",
            "upheld": False if told else None,
            "answer": answer,
            "answered_by": "staff" if told else None,
            "answered_at": moment(told, 4) if told else None,
        }
        for plan in plans
        for one in plan.notices[:1]
        for at, (text, answer, told) in enumerate(one.objections)
    ]


def approval_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int]) -> list[Row]:
    by = {"street": "street", "street_meeting": "street-secretary", "county": "county"}
    return [
        {
            "project_id": projects[plan.code],
            "version": 1,
            "level": ApprovalLevel(level),
            "verdict": Verdict(verdict),
            "by": by[level],
            "at": moment(day, 2),
            "reason": reason,
        }
        for plan in plans
        for level, verdict, day, reason in plan.approvals
    ]


def payment_rows(
    plans: Sequence[ProjectPlan], projects: Mapping[str, int], vouchers: Mapping[str, int], invoice: str
) -> Iterator[Row]:
    """Each with the same made-up invoice as its document; the first of all has none, for the inspector to find."""
    first = True
    for plan in plans:
        for one in plan.payments:
            is_paid, failed = one.state is PaymentState.PAID, one.state is PaymentState.FAILED
            yield {
                "code": one.code,
                "project_id": projects[plan.code],
                "fen": one.fen,
                "invoice_number": one.number,
                "invoice_key": None if failed else f"{one.number}@{one.payee}",
                "invoice_day": one.asked_on,
                "payee": one.payee,
                "payee_is_person": one.is_person,
                "bank": "农业银行郯城支行",
                "bank_account": f"620000{one.number[-13:]}",
                "what": one.what,
                "file_key": None if is_paid and first else invoice,
                "state": one.state,
                "asked_by": "staff",
                "asked_at": moment(one.asked_on, 1),
                "approved_by": "street" if one.approved_on else None,
                "approved_at": moment(one.approved_on, 3) if one.approved_on else None,
                "paid_by": "finance" if is_paid else None,
                "paid_on": one.paid_on,
                "reason": one.reason,
                "voucher_id": vouchers[one.voucher] if one.voucher else None,
            }
            first = first and not is_paid


def step_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int]) -> list[Row]:
    return [
        {
            "project_id": projects[plan.code],
            "deed": step.deed,
            "state": step.state,
            "by": step.by,
            "at": moment(step.day, at),
            "note": step.note,
            "fen": step.fen,
        }
        for plan in plans
        for at, step in enumerate(sorted(plan.steps, key=lambda one: one.day))
    ]


def rating_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int]) -> list[Row]:
    return [
        {
            "project_id": projects[plan.code],
            "stars": stars,
            "text": None,
            "at": moment(day, at),
            "entered_by": "visitor",
        }
        for plan in plans
        for at, (stars, day) in enumerate(plan.ratings)
    ]


def photo_rows(plans: Sequence[ProjectPlan], projects: Mapping[str, int], scenes: Mapping[str, str]) -> list[Row]:
    """A drawing for each project that was accepted, marked as one of the demo."""
    return [
        {
            "code": f"demo{plan.code.lower().replace('-', '')}",
            "project_id": projects[plan.code],
            "original_key": scenes[plan.words["scene"]],
            "shown_key": scenes[plan.words["scene"]],
            "read_by": "staff",
            "added_by": "staff",
            "added_at": moment(plan.accepted_on, 1),
        }
        for plan in plans
        if plan.accepted_on
    ]
