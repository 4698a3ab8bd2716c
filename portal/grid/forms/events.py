"""Forms of events: as they are reported, as the desk works with them, as who handles them answers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, FloatField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.covering import covers_in
from portal.core.forms import THREE_ROWS, PortalForm, said, told
from portal.grid.rules.events import Handler
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventFault, EventUrgency, HandlerKind

NEEDED = _("请填写")
CHOOSE = _("请选择")
CODE_TYPED = {"inputmode": "numeric", "autocomplete": "off"}
PICTURES = {"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}


class ReportForm(PortalForm):
    """An event in one sentence, where it is, and how soon it matters."""

    kind = SelectField(_("什么事"), validators=[InputRequired(CHOOSE)])
    text = TextAreaField(
        _("一句话说清楚"),
        validators=[InputRequired(NEEDED), Length(2, 500, message=_("写 2 到 500 个字"))],
        render_kw=THREE_ROWS,
    )
    grid = SelectField(_("在哪个网格"), validators=[DataRequired(CHOOSE)])
    place = StringField(_("具体在哪里"), default="", validators=[Optional(), Length(max=80)])
    urgency = SelectField(_("急不急"))
    lat = FloatField(_("纬度"), validators=[Optional(), NumberRange(-90, 90)], render_kw={"inputmode": "decimal"})
    lon = FloatField(_("经度"), validators=[Optional(), NumberRange(-180, 180)], render_kw={"inputmode": "decimal"})
    photos = MultipleFileField(_("照片（可不加）"), render_kw=PICTURES)

    def offer(self, book: GridRulebook, grids: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = {str(CHOOSE): [("", CHOOSE)], **kinds_of(book)}
        self.urgency.choices = [(one.value, one.label) for one in EventUrgency]
        self.grid.choices = [("", CHOOSE), *grids]

    @property
    def values(self) -> dict[str, Any]:
        told = {name: value for name, value in super().values.items() if name != "grid"}
        return told | {"urgency": EventUrgency(self.urgency.data), "photos": pictures(self.photos.data)}


class BehalfForm(ReportForm):
    """The same for a resident without a phone at hand, marked so."""

    behalf = BooleanField(_("代居民上报（居民没有手机，或不会用）"))
    name = StringField(_("居民怎么称呼（可不填）"), default="", validators=[Optional(), Length(max=40)])
    phone = StringField(_("居民电话（可不填）"), default="", validators=[Optional(), Length(max=20)])

    @property
    def values(self) -> dict[str, Any]:
        told = {name: value for name, value in super().values.items() if name != "behalf"}
        return told | {"name": told["name"] or "", "phone": told["phone"] or ""}

    @property
    def is_for_resident(self) -> bool:
        """Whether it is said so, or a resident is named."""
        return bool(self.behalf.data or self.name.data or self.phone.data)


class OnTheSpotForm(ReportForm):
    """What a worker reports; he may have done it at once."""

    answer = TextAreaField(
        _("已经当场办好了？写一句怎么办的（可不填）"),
        default="",
        validators=[Optional(), Length(max=300)],
        render_kw=THREE_ROWS,
    )

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "answer"}


class AcceptForm(PortalForm):
    """What it is and in which grid; who handles it is said later."""

    kind = SelectField(_("类别"), validators=[InputRequired(CHOOSE)])
    urgency = SelectField(_("急不急"))
    grid = SelectField(_("在哪个网格"), validators=[Optional()])

    def offer(self, book: GridRulebook, grids: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = kinds_of(book)
        self.urgency.choices = [(one.value, one.label) for one in EventUrgency]
        self.grid.choices = [("", _("还不清楚")), *grids]

    @property
    def values(self) -> dict[str, Any]:
        return {"kind": self.kind.data, "urgency": EventUrgency(self.urgency.data)}


class AssignForm(AcceptForm):
    """The same, and who handles it."""

    handler = RadioField(_("由谁办理"), validators=[InputRequired(EventFault.HANDLER.zh)])
    department = SelectField(_("县部门（转部门时选）"), validators=[Optional()])
    note = StringField(_("说明（可不填）"), default="", validators=[Optional(), Length(max=200)])

    def offer(self, book: GridRulebook, grids: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        super().offer(book, grids)
        self.handler.choices = [(one.value, one.label) for one in HandlerKind]
        self.department.choices = [("", CHOOSE), *((name, name) for name in book.departments)]

    @property
    def values(self) -> dict[str, Any]:
        handler = Handler(HandlerKind(self.handler.data), self.department.data or "")
        return super().values | {"handler": handler, "note": self.note.data or ""}


class NoteForm(PortalForm):
    """What is written down."""

    note = told(_("记录"), 500)


class SeenForm(PortalForm):
    """What was seen, if there is anything to say."""

    note = said(_("说明（可不填）"), 300)


class AnswerForm(PortalForm):
    """What was done, for everybody to read."""

    answer = TextAreaField(
        _("办理结果（会公开，不写电话、门牌和姓名）"),
        validators=[InputRequired(NEEDED), Length(max=300)],
        render_kw=THREE_ROWS,
    )
    photos = MultipleFileField(_("办理后的照片（可不加）"), render_kw=PICTURES)

    @property
    def values(self) -> dict[str, Any]:
        return {"answer": self.answer.data or "", "photos": pictures(self.photos.data)}


class PublishForm(PortalForm):
    """Words for everybody; none takes it down."""

    public_text = said(_("公开的文字（空着就不公开）"), 300)


class MergeForm(PortalForm):
    """The number of the event that says the same."""

    code = StringField(_("并入哪个事件（编号）"), validators=[InputRequired(NEEDED), Length(max=20)])

    @property
    def values(self) -> dict[str, Any]:
        return {}


class PassOnForm(PortalForm):
    """Another community, and why."""

    community = SelectField(_("转到哪个社区"), validators=[InputRequired(CHOOSE)])
    note = told(_("原因"), 300)

    @property
    def values(self) -> dict[str, Any]:
        return {"note": self.note.data or ""}


class CoverForm(PortalForm):
    """Rectangles of a picture that nobody is to see."""

    covers = said(_("遮盖的位置"), 2000)

    def validate_covers(self, field: TextAreaField) -> None:
        """Each line four numbers in percent."""
        try:
            covers_in(field.data or "")
        except (ValueError, TypeError):
            raise ValidationError(_("遮盖的位置要在 0 到 100 之间，宽和高大于 0")) from None

    @property
    def values(self) -> dict[str, Any]:
        return {"covers": covers_in(self.covers.data or "")}


class RateForm(PortalForm):
    """How it was found."""

    stars = RadioField(_("办得怎么样"), coerce=int, validators=[InputRequired(CHOOSE)])
    rating = said(_("说一句（可不填）"), 200)

    def offer(self, words: Sequence[str]) -> None:
        """Fill the choices, the best first."""
        self.stars.choices = [(5 - at, word) for at, word in enumerate(words)]


class SureForm(PortalForm):
    """One press, perhaps with a word."""

    reason = said(_("说一句（可不填）"), 200)


class TrackForm(PortalForm):
    """The code that a resident got."""

    code = StringField(
        _("查询码"),
        validators=[InputRequired(NEEDED), Length(max=30)],
        render_kw=CODE_TYPED,
    )

    @property
    def plain(self) -> str:
        """Its digits alone."""
        return "".join(sign for sign in self.code.data or "" if sign.isdigit())


def kinds_of(book: GridRulebook) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Kinds by their class, as the choice shows them."""
    return {one.label: [(kind.code, kind.label) for kind in one.kinds] for one in book.event_classes}


def pictures(sent: Iterable[Any] | None) -> list[bytes]:
    """The pictures among the files of a request."""
    return [content for one in sent or () if one and (content := one.read())]
