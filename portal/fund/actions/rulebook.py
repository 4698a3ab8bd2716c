"""The county issues its rules of the funds from a day on."""

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.fund.models.rulebook import FundRules
from portal.fund.queries.rulebook import codes_in_use, drafted, fund_rules_on
from portal.fund.rules.rulebook import FundRulebook, differences, rulebook
from portal.fund.terms.rulebook import FundRulesFault


def issue_fund_rules(*, from_day: date, origin: str, by: str, today: date, **parts: Any) -> FundRules:
    """Rules from a day on; what was before keeps its own. What was used is never lost, only renamed."""
    if from_day < today:
        raise Refused(FundRulesFault.PAST.label, "from_day")
    if session.scalar(select(FundRules.id).where(FundRules.from_day == from_day)) is not None:
        raise Refused(FundRulesFault.TAKEN.label, "from_day")
    values = drafted(from_day, parts, origin.strip())
    wanted = rulebook(values)
    _check(wanted)
    changes = differences(fund_rules_on(from_day), wanted)
    made = FundRules(from_day=from_day, values=values, origin=origin.strip(), issued_by=by)
    session.add(made)
    told = [f"{one.part}/{one.name}" for one in changes]
    record(by, "fund.issue_rules", from_day.isoformat(), origin=made.origin, changed=told)
    return made


def _check(wanted: FundRulebook) -> None:
    """Refuses to lose what was used, and a purse of whose projects nobody decides."""
    uses, kinds = codes_in_use()
    if lost := uses - {one.code for one in (*wanted.uses, *wanted.forbidden)}:
        raise Refused(f"{FundRulesFault.LOST.label}（{'、'.join(sorted(lost))}）", "uses")
    if lost := kinds - {one.code for one in wanted.other_kinds}:
        raise Refused(f"{FundRulesFault.LOST.label}（{'、'.join(sorted(lost))}）", "other_kinds")
    if any(not way.decisions for way in wanted.ways.values()):
        raise Refused(FundRulesFault.WAY.label)
