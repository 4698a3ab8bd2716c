"""Forms of reporting: what a member, a liaison, a resident or the staff writes, one form for each kind."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.forms import PortalForm
from portal.registration.terms.reporting import Decision, PaperKind, ReportKind
from portal.registration.terms.roster import FreeTime, ServiceField

NEEDED, CHOOSE = _("请填写"), _("请选择")
THREE_ROWS = {"rows": "3"}
TEL = {"type": "tel", "autocomplete": "tel"}
ADDRESS = _("住址（小区、楼栋、单元、门牌）")


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Some of a few choices, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Typed(PortalForm):
    """A form whose fields are kept as they were typed: days as ISO text, all else as plain JSON values."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**known)
        if "skills" in self:
            self["skills"].choices = [(one.value, one.label) for one in ServiceField]
            self["free_times"].choices = [(one.value, one.label) for one in FreeTime]

    def offer(self, communities: list[tuple[str, str]]) -> None:
        """The communities to choose from, in the language of the request."""
        if "community" in self:
            self["community"].choices = [("", "—"), *communities]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in super().values.items()}


class MemberReportForm(Typed):
    """A member reports to the community he lives in."""

    community = SelectField(_("居住社区"), validators=[InputRequired(CHOOSE)])
    address = StringField(ADDRESS, validators=[InputRequired(NEEDED), Length(max=120)])
    phone = StringField(_("手机"), validators=[Length(max=20)], render_kw=TEL)
    skills = Boxes(_("能帮上什么忙"))
    specialty = StringField(_("特长（可以不填）"), validators=[Length(max=120)])
    free_times = Boxes(_("什么时候有空"))


class PersonReportForm(MemberReportForm):
    """The same for somebody whom the portal does not know yet."""

    name = StringField(
        _("姓名"), validators=[InputRequired(NEEDED), Length(max=40)], render_kw={"autocomplete": "name"}
    )
    unit = StringField(
        _("工作单位"),
        validators=[InputRequired(NEEDED), Length(max=80)],
        render_kw={"list": "units", "autocomplete": "off"},
    )
    phone = StringField(_("手机"), validators=[InputRequired(NEEDED), Length(max=20)], render_kw=TEL)


class MendPersonForm(PersonReportForm):
    """The same, sent again: the number that was typed before is not shown, and stays where none is written."""

    phone = StringField(_("手机（不换就不填）"), validators=[Length(max=20)], render_kw=TEL)


class PaperReportForm(PersonReportForm):
    """What stands on a paper form, with a picture of it."""

    scan = FileField(_("表格的照片（可以不传）"), render_kw={"accept": "image/jpeg,image/png,image/webp"})

    @property
    def values(self) -> dict[str, Any]:
        handed_in = self.scan.data
        return super().values | {"scan": handed_in.read() if handed_in else None}


class UnitReportForm(Typed):
    """A unit reports to the community it is paired with."""

    party_organisation = StringField(_("单位党组织名称"), validators=[InputRequired(NEEDED), Length(max=80)])
    liaison = StringField(_("联络员姓名"), validators=[InputRequired(NEEDED), Length(max=40)])
    phone = StringField(_("联络员电话"), validators=[Length(max=20)], render_kw=TEL)
    note = TextAreaField(_("能为社区做什么（可以不填）"), validators=[Length(max=400)], render_kw=THREE_ROWS)


class TransferForm(Typed):
    """A member has moved to another community."""

    community = SelectField(_("搬到哪个社区"), validators=[InputRequired(CHOOSE)])
    address = StringField(_("新住址（小区、楼栋、单元、门牌）"), validators=[InputRequired(NEEDED), Length(max=120)])
    reason = StringField(_("原因"), validators=[InputRequired(NEEDED), Length(max=200)])


class LeaveForm(Typed):
    """A member cannot serve for a time."""

    from_day = DateField(_("从哪天起"), validators=[InputRequired(_("请填写日期"))])
    until_day = DateField(_("到哪天为止"), validators=[InputRequired(_("请填写日期"))])
    reason = StringField(_("原因"), validators=[InputRequired(NEEDED), Length(max=200)])


class ReturnForm(Typed):
    """A member serves again."""

    reason = StringField(_("补充说明（可以不填）"), validators=[Length(max=200)])


class EndForm(Typed):
    """A member retires or goes to another county."""

    from_day = DateField(_("哪一天"), validators=[InputRequired(_("请填写日期"))])
    reason = StringField(_("去向或说明"), validators=[InputRequired(NEEDED), Length(max=200)])


class OwnCorrectionForm(Typed):
    """A member corrects what the roster says of him."""

    phone = StringField(_("新电话"), validators=[Length(max=20)], render_kw=TEL)
    address = StringField(ADDRESS, validators=[Length(max=120)])
    skills = Boxes(_("能帮上什么忙"))
    specialty = StringField(_("特长"), validators=[Length(max=120)])
    free_times = Boxes(_("什么时候有空"))


FORMS: dict[ReportKind, type[Typed]] = {
    ReportKind.UNIT: UnitReportForm,
    ReportKind.MEMBER: MemberReportForm,
    ReportKind.TRANSFER: TransferForm,
    ReportKind.LEAVE: LeaveForm,
    ReportKind.RETURN: ReturnForm,
    ReportKind.RETIREMENT: EndForm,
    ReportKind.DEPARTURE: EndForm,
    ReportKind.CORRECTION: OwnCorrectionForm,
}


def form_of(kind: ReportKind, known: dict[str, Any], **more: Any) -> Typed:
    """The form of a kind, filled with what is known; a number is never filled in, since pages show none."""
    return _filled(FORMS[kind], known, **more)


def mend_form(known: dict[str, Any], **more: Any) -> Typed:
    """The form with which somebody without an account mends what he sent."""
    return _filled(MendPersonForm, known, **more)


def _filled(form: type[Typed], known: dict[str, Any], **more: Any) -> Typed:
    told = {name: value for name, value in known.items() if name != "phone"}
    days = {name: date.fromisoformat(told[name]) for name in ("from_day", "until_day") if told.get(name)}
    return form(**told | days, **more)


class DecideForm(PortalForm):
    """What the community says to an application."""

    decision = RadioField(_("决定"), validators=[InputRequired(CHOOSE)])
    match = SelectField(_("是名册上的哪一位"), validators=[Optional()])
    unit = StringField(_("工作单位"), validators=[Length(max=80)], render_kw={"list": "units", "autocomplete": "off"})
    address = StringField(_("住址（写错的可以改）"), validators=[Length(max=120)])
    community = SelectField(_("转给哪个社区"), validators=[Optional()])
    reason = TextAreaField(_("退回或转交的原因"), validators=[Length(max=400)], render_kw=THREE_ROWS)

    def offer(self, people: list[tuple[str, str]], communities: list[tuple[str, str]], *, hands_on: bool) -> None:
        """Fill the choices, in the language of the request."""
        known = [one for one in Decision if hands_on or one is not Decision.HAND_ON]
        self.decision.choices = [(one.value, one.label) for one in known]
        self.match.choices = people
        self.community.choices = [("", "—"), *communities]

    @property
    def values(self) -> dict[str, Any]:
        wanted = {
            Decision.ACCEPT: ("match", "unit", "address"),
            Decision.RETURN: ("reason",),
            Decision.HAND_ON: ("community", "reason"),
        }[Decision(self.decision.data)]
        return {name: self[name].data or "" for name in wanted}


class TrackingForm(PortalForm):
    """The code that somebody was given when he sent an application."""

    code = StringField(
        _("查询码"), validators=[InputRequired(NEEDED), Length(max=40)], render_kw={"autocomplete": "off"}
    )


class ShowForm(PortalForm):
    """Why somebody wants to see a whole number."""

    reason = StringField(_("为什么要看"), validators=[InputRequired(NEEDED), Length(2, 200)])


class PrintForm(PortalForm):
    """How many blank forms of which kind, for which community."""

    kind = SelectField(_("哪一种表"))
    community = SelectField(_("哪个社区"), validators=[InputRequired(CHOOSE)])
    copies = IntegerField(_("几张"), default=10, validators=[InputRequired(NEEDED), NumberRange(1, 100)])
    about = StringField(_("活动编号（只用于签到表）"), validators=[Length(max=20)])

    def offer(self, communities: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = [(one.value, one.label) for one in PaperKind]
        self.community.choices = communities


class PaperCodeForm(PortalForm):
    """The code printed on a form."""

    code = StringField(
        _("表上的编号"), validators=[InputRequired(NEEDED), Length(max=20)], render_kw={"autocomplete": "off"}
    )
