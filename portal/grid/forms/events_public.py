"""What residents fill in about events."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.core.forms import THREE_ROWS, PortalForm
from portal.grid.forms.events import pictures
from portal.grid.rules.rulebook import EventClass

MOST_PHOTOS = 3


class ResidentForm(PortalForm):
    """What is wrong, in one sentence; everything but its kind and the sentence may be left out. `sure` says that none
    of the events shown is the same; `lat` and `lon` come from the address that brought the resident here."""

    kind = RadioField(_("是哪一种"), validators=[InputRequired(_("请点一个"))])
    text = TextAreaField(
        _("一句话说清楚"),
        validators=[InputRequired(_("请写一句话")), Length(4, 300, message=_("写 4 到 300 个字"))],
        render_kw=THREE_ROWS,
    )
    place = StringField(_("具体在哪里（可不填）"), default="", validators=[Optional(), Length(max=80)])
    grid = SelectField(_("在哪一片（可不选）"), validate_choice=False)
    phone = StringField(
        _("电话（可不填）"), default="", validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "tel"}
    )
    photos = MultipleFileField(_("照片（可不加，最多 3 张）"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    sure = HiddenField(default="")

    def offer(self, classes: Iterable[EventClass], grids: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request: the kinds of these classes; one alone is chosen."""
        kinds = [(kind.code, kind.label) for one in classes for kind in one.kinds]
        self.kind.choices = kinds
        self.kind.data = kinds[0][0] if len(kinds) == 1 else self.kind.data
        self.grid.choices = [("", _("不清楚")), *grids]

    def validate_photos(self, field: MultipleFileField) -> None:
        """Three say enough; a fourth is not dropped in silence."""
        if len(list(filter(None, field.data or ()))) > MOST_PHOTOS:
            raise ValidationError(_("最多 3 张照片"))

    @property
    def has_photos(self) -> bool:
        """Whether pictures came with it; they can be read only once."""
        return any(self.photos.data or ())

    @property
    def values(self) -> dict[str, Any]:
        told = {name: super(ResidentForm, self).values[name] or "" for name in ("kind", "text", "place", "phone")}
        return told | {"photos": pictures(self.photos.data)}
