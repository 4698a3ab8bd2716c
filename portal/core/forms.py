"""Forms that carry out an action: a refusal becomes a message beside its field, and what was typed stays."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import StringField

from portal.core.afterwards import note_refusal
from portal.core.errors import Refused


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
