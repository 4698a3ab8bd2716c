"""What is asked about receipts: which one holds, whose it is, whether a code is one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.registration.models.reporting import Receipt
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.who import member_of, unit_of


def receipt_by_code(code: str) -> Receipt | None:
    """The receipt whose QR holds this code, ended ones too."""
    loaded = (
        joinedload(Receipt.organisation),
        joinedload(Receipt.unit),
        joinedload(Receipt.member).joinedload(Member.unit),
    )
    return session.scalar(select(Receipt).options(*loaded).where(Receipt.code == code))


def receipt_for(code: str, username: str, scope: Scope) -> Receipt | None:
    """The receipt, for whom it is about, for the liaison of the unit, and for staff in whose subtree it was given."""
    receipt = receipt_by_code(code)
    if receipt is None:
        return None
    own, unit = member_of(username), unit_of(username)
    if own is not None and receipt.member_id == own.id:
        return receipt
    if unit is not None and unit.id in {receipt.unit_id, receipt.member.unit_id if receipt.member else None}:
        return receipt
    here = select(Organisation.id).where(Organisation.id == receipt.organisation_id, within(scope, Organisation.path))
    return receipt if session.scalar(here) is not None else None


def receipts_of(subject: Member | Unit) -> Sequence[Receipt]:
    """The receipts of a member or a unit, the latest first."""
    column = Receipt.member_id if isinstance(subject, Member) else Receipt.unit_id
    found = select(Receipt).options(joinedload(Receipt.organisation)).where(column == subject.id)
    return session.scalars(found.order_by(Receipt.id.desc())).all()
