"""Pictures of events: looked at by a person, covered where they show a face or a plate, then shown or not (E9)."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.clock import today
from portal.core.sending import send_picture
from portal.grid.actions import events as actions
from portal.grid.forms.events import CoverForm
from portal.grid.queries import events as queries
from portal.grid.queries.workers import hands_of
from portal.grid.views.blueprint import work

HANDLE, SEE, LOG = Permission.HANDLE_EVENTS, Permission.SEE_ORIGINALS, Permission.LOG_SERVICE


@work.route("/event-photos/<string:code>/cover", methods=["GET", "POST"])
@allow(HANDLE)
def cover_event_photo(code: str) -> ResponseReturnValue:
    photo, form = _photo(code), CoverForm()
    if form.carries_out(actions.show_photo, photo, by=caller().username):
        flash(_("照片遮好了，会和事件一起公开。"))
        return _back(photo)
    may_look = photo.read_by is None or caller().may(SEE)
    return render_template("grid/cover_photo.html", form=form, photo=photo, may_look=may_look), form.status


@work.post("/event-photos/<string:code>/hide")
@allow(HANDLE)
def hide_event_photo(code: str) -> ResponseReturnValue:
    photo = _photo(code)
    actions.hide_photo(photo, by=caller().username)
    flash(_("这张照片不公开。"))
    return _back(photo)


@work.get("/event-photos/<string:code>/unread")
@allow(HANDLE)
def unread_event_photo(code: str) -> ResponseReturnValue:
    """The picture as it came, for who has to look at it; once somebody has, only for who may see originals."""
    photo = _photo(code)
    if photo.read_by is not None:
        abort(404)
    return send_picture(photo.original_key)


@work.get("/event-photos/<string:code>/covered")
@allow(HANDLE)
def covered_event_photo(code: str) -> ResponseReturnValue:
    """The picture as it will be shown."""
    return send_picture(_photo(code).shown_key or abort(404))


@work.get("/event-photos/<string:code>/original")
@allow(SEE)
def original_event_photo(code: str) -> ResponseReturnValue:
    photo = queries.photo_in(code, scope_of(SEE)) or abort(404)
    event, by = photo.event.code, caller().username
    afterwards(lambda: actions.note_original_seen(event, code, by=by))
    return send_picture(photo.original_key)


@work.get("/my-events/photos/<string:code>")
@allow(LOG)
def own_event_photo(code: str) -> ResponseReturnValue:
    """A picture of an event that this worker has in hand or has reported: he stands before the thing itself."""
    person, grids = hands_of(caller().username, today())
    photo: Any = queries.own_photo(code, person, caller().username, grids) or abort(404)
    return send_picture(photo.original_key)


def _photo(code: str) -> Any:
    return queries.photo_in(code, scope_of(HANDLE)) or abort(404)


def _back(photo: Any) -> ResponseReturnValue:
    return redirect(url_for("grid.event", code=photo.event.code), 303)
