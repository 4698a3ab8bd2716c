"""Forms of a project under way: its contract, its end, its acceptance, how it is found."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import PortalForm, content_of, document, said, told
from portal.fund.forms.books import CHOOSE, NEEDED
from portal.grid.forms.events import CoverForm, pictures

__all__ = ["AcceptForm", "CloseForm", "ContractForm", "CoverForm", "FinishForm", "PhotosForm", "RatingForm"]

PICTURES = {"accept": "image/jpeg,image/png,image/webp"}


class ContractForm(PortalForm):
    """Who does it, by which contract, until when."""

    contractor = StringField(_("由谁来做"), validators=[InputRequired(NEEDED), Length(max=80)])
    day = DateField(_("合同日期"), validators=[InputRequired(NEEDED)])
    finish_by = DateField(_("约定哪天完工（可不填）"), validators=[Optional()])
    file = document(_("合同（PDF 或照片，可不传）"))

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"file": content_of(self.file)}


class FinishForm(PortalForm):
    """When the work was done."""

    day = DateField(_("哪一天完工"), validators=[InputRequired(NEEDED)])
    note = said(_("说明（可不填）"), 300)


class AcceptForm(PortalForm):
    """Who accepted it, what they found, and pictures of it."""

    day = DateField(_("哪一天验收"), validators=[InputRequired(NEEDED)])
    who = StringField(_("谁来验收的"), validators=[InputRequired(NEEDED), Length(max=120)])
    text = told(_("验收意见（会公开，不写电话、证件和姓名）"), 500)
    pictures = MultipleFileField(_("照片（至少一张，公开前要有人看过）"), render_kw=PICTURES)

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"pictures": pictures(self.pictures.data)}


class PhotosForm(PortalForm):
    """More pictures of the result."""

    pictures = MultipleFileField(_("照片"), render_kw=PICTURES)

    @property
    def values(self) -> dict[str, Any]:
        return {"pictures": pictures(self.pictures.data)}


class RatingForm(PortalForm):
    """How a resident found it, told by word of mouth or on paper."""

    stars = RadioField(_("办得怎么样"), coerce=int, validators=[InputRequired(CHOOSE)])
    text = said(_("说一句（可不填）"), 200)

    def offer(self) -> None:
        """Fill the choices, in the language of the request: the best first."""
        words = (_("很满意"), _("满意"), _("一般"), _("不满意"), _("很不满意"))
        self.stars.choices = [(5 - at, word) for at, word in enumerate(words)]


class CloseForm(PortalForm):
    """What it came to, for everybody to read."""

    result = told(_("做成了什么（会公开，不写电话、证件和姓名）"), 600)
