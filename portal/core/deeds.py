"""Deeds that have a page of their own: a title, what it is about, a form, and the way back to the thing."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import caller
from portal.core.clock import now
from portal.core.forms import PortalForm


def deed_on(
    found: Any,
    form: PortalForm,
    action: Callable[..., object],
    *,
    title: str,
    home: str,
    template: str,
    known: Mapping[str, Any] | None = None,
    **shown: Any,
) -> ResponseReturnValue:
    """Carry the form's deed out on what was found and lead home; else its page, filled as it was sent.

    `known` goes to the action beside what was typed, `shown` to the template beside the form and the title.
    """
    if form.carries_out(action, found, by=caller().username, now=now(), **(known or {})):
        flash(_("已办：%(deed)s。", deed=title))
        return redirect(home, 303)
    return render_template(template, form=form, title=title, **shown), form.status
