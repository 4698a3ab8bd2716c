"""What staff and grid workers say of events that they reported, for themselves or for a resident (E6)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller
from portal.core.clock import LOCAL, today
from portal.core.deeds import deed_on
from portal.core.forms import ReasonForm
from portal.grid.actions import event_answers
from portal.grid.forms.events import RateForm, SureForm
from portal.grid.queries import events as queries
from portal.grid.rules.events import may_say
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventChannel
from portal.grid.views.blueprint import work

REPORT, VIEW = Permission.REPORT_EVENTS, Permission.VIEW_EVENTS


@work.route("/my-events/<string:code>/withdraw", methods=["GET", "POST"])
@allow(REPORT)
def withdraw_reported(code: str) -> ResponseReturnValue:
    about = _("事情已经解决，或者报错了，可以撤回。")
    return _said(code, SureForm(), event_answers.withdraw_event, _("撤回上报"), about)


@work.route("/my-events/<string:code>/reopen", methods=["GET", "POST"])
@allow(REPORT)
def reopen_reported(code: str) -> ResponseReturnValue:
    about = _("其实没有办好，退给承办的人重办。")
    return _said(code, ReasonForm(), event_answers.reopen_event, _("没有办好"), about)


@work.route("/my-events/<string:code>/rate", methods=["GET", "POST"])
@allow(REPORT)
def rate_reported(code: str) -> ResponseReturnValue:
    """A rating that a resident without a telephone gave by word of mouth."""
    form = RateForm()
    form.offer([_("非常满意"), _("满意"), _("一般"), _("不满意"), _("非常不满意")])
    about = _("问过居民以后，照他说的填。")
    return _said(code, form, event_answers.rate_event, _("代居民评价"), about, for_resident=True)


def said_of(found: Any, book: GridRulebook) -> set[str]:
    """What the caller may say of it as who reported it; only residents rate, whoever writes it down."""
    if found.filed_by != caller().username:
        return set()
    closed = found.closed_at.astimezone(LOCAL).date() if found.closed_at else None
    known = {"others": bool(found.also_reported), "rated": found.stars is not None}
    deeds = {one.value for one in may_say(found.state, closed, today(), book, **known)}
    return deeds if found.channel is EventChannel.BEHALF else deeds - {"rated"}


def _said(
    code: str, form: Any, action: Callable[..., object], title: str, about: str, *, for_resident: bool = False
) -> ResponseReturnValue:
    """One word on one event, on a page of its own."""
    found = queries.filed_by(code, caller().username) or abort(404)
    if for_resident and found.channel is not EventChannel.BEHALF:
        abort(404)
    back = url_for("grid.event" if caller().may(VIEW) else "grid.my_event", code=code)
    shown: dict[str, Any] = {"event": found, "about": about, "above": [(code, back)]}
    return deed_on(found, form, action, title=title, home=back, template="grid/event_deed.html", **shown)
