"""Forms of the register: somebody entered for a term, somebody leaving, a year being rated, evidence."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, DecimalField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.forms import PortalForm
from portal.fund.forms.projects import content_of, document, said, told
from portal.star.rules.rulebook import StarRulebook
from portal.star.terms.stars import Departure, EvidenceKind, HonourLevel, SecretaryKind

NEEDED, CHOOSE = _("请填写"), _("请选择")


def score(label: Any) -> DecimalField:
    """A score in points with two decimals."""
    between = NumberRange(0, 100, message=_("写 0 到 100 的分数"))
    return DecimalField(
        label, places=2, validators=[InputRequired(NEEDED), between], render_kw={"inputmode": "decimal"}
    )


class SecretaryForm(PortalForm):
    """Somebody of the register of people, as a secretary for a term."""

    person = StringField(_("人员编号"), validators=[InputRequired(NEEDED), Length(max=20)])
    organisation = SelectField(_("由哪里考核"), validators=[InputRequired(CHOOSE)])
    kind = SelectField(_("哪一类"))
    town = StringField(_("镇（街道）"), validators=[InputRequired(NEEDED), Length(max=40)])
    place = StringField(_("村（社区）"), validators=[InputRequired(NEEDED), Length(max=40)])
    both = BooleanField(_("“一肩挑”（兼村主任）"))
    dispatched = BooleanField(_("从机关事业单位选派"))
    term_from = DateField(_("本届从哪天起"), validators=[InputRequired(NEEDED)])
    prior_months = IntegerField(_("本届以前任职几个月"), validators=[InputRequired(NEEDED), NumberRange(0, 720)])

    def offer(self, organisations: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.organisation.choices = [("", CHOOSE), *organisations]
        self.kind.choices = [(one.value, one.label) for one in SecretaryKind]

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: value for name, value in super().values.items() if name not in {"person", "organisation"}}
        return typed | {"kind": SecretaryKind(self.kind.data)}


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


class EvidenceForm(PortalForm):
    """Something that may move stars."""

    kind = SelectField(_("哪一类"))
    day = DateField(_("哪一天"), validators=[InputRequired(NEEDED)])
    title = StringField(_("是什么"), validators=[InputRequired(NEEDED), Length(max=120)])
    level = SelectField(_("荣誉的级别（荣誉才选）"), validators=[Optional()])
    deed = StringField(_("同一事迹或同一事实的名称（可不填）"), default="", validators=[Optional(), Length(max=60)])
    growth = DecimalField(
        _("集体收入增长百分之几（增收才填）"),
        places=2,
        default=Decimal(0),
        validators=[Optional(), NumberRange(0, 10_000)],
    )
    negative = SelectField(_("哪一种负面情形（负面才选）"), validators=[Optional()])
    file = document(_("材料（PDF 或照片，可不传）"))

    def offer(self, book: StarRulebook, language: str, *, against: bool) -> None:
        """Fill the choices, in the language of the request; only others file what is `against` somebody."""
        kinds = [one for one in EvidenceKind if against or one is not EvidenceKind.NEGATIVE]
        self.kind.choices = [(one.value, one.label) for one in kinds]
        self.level.choices = [("", "–"), *((one.value, one.label) for one in HonourLevel)]
        named = [(one.code, f"{one.code} {one.en if language == 'en' else one.zh}") for one in book.negatives]
        self.negative.choices = [("", "–"), *(named if against else [])]

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        level = HonourLevel(typed["level"]) if typed["level"] else None
        growth = round((typed["growth"] or Decimal(0)) * 100)
        more = {"deed": typed["deed"] or "", "negative": typed["negative"] or "", "file": content_of(self.file)}
        return {"kind": EvidenceKind(typed["kind"]), "day": typed["day"], "title": typed["title"]} | {
            "level": level,
            "growth": growth,
            **more,
        }


class DecideForm(PortalForm):
    """What the county decides."""

    approved = RadioField(_("认定吗"), validators=[InputRequired(CHOOSE)])
    reason = said(_("说明（不予认定要写）"), 300)

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.approved.choices = [("yes", _("认定")), ("no", _("不予认定"))]

    @property
    def values(self) -> dict[str, Any]:
        return {"approved": self.approved.data == "yes", "reason": self.reason.data or ""}


class StatementForm(PortalForm):
    """How somebody sees what is held against him."""

    statement = told(_("我的陈述"), 1000)
