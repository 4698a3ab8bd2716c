"""What is asked about printed forms: one by its code, and where what stands on it is entered."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, send_file, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.errors import Refused
from portal.core.files import path_of
from portal.organisation.models import Organisation
from portal.registration.models.reporting import PaperForm
from portal.registration.models.service import Activity, SignUp
from portal.registration.terms.reporting import PaperKind, ReportingFault
from portal.registration.terms.service import SignUpState

# No letter or digit that is taken for another one.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
RECENT = 30
# The page of each kind on which a form is entered; the subjects build them, and they are called with ?paper=CODE.
ENTRY = {
    PaperKind.CHECK_IN: "registration.file_report",
    PaperKind.WISH: "registration.file_wish",
    PaperKind.ATTENDANCE: "registration.enter_attendance",
}


def entry_address(form: PaperForm) -> str | None:
    """Where this form is entered; None while the portal has no page for it."""
    endpoint = ENTRY[form.kind]
    if endpoint not in current_app.view_functions:
        return None
    (rule,) = list(current_app.url_map.iter_rules(endpoint))[:1]
    about: dict[str, Any] = {"code": form.about} if "code" in rule.arguments else {}
    return url_for(endpoint, paper=form.code, **about)


def form_in(written: str, scope: Scope) -> PaperForm | None:
    """The form of that code, however it is written, in these subtrees; entered ones too."""
    code = written.strip().upper().replace("-", "").replace(" ", "")
    found = select(PaperForm).join(PaperForm.organisation).options(joinedload(PaperForm.organisation))
    return session.scalar(found.where(PaperForm.code == code, within(scope, Organisation.path)))


def take_form(code: str, scope: Scope, kind: PaperKind | None = None) -> PaperForm:
    """The blank form of that code, to be entered. Refuses an unknown one and one that was entered, by whom and when."""
    form = form_in(code, scope)
    if form is None or (kind is not None and form.kind is not kind):
        raise Refused(ReportingFault.UNKNOWN.label, "code")
    if refusal := refusal_of(form):
        raise Refused(refusal, "code")
    return form


def refusal_of(form: PaperForm) -> str:
    """Why this form cannot be entered: by whom and when it was already; "" for a blank one."""
    if form.entered_at is None:
        return ""
    told = {"by": form.entered_by, "at": format_datetime(form.entered_at, "medium")}
    return _("%(fault)s（%(by)s，%(at)s）", fault=ReportingFault.ENTERED.label, **told)


def scan_of(form: PaperForm) -> Response | None:
    """The picture of the form, where one was kept."""
    if form.scan_key is None:
        return None
    return send_file(path_of(form.scan_key), mimetype="image/webp", max_age=0)


def recent_forms(scope: Scope) -> Sequence[PaperForm]:
    """The forms printed last in these subtrees, thirty at most."""
    found = select(PaperForm).join(PaperForm.organisation).options(joinedload(PaperForm.organisation))
    return session.scalars(
        found.where(within(scope, Organisation.path)).order_by(PaperForm.id.desc()).limit(RECENT)
    ).all()


def signed_up(activity: Activity) -> Sequence[SignUp]:
    """Who signed up, in the order of the list."""
    held = (SignUp.activity_id == activity.id) & (SignUp.state == SignUpState.SIGNED_UP)
    return session.scalars(select(SignUp).options(joinedload(SignUp.member)).where(held).order_by(SignUp.id)).all()
