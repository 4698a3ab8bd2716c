"""What is done with receipts: given, and ended when somebody moves on."""

import secrets
from datetime import date

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.database import session
from portal.organisation.models import Organisation
from portal.registration.models.reporting import Application, Receipt
from portal.registration.models.roster import Member, Unit
from portal.registration.rules.reporting import receipt_number, receipt_prefix


def issue_receipt(
    subject: Member | Unit, where: Organisation, *, application: Application | None, because: str, by: str, today: date
) -> Receipt:
    """A receipt of this community; whatever the subject held before ends, for the reason given."""
    end_receipts(subject, because=because, by=by, today=today)
    made = Receipt(
        code=secrets.token_hex(10),
        number=_next_number(where, today.year),
        organisation=where,
        application=application,
        issued_on=today,
        issued_by=by,
        **_about(subject),
    )
    session.add(made)
    session.flush()
    record(by, "receipt.issue", made.number, holder=subject.code, community=where.code)
    return made


def end_receipts(subject: Member | Unit, *, because: str, by: str, today: date) -> None:
    """What the subject holds is no longer valid, from today on."""
    column = Receipt.member_id if isinstance(subject, Member) else Receipt.unit_id
    for one in session.scalars(select(Receipt).where(column == subject.id, Receipt.ended_on.is_(None))):
        one.ended_on, one.ended_because = today, because
        record(by, "receipt.end", one.number, reason=because, holder=subject.code)


def _about(subject: Member | Unit) -> dict[str, Member | Unit]:
    return {"member": subject} if isinstance(subject, Member) else {"unit": subject}


def _next_number(where: Organisation, year: int) -> str:
    """Two who give a receipt of one community wait for each other here, so that no number is doubled or left out."""
    session.execute(select(Organisation.id).where(Organisation.id == where.id).with_for_update())
    prefix = receipt_prefix(where.code, year)
    of_year = (Receipt.number >= prefix) & (Receipt.number < prefix.removesuffix("-") + ".")
    by_number = (func.length(Receipt.number).desc(), Receipt.number.desc())
    last = session.scalar(select(Receipt.number).where(of_year).order_by(*by_number).limit(1))
    return receipt_number(where.code, year, last)
