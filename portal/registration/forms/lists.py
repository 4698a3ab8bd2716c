"""Forms of the three lists."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from portal.core.forms import PortalForm
from portal.registration.terms.lists import ResourceKind
from portal.registration.terms.roster import FreeTime, ServiceField

NEEDED = _("请填写")
LARGEST_COUNT = 99_999


class LineForm(PortalForm):
    """A resource or a need: what, of which kind and class, when."""

    title = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])
    kind = SelectField(_("种类"))
    field = SelectField(_("类别"))
    detail = TextAreaField(_("说明"), default="", validators=[Optional(), Length(max=600)], render_kw={"rows": "3"})
    times = SelectMultipleField(_("方便的时间"), option_widget=CheckboxInput())
    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    until_day = DateField(_("到哪一天为止"), validators=[Optional()])

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = [(one.value, one.label) for one in ResourceKind]
        self.field.choices = [(one.value, one.label) for one in ServiceField]
        self.times.choices = [(one.value, one.label) for one in FreeTime]

    @property
    def values(self) -> dict[str, object]:
        typed = {name: value for name, value in super().values.items() if name not in {"unit", "organisation", "grid"}}
        times = [FreeTime(one) for one in self.times.data or ()]
        return typed | {"kind": ResourceKind(self.kind.data), "field": ServiceField(self.field.data), "times": times}


class ResourceForm(LineForm):
    """What staff enter for a unit."""

    unit = SelectField(_("单位"), validators=[InputRequired(NEEDED)])


class NeedForm(LineForm):
    """What a community needs, perhaps in one of its grids."""

    organisation = SelectField(_("社区"), validators=[InputRequired(NEEDED)])
    grid = SelectField(_("网格"), validators=[Optional()])


class ProjectForm(PortalForm):
    """What two sides agree on."""

    title = StringField(_("项目名称"), validators=[InputRequired(NEEDED), Length(max=60)])
    agreement = TextAreaField(_("约定"), validators=[InputRequired(NEEDED), Length(max=2000)], render_kw={"rows": "6"})
    due_on = DateField(_("最迟哪一天完成"), validators=[InputRequired(NEEDED)])


class RecordForm(PortalForm):
    """What was done on a day; people are counted, never named."""

    day = DateField(_("日期"), validators=[InputRequired(NEEDED)])
    what = TextAreaField(_("做了什么"), validators=[InputRequired(NEEDED), Length(max=600)], render_kw={"rows": "3"})
    beneficiaries = IntegerField(
        _("受益人数"),
        validators=[InputRequired(NEEDED), NumberRange(0, LARGEST_COUNT, message=_("请写 0 到 99999 的整数"))],
    )
    photo = FileField(_("照片（可不加）"), render_kw={"accept": "image/jpeg,image/png,image/webp"})

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"photo": self.photo.data.read() if self.photo.data else b""}
