"""The form of a year's star rules: figures, choices, and lists as lines of text."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DecimalField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.core.forms import PortalForm
from portal.star.rules.rulebook import FIGURES, FIXED, StarRulebook, indicator
from portal.star.terms.stars import EducationMode, NegativeAspect, PensionBasis, StarFault

NEEDED = _("请填写")
# By figure: what it says, the least and the most; sums in yuan, shares in percent, scores in points.
LABELS = {
    "star_min": (_("最少几星"), 0, 0),
    "star_max": (_("最多几星"), 5, 20),
    "min_service_years": (_("任职几年以后初评"), 0, 5),
    "term_years": (_("一届几年"), 3, 5),
    "tenure_years_a_star": (_("任职每满几年一星"), 1, 30),
    "tenure_gap_months": (_("间断几个月以内视为连续"), 0, 24),
    "honour_most_initial": (_("初评荣誉最多几星"), 0, 5),
    "honour_most_year": (_("每年荣誉最多几星"), 0, 5),
    "contribution_most_year": (_("每年突出贡献最多计几项"), 0, 5),
    "income_growth_share": (_("集体收入增长百分之几有星"), 1, 100),
    "education_stars": (_("取得更高学历几星"), 0, 3),
    "income_stars": (_("增收致富几星"), 0, 3),
    "contribution_stars": (_("突出贡献几星"), 0, 3),
    "quarter_share": (_("季度考评占年度成绩百分之几"), 1, 100),
    "excellent_from": (_("优秀从几分起"), 0, 100),
    "qualified_from": (_("合格从几分起"), 0, 100),
    "basic_from": (_("基本合格从几分起"), 0, 100),
    "remind_share": (_("排名最后百分之几要提醒"), 0, 50),
    "remind_below": (_("低于几分要提醒"), 0, 100),
    "remind_from_people": (_("几人以上才按排名提醒"), 2, 20),
    "statement_days": (_("本人陈述几个工作日"), 3, 30),
    "base_pay_share": (_("基础工资占百分之几"), 60, 60),
    "quarter_pot_share": (_("绩效工资里季度占百分之几"), 0, 100),
    "star_reward_fen": (_("每增加一星奖励多少元"), 1000, 1000),
    "education_reward_fen": (_("每个学历提升星奖励多少元"), 1000, 1000),
    "pension_star_fen": (_("养老保险每增加一星补助多少元"), 100, 100),
    "pension_standard_fen": (_("养老保险财政缴纳标准多少元"), 0, 100_000),
    "leave_standard_fen": (_("离任补贴每月标准多少元"), 0, 100_000),
    "leave_bonus_fen": (_("离任补贴每月增加多少元"), 50, 50),
    "leave_min_gain": (_("一届增加几星以上加离任补贴"), 5, 5),
    "ceiling_fen": (_("“一肩挑”年总报酬最高多少元"), 0, 1_000_000),
    "publicity_days": (_("评定结果公示几个工作日"), 3, 30),
    "appeal_days": (_("申诉要在几个工作日里提出和答复"), 3, 30),
    "prefer_from": (_("几星以上列入优先使用名单"), 1, 20),
    "low_below": (_("不到几星列入诫勉名单"), 0, 10),
    "rectify_days": (_("限期整改几天"), 15, 365),
}
HUNDREDTHS = {name for name in FIGURES if name.endswith(("_fen", "_share")) or name in {"remind_below"}} | {
    "excellent_from",
    "qualified_from",
    "basic_from",
}


class StarRulesForm(PortalForm):
    """The rules of a year. A field for each figure is added below; what the article fixes can be read, not changed."""

    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])
    origin = StringField(_("依据"), validators=[InputRequired(NEEDED), Length(max=120)])
    education_mode = SelectField(_("学历提升星怎么奖励"))
    pension_basis = SelectField(_("养老保险补助按什么算"))
    standard_plain = DecimalField(_("村书记年报酬标准（元）"), places=2, validators=[InputRequired(NEEDED)])
    standard_both = DecimalField(_("“一肩挑”年报酬标准（元）"), places=2, validators=[InputRequired(NEEDED)])
    indicators = TextAreaField(
        _("指标（每行：代码，方面，中文名，英文名，权重，适用，评分方式，刚性）"),
        validators=[InputRequired(NEEDED)],
        render_kw={"rows": "16"},
    )
    negatives = TextAreaField(
        _("负面情形（每行：代码 | 方面 | 中文名 | 英文名 | 扣几星 | 随时 now 或年底 year）"),
        validators=[InputRequired(NEEDED)],
        render_kw={"rows": "11"},
    )

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.education_mode.choices = [(one.value, one.label) for one in EducationMode]
        self.pension_basis.choices = [(one.value, one.label) for one in PensionBasis]

    @staticmethod
    def data_of(book: StarRulebook) -> dict[str, Any]:
        """What the form shows of given rules."""
        shown: dict[str, Any] = {name: in_words(name, getattr(book, name)) for name in FIGURES}
        shown |= {"education_mode": book.education_mode.value, "pension_basis": book.pension_basis.value}
        shown |= {f"standard_{name}": Decimal(fen) / 100 for name, fen in book.standards.items()}
        shown["indicators"] = "\n".join(book.values["indicators"]["lines"])
        shown["negatives"] = "\n".join(
            f"{one.code} | {one.aspect.value} | {one.zh} | {one.en} | {'all' if one.all else one.stars} | "
            f"{'now' if one.immediate else 'year'}"
            for one in book.negatives
        )
        return shown

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes: the year, the origin, and each part as the table keeps it."""
        typed = super().values
        standards = {name: round(typed[f"standard_{name}"] * 100) for name in ("plain", "both")}
        parts = {
            "figures": {name: stored(name, typed[name]) for name in FIGURES},
            "choices": {name: typed[name] for name in ("education_mode", "pension_basis")},
            "standards": standards,
            "indicators": {"lines": lines_of(typed["indicators"])},
            "negatives": negatives_in(typed["negatives"]),
        }
        return {"year": typed["year"], "origin": typed["origin"], "parts": parts}

    def validate_indicators(self, field: Field) -> None:
        """Each line an indicator."""
        _parsed(lambda: [indicator(line) for line in lines_of(field.data or "")])

    def validate_negatives(self, field: Field) -> None:
        """Each line a negative situation."""
        _parsed(lambda: negatives_in(field.data or ""))


def in_words(name: str, value: int) -> int | Decimal:
    """A figure as people write it: sums in yuan, shares in percent, scores in points."""
    return Decimal(value) / 100 if name in HUNDREDTHS else value


def stored(name: str, typed: int | Decimal) -> int:
    """The other way."""
    return round(typed * 100) if name in HUNDREDTHS else int(typed)


def lines_of(written: str) -> list[str]:
    """The lines that say something, with plain commas."""
    return [line.strip().replace("，", ",") for line in written.splitlines() if line.strip()]


def negatives_in(written: str) -> list[dict[str, Any]]:
    """Negative situations, a line each. Raises `ValueError`."""
    found = []
    for line in filter(None, map(str.strip, written.splitlines())):
        code, aspect, zh, en, stars, when = (part.strip() for part in line.split("|"))
        if when not in {"now", "year"} or not zh:
            raise ValueError(line)
        takes = {"stars": 10, "all": True} if stars == "all" else {"stars": int(stars)}
        told = {"code": code, "aspect": NegativeAspect(aspect).value, "zh": zh, "en": en}
        found.append(told | takes | {"immediate": when == "now"})
    return found


def _parsed(read: Callable[[], object]) -> None:
    try:
        read()
    except ValueError:
        raise ValidationError(StarFault.LINES.label) from None


def _figure(name: str, label: Any, least: int, most: int) -> Field:
    told = _("请写 %(least)s 到 %(most)s 的数", least=least, most=most)
    checks: Sequence[Any] = [InputRequired(NEEDED), NumberRange(least, most, message=told)]
    fixed = {"readonly": True} if name in FIXED else {}
    if name in HUNDREDTHS:
        return DecimalField(label, places=2, validators=checks, render_kw=fixed)
    return IntegerField(label, checks, render_kw=fixed)


for _name, _known in LABELS.items():
    setattr(StarRulesForm, _name, _figure(_name, *_known))
