"""Forms of the register: somebody entered for a term, somebody leaving, a year being rated."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, DecimalField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.core.forms import PortalForm, said, told
from portal.star.terms.stars import Departure, SecretaryKind

NEEDED, CHOOSE = _("请填写"), _("请选择")


def score(label: Any) -> DecimalField:
    """A score in points with two decimals."""
    between = NumberRange(0, 100, message=_("写 0 到 100 的分数"))
    return DecimalField(
        label, places=2, validators=[InputRequired(NEEDED), between], render_kw={"inputmode": "decimal"}
    )


class CorrectForm(PortalForm):
    """What was entered of somebody, corrected."""

    kind = SelectField(_("哪一类"))
    town = StringField(_("镇（街道）"), validators=[InputRequired(NEEDED), Length(max=40)])
    place = StringField(_("村（社区）"), validators=[InputRequired(NEEDED), Length(max=40)])
    both = BooleanField(_("“一肩挑”（兼村主任）"))
    dispatched = BooleanField(_("从机关事业单位选派"))
    term_from = DateField(_("本届从哪天起"), validators=[InputRequired(NEEDED)])
    prior_months = IntegerField(_("本届以前任职几个月"), validators=[InputRequired(NEEDED), NumberRange(0, 720)])

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = [(one.value, one.label) for one in SecretaryKind]

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"kind": SecretaryKind(self.kind.data)}


class SecretaryForm(CorrectForm):
    """Somebody of the register of people, as a secretary for a term."""

    person = StringField(_("人员编号"), validators=[InputRequired(NEEDED), Length(max=20)])
    organisation = SelectField(_("由哪里考核"), validators=[InputRequired(CHOOSE)])

    def offer_streets(self, organisations: Iterable[tuple[str, str]]) -> None:
        """Fill all choices, in the language of the request."""
        self.offer()
        self.organisation.choices = [("", CHOOSE), *organisations]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name not in {"person", "organisation"}}


class LeaveForm(PortalForm):
    """Somebody leaves."""

    day = DateField(_("哪一天离任"), validators=[InputRequired(NEEDED)])
    departure = RadioField(_("怎样离任"), validators=[InputRequired(CHOOSE)])
    reason = told(_("原因"), 300)

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.departure.choices = [(one.value, one.label) for one in Departure]

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"departure": Departure(self.departure.data)}


class RateForm(PortalForm):
    """A year's scores; the engine makes the stars of them and of the approved evidence."""

    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])
    q1 = score(_("第 1 季度得分"))
    q2 = score(_("第 2 季度得分"))
    q3 = score(_("第 3 季度得分"))
    q4 = score(_("第 4 季度得分"))
    year_end = score(_("年终考核得分"))
    rigid_failed = BooleanField(_("有刚性指标没有完成（不得评优秀）"))
    one_off = DecimalField(
        _("集体经济一次性奖励（元，没有就填 0）"),
        places=2,
        default=Decimal(0),
        validators=[InputRequired(NEEDED), NumberRange(0, 1_000_000)],
    )
    why = said(_("重评的原因（第一次评不用填）"), 300)

    @property
    def values(self) -> dict[str, Any]:
        quarters = [round(self[f"q{number}"].data * 100) for number in range(1, 5)]
        scores = {"quarters": quarters, "year_end": round(self.year_end.data * 100)}
        what = {"year": self.year.data, "rigid_failed": bool(self.rigid_failed.data), "why": self.why.data or ""}
        return scores | what | {"one_off_fen": round(self.one_off.data * 100)}
