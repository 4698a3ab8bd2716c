"""Forms of the duties."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.forms import PortalForm
from portal.grid.terms import AbsenceKind, DutyKind

NEEDED = _("请选择")
A_DAY = _("请填写日期")


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
