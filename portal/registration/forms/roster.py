"""Forms of the roster, and what an address says that narrows its lists."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from portal.core.forms import PortalForm
from portal.core.words import Word
from portal.registration.queries.members import MembersWanted
from portal.registration.queries.units import UnitsWanted
from portal.registration.terms.roster import FreeTime, ReportState, ServiceField, Sex, UnitKind

NEEDED = _("请填写")
LONGEST_QUERY = 40
PLACED = {"yes": True, "no": False}

type Choices = Sequence[tuple[str, str]]


def units_wanted(told: Mapping[str, str]) -> UnitsWanted:
    """What narrows the units; a word that means nothing narrows nothing."""
    return UnitsWanted(
        q=told.get("q", "").strip()[:LONGEST_QUERY],
        kind=_one(UnitKind, told.get("kind")),
        state=_one(ReportState, told.get("state")),
        community=told.get("community", "")[:LONGEST_QUERY],
    )


def members_wanted(told: Mapping[str, str]) -> MembersWanted:
    """What narrows the members; a word that means nothing narrows nothing."""
    codes = {name: told.get(name, "")[:LONGEST_QUERY] for name in ("unit", "community", "grid")}
    return MembersWanted(
        q=told.get("q", "").strip()[:LONGEST_QUERY],
        state=_one(ReportState, told.get("state")),
        placed=PLACED.get(told.get("placed", "")),
        skill=_one(ServiceField, told.get("skill")),
        **codes,
    )


class ManyField(SelectMultipleField):  # type: ignore[misc]
    """Several of a few words, each with its box."""

    option_widget = CheckboxInput()


class DatedForm(PortalForm):
    """A change from a day on, and why."""

    day = DateField(_("生效日期"), validators=[InputRequired(_("请填写日期"))])
    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(max=400)], render_kw={"rows": "3"})


class WhyForm(PortalForm):
    """A reason that is kept in the record."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(2, 400)], render_kw={"rows": "3"})


class UnitForm(PortalForm):
    """What is known of a unit. `organisation` is asked for only where it is new."""

    name = StringField(_("单位名称"), validators=[InputRequired(NEEDED), Length(max=80)])
    kind = SelectField(_("单位性质"))
    organisation = SelectField(_("结对社区"), validators=[InputRequired(_("请选择"))])
    parent_department = StringField(_("主管部门"), validators=[Length(max=80)])
    party_organisation = StringField(_("党组织名称"), validators=[Length(max=80)])
    address = StringField(_("单位地址"), validators=[Length(max=80)])
    liaison = StringField(_("联络员"), validators=[Length(max=40)])
    liaison_phone = StringField(
        _("联络员电话"), validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "off"}
    )

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices = _choices(UnitKind)

    @property
    def values(self) -> dict[str, object]:
        typed = {name: value or "" for name, value in super().values.items() if name != "organisation"}
        return typed | {"kind": UnitKind(self.kind.data)}


class PairForm(DatedForm):
    """Another community for a unit."""

    organisation = SelectField(_("结对社区"), validators=[InputRequired(_("请选择"))])

    @property
    def values(self) -> dict[str, object]:
        return {"day": self.day.data, "reason": self.reason.data}


class MoveForm(DatedForm):
    """Another unit for a member."""

    unit = SelectField(_("到哪个单位"), validators=[InputRequired(_("请选择"))])

    @property
    def values(self) -> dict[str, object]:
        return {"day": self.day.data, "reason": self.reason.data}


class MemberForm(PortalForm):
    """What is known of a member. `unit` is asked for only where he is new."""

    name = StringField(_("姓名"), validators=[InputRequired(NEEDED), Length(max=40)])
    unit = SelectField(_("工作单位"), validators=[InputRequired(_("请选择"))])
    title = StringField(_("职务"), validators=[Length(max=60)])
    branch = StringField(_("所在党支部"), validators=[Length(max=80)])
    sex = SelectField(_("性别"))
    birth_year = IntegerField(
        _("出生年份"), validators=[Optional(), NumberRange(1900, 2020, message=_("请写四位年份，例如 1985"))]
    )
    phone = StringField(_("电话"), validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "off"})
    home_address = StringField(_("现居住地"), validators=[Length(max=120)], render_kw={"autocomplete": "off"})
    community = SelectField(_("居住社区"), validators=[Optional()])
    grid = SelectField(_("所在网格"), validators=[Optional()])
    skills = ManyField(_("特长类别"))
    specialty = StringField(_("特长"), validators=[Length(max=200)])
    free_times = ManyField(_("方便的时间"))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.sex.choices = _choices(Sex)
        self.skills.choices, self.free_times.choices = _choices(ServiceField), _choices(FreeTime)

    def offer(self, communities: Choices, grids: Choices, nowhere: str) -> None:
        """Fill the choices of places, `nowhere` first."""
        self.community.choices, self.grid.choices = [("", nowhere), *communities], [("", nowhere), *grids]

    @property
    def values(self) -> dict[str, object]:
        """Places and unit are looked up by who shows the form."""
        places = {"unit", "community", "grid"}
        typed = {name: value or "" for name, value in super().values.items() if name not in places}
        return typed | {
            "birth_year": self.birth_year.data,
            "sex": Sex(self.sex.data),
            "skills": [ServiceField(one) for one in self.skills.data or ()],
            "free_times": [FreeTime(one) for one in self.free_times.data or ()],
        }


def _one[Value: StrEnum](kind: type[Value], written: str | None) -> Value | None:
    return next((one for one in kind if one.value == written), None)


def _choices(kind: type[Word]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kind]
