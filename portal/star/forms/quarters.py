"""Forms of a quarter: its indicators, a sheet being scored, a reminder and its answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DecimalField, Field, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portal.core.forms import PortalForm, content_of, document, said, told
from portal.star.rules.quarters import QUARTERS, QuarterItem, quarter_items
from portal.star.terms.stars import SecretaryKind, StarFault

NEEDED, CHOOSE = _("请填写"), _("请选择")
HUNDRED = 100


class QuarterForm(PortalForm):
    """A street's indicators of a quarter, one a line."""

    organisation = SelectField(_("哪个镇（街道）"), validators=[InputRequired(CHOOSE)])
    kind = SelectField(_("考评哪一类书记"))
    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])
    quarter = SelectField(_("第几季度"), coerce=int)
    items = TextAreaField(
        _("指标（每行：代码，名称，权重，来源，评分方式）"),
        validators=[InputRequired(NEEDED)],
        description=_(
            "来源写：辖区重点工作、村（社区）党组织指标体系或年度考核指标；"
            "评分方式写：日常检查、查阅资料或专项督查。权重合计 100。"
        ),
        render_kw={"rows": "16"},
    )

    def offer(self, organisations: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.organisation.choices = [("", CHOOSE), *organisations]
        self.kind.choices = [(one.value, one.label) for one in SecretaryKind]
        self.quarter.choices = [(one, str(one)) for one in QUARTERS]

    def validate_items(self, field: Field) -> None:
        """Each line an indicator."""
        try:
            quarter_items(field.data or "")
        except ValueError as wrong:
            raise ValidationError(StarFault.LINES.label) from wrong

    @property
    def values(self) -> dict[str, Any]:
        what = {"kind": SecretaryKind(self.kind.data), "items": quarter_items(self.items.data or "")}
        return {"year": self.year.data, "quarter": self.quarter.data} | what


class ScoreForm(PortalForm):
    """A sheet being scored: a field for each indicator stands in a subclass; what is left empty is scored later."""

    note = said(_("依据（检查、资料、督查的情况，可不填）"), 300)
    file = document(_("材料（PDF 或照片，可不传）"))

    @property
    def values(self) -> dict[str, Any]:
        return {"scores": self._scores, "note": self.note.data or "", "file": content_of(self.file)}

    @property
    def _scores(self) -> dict[str, int]:
        typed = {code: self[name].data for name, code in self.codes.items()}
        return {code: round(score * HUNDRED) for code, score in typed.items() if score is not None}

    codes: Mapping[str, str] = {}


class CorrectForm(ScoreForm):
    """A ranked sheet being corrected after an appeal: why is a must."""

    note = told(_("为什么更正"), 300)
    file = None

    @property
    def values(self) -> dict[str, Any]:
        return {"scores": self._scores, "note": self.note.data}


def score_form(
    items: Sequence[QuarterItem], scores: Mapping[str, Mapping[str, Any]], base: type[ScoreForm] = ScoreForm
) -> ScoreForm:
    """The form of a sheet with what has been scored so far."""
    names = {f"i{at}": item for at, item in enumerate(items)}
    fields = {
        name: DecimalField(
            f"{item.name}（{item.weight}）",
            places=2,
            validators=[Optional(), NumberRange(0, HUNDRED, message=_("写 0 到 100 的分数"))],
            description=item.method.label,
            render_kw={"inputmode": "decimal"},
        )
        for name, item in names.items()
    }
    made = type("SheetForm", (base,), fields | {"codes": {name: item.code for name, item in names.items()}})
    held = {name: scores[item.code]["score"] / HUNDRED for name, item in names.items() if item.code in scores}
    return made(data=held)


class ReminderForm(PortalForm):
    """What he is told, in the words of who sends it."""

    text = told(_("对他说什么"), 300)


class AnswerForm(PortalForm):
    """What he will do."""

    answer = told(_("我的回复（打算怎么改）"), 500)
