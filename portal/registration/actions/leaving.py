"""What ends when somebody leaves the roster: his receipt, and the account with which he signed in."""

from datetime import date
from typing import Any

from portal.account.actions.accounts import close_account
from portal.audit.actions import record
from portal.core.clock import now
from portal.registration.actions.receipts import end_receipts
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.accounts import account_of, gone_but_open
from portal.registration.terms.reporting import Mover


def settle_member(*, member: Member, day: date, by: str, **_known: Any) -> None:
    """A member left: his receipt ends with that day, and nobody signs in as him any more."""
    _settle(member, day, by)
    record(by, "member.settle", member.code)


def settle_unit(*, unit: Unit, day: date, by: str, **_known: Any) -> None:
    """A unit left: the same for the unit and its liaison."""
    _settle(unit, day, by)
    record(by, "unit.settle", unit.code)


def settle_who_left(*, by: str, today: date) -> int:
    """The same for those who left by an import, which asks nothing one by one; returns how many."""
    gone = gone_but_open()
    for subject in gone:
        _settle(subject, subject.left_on or today, by)
    record(by, "member.settle_who_left", "roster", subjects=len(gone))
    return len(gone)


def _settle(subject: Member | Unit, day: date, by: str) -> None:
    end_receipts(subject, because=Mover.STRUCK.zh, by=by, today=day)
    account = account_of(subject)
    if account is not None and account.username != by:
        close_account(account, by=by, reason=Mover.STRUCK.zh, now=now())
