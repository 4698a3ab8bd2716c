"""Pictures of wishes: looked at by a person, covered where they show a face or a plate, then shown or not (E9)."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.sending import send_picture
from portal.registration.actions import wish_photos as actions
from portal.registration.forms.wishes import CoverForm
from portal.registration.queries import wishes as queries
from portal.registration.views.blueprint import registration

HANDLE, SEE = Permission.HANDLE_WISHES, Permission.SEE_ORIGINALS


@registration.route("/wish-photos/<string:code>/cover", methods=["GET", "POST"])
@allow(HANDLE)
def cover_photo(code: str) -> ResponseReturnValue:
    photo, form = _photo(code), CoverForm()
    if form.carries_out(actions.show_photo, photo, by=caller().username):
        flash(_("照片遮好了，会和心愿一起公开。"))
        return _back(photo)
    may_look = photo.read_by is None or caller().may(SEE)
    return render_template("registration/cover_photo.html", form=form, photo=photo, may_look=may_look), form.status


@registration.post("/wish-photos/<string:code>/hide")
@allow(HANDLE)
def hide_photo(code: str) -> ResponseReturnValue:
    photo = _photo(code)
    actions.hide_photo(photo, by=caller().username)
    flash(_("这张照片不公开。"))
    return _back(photo)


@registration.get("/wish-photos/<string:code>/unread")
@allow(HANDLE)
def unread_photo(code: str) -> ResponseReturnValue:
    """The picture as it came, for who has to look at it; once somebody has, only for who may see originals."""
    photo = _photo(code)
    if photo.read_by is not None:
        abort(404)
    return send_picture(photo.original_key)


@registration.get("/wish-photos/<string:code>/covered")
@allow(HANDLE)
def covered_photo(code: str) -> ResponseReturnValue:
    """The picture as it will be shown."""
    photo = _photo(code)
    return send_picture(photo.shown_key or abort(404))


@registration.get("/wish-photos/<string:code>/original")
@allow(SEE)
def original_photo(code: str) -> ResponseReturnValue:
    photo = queries.photo_in(code, scope_of(SEE)) or abort(404)
    wish, by = photo.wish.code, caller().username
    afterwards(lambda: actions.note_original_seen(wish, code, by=by))
    return send_picture(photo.original_key)


def _photo(code: str) -> Any:
    return queries.photo_in(code, scope_of(HANDLE)) or abort(404)


def _back(photo: Any) -> ResponseReturnValue:
    return redirect(url_for("registration.wish_to_handle", code=photo.wish.code), 303)
