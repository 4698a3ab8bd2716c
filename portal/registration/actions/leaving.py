"""What ends when somebody leaves the roster: his receipt, his account, and what he had taken on."""

from datetime import date
from typing import Any

from portal.account.actions.accounts import close_account
from portal.audit.actions import record
from portal.core.clock import now
from portal.registration.actions.activities import withdraw
from portal.registration.actions.posts import end_claim, withdraw_claim
from portal.registration.actions.receipts import end_receipts
from portal.registration.actions.wish_claims import lapse_claim
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.accounts import account_of, gone_but_open
from portal.registration.queries.activities import sign_ups_of_member
from portal.registration.queries.posts import claims_of_member
from portal.registration.queries.wish_claims import OPEN, claims_of
from portal.registration.terms.reporting import Mover
from portal.registration.terms.service import ActivityState, ClaimState


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
    for claim in claims_of(subject, *OPEN):
        lapse_claim(claim, reason=Mover.STRUCK.zh, by=by, now=now())
    if isinstance(subject, Member):
        _leave_service(subject, day, by)
    account = account_of(subject)
    if account is not None and account.username != by:
        close_account(account, by=by, reason=Mover.STRUCK.zh, now=now())


def _leave_service(member: Member, day: date, by: str) -> None:
    """His posts are free from the next day on, his places in activities to come at once."""
    for claim in claims_of_member(member):
        if claim.state is ClaimState.CLAIMED:
            withdraw_claim(claim, by=by)
        elif claim.state is ClaimState.CONFIRMED:
            last = max(day, claim.from_day or day)
            end_claim(claim, day=last, reason=Mover.STRUCK.zh, by=by, today=max(last, day))
    for own in sign_ups_of_member(member):
        if own.activity.state is ActivityState.OPEN and own.activity.starts_at > now():
            withdraw(own.activity, member, by=by, now=now())
