"""Forms of the duties and of the buildings."""

from flask_babel import lazy_gettext as _
from shapely.geometry.base import BaseGeometry
from wtforms import DateField, FloatField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from geo.place import CoordinateSystem, Place
from portal.core.forms import PortalForm
from portal.grid.rules.places import placed, system_named
from portal.grid.terms.ground import AbsenceKind, DutyKind, PlaceFault

NEEDED = _("请选择")
A_DAY = _("请填写日期")
SYSTEMS = {CoordinateSystem.WGS84: "WGS-84", CoordinateSystem.GCJ02: "GCJ-02", CoordinateSystem.BD09: "BD-09"}


class AssignForm(PortalForm):
    """A grid for somebody."""

    person = SelectField(_("网格员"), validators=[InputRequired(NEEDED)])
    kind = SelectField(_("担任"))
    day = DateField(_("从哪一天起"), validators=[InputRequired(A_DAY)])

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.person.choices = list(people)
        self.kind.choices = [(one.value, one.label) for one in DutyKind]

    @property
    def values(self) -> dict[str, object]:
        return {"kind": DutyKind(self.kind.data), "day": self.day.data}


class EndForm(PortalForm):
    """A last day, and why."""

    day = DateField(_("最后一天"), validators=[InputRequired(A_DAY)])
    reason = TextAreaField(_("原因"), validators=[InputRequired(_("请填写")), Length(max=400)], render_kw={"rows": "3"})


class AbsenceForm(PortalForm):
    """Days away, and who stands in."""

    person = SelectField(_("谁"), validators=[InputRequired(NEEDED)])
    kind = SelectField(_("原因"))
    from_day = DateField(_("从"), validators=[InputRequired(A_DAY)])
    until_day = DateField(_("到"), validators=[InputRequired(A_DAY)])
    stand_in = SelectField(_("代班人"))

    def offer(self, people: list[tuple[str, str]], nobody: str) -> None:
        """Fill the choices, in the language of the request."""
        self.person.choices = list(people)
        self.stand_in.choices = [("", nobody), *people]
        self.kind.choices = [(one.value, one.label) for one in AbsenceKind]

    @property
    def values(self) -> dict[str, object]:
        return {
            "kind": AbsenceKind(self.kind.data),
            "from_day": self.from_day.data,
            "until_day": self.until_day.data,
        }


class CloseBuildingForm(PortalForm):
    """The day from which a building is no more, and why."""

    day = DateField(_("注销日期"), validators=[InputRequired(A_DAY)])
    reason = TextAreaField(_("原因"), validators=[InputRequired(_("请填写")), Length(max=400)], render_kw={"rows": "3"})


class BuildingForm(PortalForm):
    """A building: its name, building group and households; where it stands may be left open."""

    name = StringField(_("楼栋"), validators=[InputRequired(_("请填写，例如 3 号楼")), Length(max=60)])
    group = SelectField(_("楼栋党小组"))
    households = IntegerField(
        _("户数"),
        validators=[Optional(), NumberRange(0, 9999, message=_("户数要写成 0 到 9999 的整数"))],
        render_kw={"inputmode": "numeric"},
    )
    lat = FloatField(_("纬度"), validators=[Optional()], render_kw={"inputmode": "decimal"})
    lon = FloatField(_("经度"), validators=[Optional()], render_kw={"inputmode": "decimal"})
    system = SelectField(_("坐标系"))
    place: Place | None = None

    def offer(self, groups: list[tuple[str, str]], none: str, outline: BaseGeometry) -> None:
        """Fill the choices, in the language of the request; the building must stand in the outline (WGS-84)."""
        self.group.choices = [("", none), *groups]
        self.system.choices = [("", none), *((one.value, name) for one, name in SYSTEMS.items())]
        self.outline = outline

    def validate(self, extra_validators: object = None) -> bool:
        """Also that the coordinates are a place in the community."""
        if not super().validate(extra_validators):
            return False
        found = placed(self.lat.data, self.lon.data, system_named(self.system.data), self.outline)
        if isinstance(found, PlaceFault):
            of = self.system if found is PlaceFault.SYSTEM else self.lat
            of.errors = [found.label]
            return False
        self.place = found
        return True

    @property
    def values(self) -> dict[str, object]:
        typed = super().values
        return {name: typed[name] for name in ("name", "group", "households")} | {"place": self.place}
