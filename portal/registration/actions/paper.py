"""Paper as an equal (E12): forms are printed with a code each, and what comes back is entered under it, once."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.organisation.models import Organisation
from portal.registration.models.reporting import PaperForm
from portal.registration.queries.paper import SIGNS, refusal_of
from portal.registration.terms.reporting import PaperKind

LENGTH = 8


def print_forms(
    where: Organisation, *, kind: PaperKind, copies: int, by: str, now: datetime, about: str = ""
) -> Sequence[PaperForm]:
    """So many blank forms of a community, each with a code of its own; `about` is the code of an activity."""
    made = [
        PaperForm(code=_code(), kind=kind, organisation=where, about=about, printed_by=by, printed_at=now)
        for _one in range(copies)
    ]
    session.add_all(made)
    session.flush()
    record(by, "paper.print", where.code, kind=kind.value, copies=copies, about=about)
    return made


def mark_entered(form: PaperForm, *, entered_as: str, by: str, now: datetime, scan: bytes | None = None) -> None:
    """What stands on the form is in the portal now, as the thing of that code. Refuses a form entered before."""
    locked = select(PaperForm).where(PaperForm.id == form.id).with_for_update()
    form = session.scalars(locked.execution_options(populate_existing=True)).one()
    if refusal := refusal_of(form):
        raise Refused(refusal)
    form.scan_key = keep_photo(scan) if scan else None
    form.entered_by, form.entered_at, form.entered_as = by, now, entered_as
    record(by, "paper.enter", form.code, kind=form.kind.value, entered_as=entered_as, scanned=bool(scan))


def _code() -> str:
    return "".join(secrets.choice(SIGNS) for _one in range(LENGTH))
