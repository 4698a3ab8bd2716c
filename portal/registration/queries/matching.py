"""Who of the roster an applicant may be: by his number, or by his name and unit."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.core.database import session
from portal.core.sealed import digests
from portal.registration.models.reporting import Application
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.reporting import typed_of

MOST = 10


def candidates(application: Application) -> Sequence[Member]:
    """Those of the whole county whose number it is, or who have the name in the unit that was typed; ten at most.

    Only what the applicant typed himself finds anybody: nobody can search other subtrees with it.
    """
    typed = typed_of(application)
    alike = (Member.name == typed.get("name", "")) & Member.unit_id.in_(
        select(Unit.id).where(Unit.name == typed.get("unit", ""))
    )
    numbers = digests(typed["phone"]) if typed.get("phone") else []
    found = select(Member).where(or_(Member.phone_digest.in_(numbers), alike))
    loaded = found.options(joinedload(Member.unit), joinedload(Member.organisation))
    return session.scalars(loaded.order_by(Member.code).limit(MOST)).all()


def candidate(application: Application, code: str) -> Member | None:
    """One of them by his code."""
    return next((one for one in candidates(application) if one.code == code), None)
