"""Two records of one person become one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.organisation.queries.people import person_in
from portal.privacy import queries
from portal.privacy.actions.merging import merge_people
from portal.privacy.forms import MergeForm
from portal.privacy.views.blueprint import privacy

EDIT = Permission.EDIT_PEOPLE


@privacy.route("/people/<string:code>/merge", methods=["GET", "POST"])
@allow(EDIT)
def merge(code: str) -> ResponseReturnValue:
    kept = person_in(code, scope_of(EDIT))
    if kept is None or kept.left_on:
        abort(404)
    form = MergeForm(gone=request.args.get("with", ""))
    gone: Any = person_in((form.gone.data or "").strip(), scope_of(EDIT))
    if form.is_submitted() and gone is None:
        form.validate()
        form.gone.errors = [_("这里没有这个代码的人")]
    elif form.carries_out(merge_people, kept, gone, by=caller().username, today=today()):
        flash(_("两份档案已合并。"))
        return redirect(url_for("organisation.person", code=code), 303)
    alike = queries.alike(kept, scope_of(EDIT))
    return render_template("privacy/merge.html", form=form, person=kept, other=gone, alike=alike), form.status
