"""Forms of posts, activities and hours."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.clock import LOCAL
from portal.core.forms import PortalForm
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import HoursFrom

NEEDED = _("请填写")
COUNT = NumberRange(1, 9999, message=_("请写 1 到 9999 的整数"))
MINUTES = NumberRange(1, 1440, message=_("请写 1 到 1440 分钟"))


class ClassedForm(PortalForm):
    """Something with a title and a class of service, in an organisation and perhaps in one of its grids."""

    organisation = SelectField(_("社区"), validators=[InputRequired(NEEDED)])
    grid = SelectField(_("网格"), validators=[Optional()])
    field = SelectField(_("类别"))
    title = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])

    def offer(self, organisations: list[tuple[str, str]], grids: list[tuple[str, str]], nowhere: str) -> None:
        """Fill the choices, in the language of the request."""
        self.organisation.choices = list(organisations)
        self.grid.choices = [("", nowhere), *grids]
        self.field.choices = [(one.value, one.label) for one in ServiceField]

    @property
    def values(self) -> dict[str, object]:
        typed = {name: value for name, value in super().values.items() if name not in {"organisation", "grid"}}
        return typed | {"field": ServiceField(self.field.data)}


class PostForm(ClassedForm):
    """A post that members can claim."""

    duty = TextAreaField(_("职责"), default="", validators=[Optional(), Length(max=400)], render_kw={"rows": "3"})
    places = IntegerField(_("名额"), default=1, validators=[InputRequired(NEEDED), COUNT])
    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    until_day = DateField(_("到哪一天为止"), validators=[Optional()])


class ChangePostForm(PortalForm):
    """What may be changed of a post."""

    title = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])
    duty = TextAreaField(_("职责"), default="", validators=[Optional(), Length(max=400)], render_kw={"rows": "3"})
    places = IntegerField(_("名额"), validators=[InputRequired(NEEDED), COUNT])
    until_day = DateField(_("到哪一天为止"), validators=[Optional()])


class ActivityForm(ClassedForm):
    """An activity; its times are the county's."""

    detail = TextAreaField(_("说明"), default="", validators=[Optional(), Length(max=800)], render_kw={"rows": "3"})
    place = StringField(_("地点"), validators=[InputRequired(NEEDED), Length(max=80)])
    starts_at = DateTimeLocalField(_("开始"), validators=[InputRequired(NEEDED)])
    ends_at = DateTimeLocalField(_("结束"), validators=[InputRequired(NEEDED)])
    sign_up_until = DateTimeLocalField(_("报名截止"), validators=[InputRequired(NEEDED)])
    places = IntegerField(_("名额"), default=20, validators=[InputRequired(NEEDED), COUNT])

    @property
    def values(self) -> dict[str, object]:
        """The typed times are those of the county's clock."""
        moments = {
            name: value.replace(tzinfo=LOCAL) for name, value in super().values.items() if isinstance(value, datetime)
        }
        return super().values | moments


class PlacesForm(PortalForm):
    """More or fewer places."""

    places = IntegerField(_("名额"), validators=[InputRequired(NEEDED), COUNT])


class ReasonForm(PortalForm):
    """Why."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(max=400)], render_kw={"rows": "3"})


class EndForm(ReasonForm):
    """A last day, and why."""

    day = DateField(_("最后一天"), validators=[InputRequired(NEEDED)])


class HoursForm(PortalForm):
    """Minutes that somebody served."""

    day = DateField(_("日期"), validators=[InputRequired(NEEDED)])
    minutes = IntegerField(_("分钟"), validators=[InputRequired(NEEDED), MINUTES])
    served_for = SelectField(_("因为什么"))
    field = SelectField(_("类别"))
    note = StringField(_("做了什么"), validators=[InputRequired(NEEDED), Length(max=120)])

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.served_for.choices = [(one.value, one.label) for one in HoursFrom]
        self.field.choices = [(one.value, one.label) for one in ServiceField]

    @property
    def values(self) -> dict[str, object]:
        chosen = {"served_for": HoursFrom(self.served_for.data), "field": ServiceField(self.field.data)}
        return super().values | chosen


class CorrectHoursForm(ReasonForm):
    """How many minutes are right, and why; nothing at all may be right."""

    minutes = IntegerField(
        _("正确的分钟数"), validators=[InputRequired(NEEDED), NumberRange(0, 1440, message=_("请写 0 到 1440 分钟"))]
    )


class CodeForm(PortalForm):
    """The code on the organiser's screen."""

    code = StringField(
        _("屏幕上的签到码"),
        validators=[InputRequired(NEEDED), Length(max=12)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
