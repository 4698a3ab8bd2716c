"""Forms about personal data."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.forms import PortalForm, UnechoedField
from portal.organisation.terms import Education
from portal.privacy.terms import RequestKind

NEEDED = _("请填写")
THREE_ROWS = {"rows": "3"}


class OwnForm(PortalForm):
    """What somebody wants corrected in his own record."""

    name = StringField(_("姓名"), validators=[InputRequired(NEEDED), Length(max=40)])
    phone = StringField(_("新电话"), validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "tel"})
    identity = UnechoedField(_("新身份证号"), validators=[Length(max=40)], render_kw={"autocomplete": "off"})
    education = SelectField(_("学历"))
    birth_year = IntegerField(
        _("出生年份"), validators=[Optional(), NumberRange(1920, 2020, message=_("请写四位年份，例如 1985"))]
    )

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.education.choices = [(one.value, one.label) for one in Education]

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"education": Education(self.education.data)}


class OwnRequestForm(PortalForm):
    """What somebody asks for about his own data."""

    kind = SelectField(_("要求什么"))
    wish = TextAreaField(_("具体说明"), validators=[InputRequired(NEEDED), Length(max=800)], render_kw=THREE_ROWS)

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices = [(one.value, one.label) for one in RequestKind]

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"kind": RequestKind(self.kind.data)}


class RequestForm(OwnRequestForm):
    """A request that came by telephone, by letter or at the counter."""

    organisation = SelectField(_("由哪里答复"), validators=[InputRequired(_("请选择"))])
    name = StringField(_("谁提出的"), validators=[InputRequired(NEEDED), Length(max=40)])
    contact = StringField(_("怎样联系"), validators=[InputRequired(NEEDED), Length(max=80)])
    received_on = DateField(_("哪一天收到"), validators=[InputRequired(_("请填写日期"))])

    @property
    def values(self) -> dict[str, object]:
        return {name: value for name, value in super().values.items() if name != "organisation"}


class DecisionForm(PortalForm):
    """Yes or no, and why."""

    decision = RadioField(_("决定"), validators=[InputRequired(_("请选择"))])
    answer = TextAreaField(_("答复"), validators=[InputRequired(NEEDED), Length(2, 800)], render_kw=THREE_ROWS)

    def offer(self, yes: str, no: str) -> None:
        """Fill the choices, in the language of the request."""
        self.decision.choices = [("yes", yes), ("no", no)]

    @property
    def is_yes(self) -> bool:
        return bool(self.decision.data == "yes")

    @property
    def values(self) -> dict[str, object]:
        return {"answer": self.answer.data}


class MergeForm(PortalForm):
    """The other record of the same person, by its code."""

    gone = StringField(_("重复档案的代码"), validators=[InputRequired(NEEDED), Length(max=20)])
    reason = TextAreaField(
        _("怎样确认是同一个人"), validators=[InputRequired(NEEDED), Length(2, 400)], render_kw=THREE_ROWS
    )

    @property
    def values(self) -> dict[str, object]:
        return {"reason": self.reason.data}
