"""Forms of tasks and rounds."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from portal.core.forms import PortalForm
from portal.grid.terms.tasks import RoundEvery, StopState, TaskKind

NEEDED = _("请填写")
MOST_DAYS = 90


class PlacesForm(PortalForm):
    """What a task and a round share: what is to be done, and where."""

    kind = SelectField(_("种类"))
    title = StringField(_("要做什么"), validators=[InputRequired(NEEDED), Length(max=60)])
    about = TextAreaField(_("说明"), default="", validators=[Optional(), Length(max=600)], render_kw={"rows": "3"})
    places = SelectMultipleField(_("地点"), option_widget=CheckboxInput())

    def offer(self, places: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request; places by "grid:…", "area:…" or what an upper room says."""
        self.kind.choices = [(one.value, one.label) for one in TaskKind]
        self.places.choices = places

    @property
    def values(self) -> dict[str, object]:
        typed = {name: value for name, value in super().values.items() if name != "places"}
        return typed | {"kind": TaskKind(self.kind.data)}


class TaskForm(PlacesForm):
    """A task with its days."""

    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    due_on = DateField(_("最迟哪一天完成"), validators=[InputRequired(NEEDED)])


class RoundForm(PlacesForm):
    """A round: how often, and how many days there are for it each time."""

    every = SelectField(_("多久一次"))
    days_to_do = IntegerField(_("每次几天内完成"), validators=[InputRequired(NEEDED), NumberRange(1, MOST_DAYS)])
    starts_on = DateField(_("第一次是哪一天"), validators=[InputRequired(NEEDED)])
    ends_on = DateField(_("到哪一天为止"), validators=[Optional()])

    def offer(self, places: list[tuple[str, str]]) -> None:
        super().offer(places)
        self.every.choices = [(one.value, one.label) for one in RoundEvery]

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"every": RoundEvery(self.every.data)}


class StopForm(PortalForm):
    """What became of a place."""

    helped = IntegerField(_("帮到几个人"), default=0, validators=[InputRequired(NEEDED), NumberRange(0, 999)])
    note = StringField(_("加一句话（可不填）"), default="", validators=[Optional(), Length(max=200)])
    photo = FileField(_("加照片（可不加）"), render_kw={"accept": "image/*"})
    state = SelectField(_("结果"))

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.state.choices = [(one.value, one.label) for one in (StopState.DONE, StopState.IMPOSSIBLE)]

    @property
    def values(self) -> dict[str, object]:
        photo = self.photo.data.read() if self.photo.data else b""
        return super().values | {"state": StopState(self.state.data), "photo": photo}
