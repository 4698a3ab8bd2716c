"""Uses of ratings: proposed by the rules, decided by people with reasons, a rectification followed to its end (R10)."""

import secrets
from datetime import datetime, timedelta

from portal.audit.actions import record
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.star.models.uses import StarUse
from portal.star.queries import uses as queries
from portal.star.queries.rulebook import star_rules_of
from portal.star.rules.uses import proposals
from portal.star.terms.uses import UseFault, UseKind, UseState

S = UseState


def propose_uses(scope: Scope, *, year: int, by: str, now: datetime) -> list[StarUse]:
    """Propose what the year's rules say of everybody of the scope whom they have not proposed for it yet."""
    book, known = star_rules_of(year), queries.proposed_already(year)
    made = [
        StarUse(code=f"U{secrets.token_hex(4).upper()}", secretary_id=one.id, year=year, kind=found.kind, why=found.why)
        for one, rated in queries.rated_of(scope, year)
        for found in proposals(rated, book)
        if (one.id, found.kind) not in known
    ]
    if not made:
        raise Refused(UseFault.NONE.label, "year")
    for use in made:
        use.state, use.proposed_by, use.proposed_at = S.PROPOSED, by, now
    session.add_all(made)
    session.flush()
    record(by, "star.propose_uses", str(year), count=len(made))
    return made


def decide_use(use: StarUse, *, agreed: bool, reason: str, by: str, now: datetime) -> None:
    """People decide, with their reasons. An admonition begins its days of rectification."""
    _hold(use, S.PROPOSED)
    if not reason.strip():
        raise Refused(UseFault.REASON.label, "reason")
    use.state, use.reason = (S.DECIDED if agreed else S.DECLINED), reason.strip()
    use.decided_by, use.decided_at = by, now
    if agreed and use.kind is UseKind.ADMONISH:
        days = star_rules_of(use.year).rectify_days
        use.state, use.due_on = S.RECTIFYING, now.astimezone(LOCAL).date() + timedelta(days=days)
    record(by, "star.decide_use", use.code, kind=use.kind.value, agreed=agreed)


def report_rectified(use: StarUse, *, plan: str, by: str, now: datetime) -> None:
    """He says what he has done about it."""
    _hold(use, S.RECTIFYING)
    if not plan.strip():
        raise Refused(UseFault.REASON.label, "plan")
    use.plan, use.planned_at, use.state = plan.strip(), now, S.PLANNED
    record(by, "star.report_rectified", use.code)


def check_rectified(use: StarUse, *, lifted: bool, result: str, by: str, now: datetime) -> None:
    """It is checked: lifted, or taken further. Who reported nothing in his days may be checked as well."""
    _hold(use, S.PLANNED, S.RECTIFYING)
    is_early = use.state is S.RECTIFYING and use.due_on is not None and now.astimezone(LOCAL).date() <= use.due_on
    if is_early:
        raise Refused(UseFault.STATE.label)
    if not result.strip():
        raise Refused(UseFault.REASON.label, "result")
    use.state, use.result = (S.LIFTED if lifted else S.ESCALATED), result.strip()
    use.checked_by, use.checked_at, use.due_on = by, now, None
    record(by, "star.check_rectified", use.code, lifted=lifted)


def _hold(use: StarUse, *states: UseState) -> None:
    """Keep the row until the transaction ends, while it is in one of these states."""
    session.flush()
    session.refresh(use, with_for_update={"of": StarUse})
    if use.state not in states:
        raise Refused(UseFault.STATE.label)
