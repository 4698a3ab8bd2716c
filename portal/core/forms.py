"""Forms that carry out an action: a refusal becomes a message beside its field, and what was typed stays."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.afterwards import note_refusal
from portal.core.documents import ACCEPTED
from portal.core.errors import Refused

NEEDED = _("请填写")
THREE_ROWS = {"rows": "3"}


class PortalForm(FlaskForm):  # type: ignore[misc]
    """Base of the portal's forms."""

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field name."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}

    def carries_out(self, action: Callable[..., object], *args: object, **known: object) -> bool:
        """Validate, then act; True when it was done."""
        if not self.validate_on_submit():
            return False
        try:
            action(*args, **known, **self.values)
        except Refused as refusal:
            note_refusal(request.path, refusal.reason)
            if refusal.field and refusal.field in self:
                self[refusal.field].errors = [*self[refusal.field].errors, refusal.reason]
            else:
                self.form_errors.append(refusal.reason)
            return False
        return True

    @property
    def status(self) -> int:
        """422 where something was refused: the page comes back filled."""
        return 422 if self.errors else 200


class UnechoedField(StringField):  # type: ignore[misc]
    """A number that no page holds whole: what was typed is not sent back, as with a password."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def _value(self) -> str:
        return ""


def told(label: Any, most: int) -> TextAreaField:
    """A few lines that must be there."""
    return TextAreaField(label, validators=[InputRequired(NEEDED), Length(max=most)], render_kw=THREE_ROWS)


def said(label: Any, most: int) -> TextAreaField:
    """A few lines that may be left out."""
    return TextAreaField(label, default="", validators=[Optional(), Length(max=most)], render_kw=THREE_ROWS)


def document(label: Any) -> FileField:
    """A PDF or a picture that may be left out."""
    return FileField(label, render_kw={"accept": ACCEPTED})


def content_of(field: FileField) -> bytes:
    """What was handed in, nothing where nothing was."""
    return field.data.read() if field.data else b""


class PlainForm(PortalForm):
    """A press is enough."""


class ReasonForm(PortalForm):
    """Why."""

    reason = told(_("原因"), 300)
