"""What residents fill in about events."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import PortalForm
from portal.grid.forms.events import CHOOSE, THREE_ROWS, kinds_of, pictures
from portal.grid.rules.rulebook import GridRulebook

MOST_PHOTOS = 3


class ResidentForm(PortalForm):
    """What is wrong, in one sentence; everything but its kind and the sentence may be left out. `sure` says that none
    of the events shown is the same; `lat` and `lon` come from the address that brought the resident here."""

    kind = SelectField(_("什么事"), validators=[InputRequired(CHOOSE)])
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

    def offer(self, book: GridRulebook, grids: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = {"": [("", _("请选择"))], **kinds_of(book)}
        self.grid.choices = [("", _("不清楚")), *grids]

    @property
    def values(self) -> dict[str, Any]:
        told = {name: super(ResidentForm, self).values[name] or "" for name in ("kind", "text", "place", "phone")}
        return told | {"photos": pictures(self.photos.data)[:MOST_PHOTOS]}
