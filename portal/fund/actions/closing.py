"""Closing a month's books: nothing is posted on its days any more."""

import re
from datetime import datetime

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.fund.actions.ledger import take_the_books
from portal.fund.models.ledger import ClosedPeriod
from portal.fund.rules.ledger import period_of
from portal.fund.terms.ledger import LedgerFault

PERIOD = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def close_period(period: str, *, by: str, now: datetime) -> ClosedPeriod:
    """Close a month that is over; it is never opened again: what was wrong is reversed in a later one."""
    if not PERIOD.fullmatch(period) or period >= period_of(now.astimezone(LOCAL).date()):
        raise Refused(LedgerFault.RUNNING.label, "period")
    take_the_books()
    if session.get(ClosedPeriod, period) is not None:
        raise Refused(LedgerFault.CLOSED.label, "period")
    made = ClosedPeriod(period=period, closed_by=by, closed_at=now)
    session.add(made)
    record(by, "fund.close_period", period)
    return made
