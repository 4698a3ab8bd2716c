"""Forms of micro-wishes: as residents fill them, as the community works with them, as takers answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.covering import covers_in
from portal.core.forms import PortalForm
from portal.core.words import Word
from portal.registration.terms.roster import FreeTime, ServiceField
from portal.registration.terms.wishes import Urgency, WishFault, WishKind

NEEDED = _("请填写")
CHOOSE = _("请选择")
THREE_ROWS = {"rows": "3"}
PICTURES = {"accept": "image/jpeg,image/png,image/webp"}
MOST_MINUTES = 24 * 60


class WishForm(PortalForm):
    """A wish in one sentence; everything but its kind and the sentence may be left out."""

    kind = RadioField(_("您需要什么"), validators=[InputRequired(_("请点一个"))])
    text = TextAreaField(
        _("一句话说清楚"),
        validators=[InputRequired(_("请写一句话")), Length(4, 300, message=_("写 4 到 300 个字"))],
        render_kw=THREE_ROWS,
    )
    phone = StringField(
        _("电话（可不填）"), validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "tel"}
    )
    name = StringField(_("怎么称呼您（可不填）"), validators=[Length(max=40)], render_kw={"autocomplete": "name"})
    grid = SelectField(_("住在哪一片（可不选）"), validate_choice=False)
    times = SelectMultipleField(
        _("什么时候方便（可不选）"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    photos = MultipleFileField(_("照片（可不加，最多 3 张）"), render_kw=PICTURES)

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices = _words(WishKind)
        self.times.choices = _words(FreeTime)
        self.grid.choices = []

    def offer(self, grids: Iterable[tuple[str, str]], nothing: str) -> None:
        """Fill the choice of the ground."""
        self.grid.choices = [("", nothing), *grids]

    @property
    def values(self) -> dict[str, Any]:
        told = {name: value for name, value in super().values.items() if name != "grid"}
        told |= {name: told[name] or "" for name in ("name", "phone")}
        return told | {"kind": WishKind(self.kind.data), "photos": _pictures(self.photos.data)}


class BehalfForm(WishForm):
    """The same, filled in by somebody else: the ground is his to say."""

    urgency = SelectField(_("急不急"))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.urgency.choices = _words(Urgency)
        self.grid.validators = [InputRequired(CHOOSE)]
        self.grid.label.text = _("住在哪个网格")

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"urgency": Urgency(self.urgency.data)}


class TrackForm(PortalForm):
    """The code that a resident got."""

    code = StringField(
        _("查询码"),
        validators=[InputRequired(NEEDED), Length(max=24)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "placeholder": "0000 0000 0000"},
    )

    @property
    def plain(self) -> str:
        """The digits alone, however they were set apart."""
        return "".join(filter(str.isdigit, self.code.data or ""))


class RateForm(PortalForm):
    """How it was."""

    stars = RadioField(_("您满意吗"), validators=[InputRequired(_("请点一个"))])
    rating = TextAreaField(_("想说的话（可不填）"), validators=[Length(max=200)], render_kw={"rows": "2"})

    def offer(self, words: Sequence[str]) -> None:
        """Fill the choices, the best first."""
        self.stars.choices = [(str(5 - place), word) for place, word in enumerate(words)]

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"stars": int(self.stars.data)}


class SureForm(PortalForm):
    """Something that is meant; the reason may be left out."""

    reason = TextAreaField(_("原因（可不填）"), validators=[Length(max=200)], render_kw={"rows": "2"})


class WhyForm(PortalForm):
    """Something that takes a reason."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(2, 200)], render_kw=THREE_ROWS)


class NoteForm(PortalForm):
    """What was said or agreed."""

    note = TextAreaField(_("记下什么"), validators=[InputRequired(NEEDED), Length(2, 400)], render_kw=THREE_ROWS)


class CloseForm(PortalForm):
    """The follow-up call, before a wish is crossed off."""

    note = TextAreaField(_("回访情况（可不填）"), validators=[Length(max=400)], render_kw=THREE_ROWS)


class PublishForm(PortalForm):
    """The words that everybody reads, the class of service, how soon it matters."""

    public_text = TextAreaField(
        _("公开的文字"), validators=[InputRequired(NEEDED), Length(4, 300)], render_kw=THREE_ROWS
    )
    field = SelectField(_("服务类别"))
    urgency = SelectField(_("急不急"))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.field.choices, self.urgency.choices = _words(ServiceField), _words(Urgency)

    @property
    def values(self) -> dict[str, Any]:
        told = {"field": ServiceField(self.field.data), "urgency": Urgency(self.urgency.data)}
        return super().values | told


class OfferForm(PortalForm):
    """Somebody to offer a wish to."""

    taker = RadioField(_("派给谁"), validators=[InputRequired(CHOOSE)])

    def offer(self, takers: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: members who suit it, units paired with the community."""
        self.taker.choices = list(takers)

    @property
    def values(self) -> dict[str, Any]:
        return {}


class MinutesForm(PortalForm):
    """How long it took, as the community confirms it."""

    minutes = IntegerField(
        _("用了多少分钟"),
        validators=[InputRequired(NEEDED), NumberRange(0, MOST_MINUTES, message=_("写 0 到 1440"))],
    )


class DoneForm(PortalForm):
    """What was done."""

    note = TextAreaField(_("办了什么"), validators=[InputRequired(NEEDED), Length(2, 400)], render_kw=THREE_ROWS)
    minutes = IntegerField(
        _("一共用了多少分钟（可不填）"),
        validators=[Optional(), NumberRange(1, MOST_MINUTES, message=_("写 1 到 1440"))],
    )
    photos = MultipleFileField(_("照片（可不加，最多 3 张）"), render_kw=PICTURES)

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"photos": _pictures(self.photos.data)}


class CoverForm(PortalForm):
    """Rectangles that cover faces and plates, in percent of the picture."""

    covers = TextAreaField(_("遮盖的位置"), validators=[Length(max=2000)], render_kw={"rows": "4"})

    def validate_covers(self, field: TextAreaField) -> None:
        try:
            covers_in(field.data or "")
        except (TypeError, ValueError):
            raise ValidationError(WishFault.COVER.label) from None

    @property
    def values(self) -> dict[str, Any]:
        return {"covers": covers_in(self.covers.data or "")}


def _pictures(files: Iterable[Any] | None) -> list[bytes]:
    return [content for file in files or () if hasattr(file, "read") and (content := file.read())]


def _words(kind: type[Word]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kind]
