"""Forms of projects on their way to their money: the proposal with its budget, deciding, notices, answers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.forms import PortalForm, content_of, document, said, told
from portal.core.money import fen_of
from portal.fund.forms.books import CHOOSE, MOST_YUAN, NEEDED
from portal.fund.rules.proposals import Line, Proposal
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import NeedFrom

COUNTED = {"inputmode": "numeric"}
MOST_PEOPLE = 100_000
LEAST_LINES, MOST_LINES = 3, 20
LONGEST_LINE = 120


def people(label: Any) -> IntegerField:
    """How many people."""
    return IntegerField(label, validators=[InputRequired(NEEDED), NumberRange(0, MOST_PEOPLE)], render_kw=COUNTED)


class LineForm(Form):  # type: ignore[misc]
    """A line of a budget; `FieldOfLines` judges it, so that one message names the row."""

    what = StringField(_("用在什么上"))
    yuan = StringField(_("金额（元）"), render_kw={"inputmode": "decimal"})
    quoted_by = StringField(_("报价单位（几家用顿号隔开）"))
    quote = document(_("报价单（PDF 或照片，可不传）"))
    keeps = HiddenField()


class BudgetForm(PortalForm):
    """The lines of a budget."""

    lines = FieldList(FormField(LineForm), min_entries=LEAST_LINES, max_entries=MOST_LINES, label=_("预算明细"))

    def validate_lines(self, field: FieldList) -> None:
        """Each line with words and a sum, one at least."""
        written = [(row, one) for row, one in enumerate(field.data, 1) if _is_written(one)]
        if not written:
            raise ValidationError(_("至少写一行，有内容、有金额"))
        for row, one in written:
            if not (one["what"] or "").strip() or len(one["what"]) > LONGEST_LINE:
                raise ValidationError(gettext("第 %(row)s 行：写 1 到 120 个字", row=row))
            if _yuan(one["yuan"]) is None:
                raise ValidationError(gettext("第 %(row)s 行：写大于 0 的金额，最多两位小数", row=row))

    @property
    def budget(self) -> list[Line]:
        """The lines that are written, once they are valid."""
        return [_line(one) for one in self.lines.data if _is_written(one)]


class ProjectForm(BudgetForm):
    """What a community wants to do with its money. The purse comes with the use: purses are not mixed."""

    community = SelectField(_("社区"), validators=[InputRequired(CHOOSE)])
    title = StringField(_("项目名称"), validators=[InputRequired(NEEDED), Length(4, 60, message=_("写 4 到 60 个字"))])
    use = SelectField(_("用哪一种经费、做什么"), validators=[InputRequired(CHOOSE)])
    need_from = SelectField(_("需求从哪里来"))
    need_code = StringField(_("心愿或事件的编号（有就填）"), default="", validators=[Optional(), Length(max=40)])
    need = told(_("居民需要什么、现在怎样"), 600)
    aim = said(_("做成什么样（可不填）"), 400)
    place = StringField(_("在哪里（可不填）"), default="", validators=[Optional(), Length(max=80)])
    urgent = BooleanField(_("急需办理"))

    def offer(self, book: FundRulebook, communities: Iterable[tuple[str, str]], language: str) -> None:
        """Fill the choices, in the language of the request: what each purse is for, and what it is not for."""
        offered = list(communities)
        self.community.choices = offered if len(offered) == 1 else [("", CHOOSE), *offered]
        self.need_from.choices = [(one.value, one.label) for one in NeedFrom]
        uses: dict[str, list[tuple[str, Any]]] = {str(CHOOSE): [("", CHOOSE)]}
        for purse in Purse:
            uses[str(purse.label)] = _named(purse, book.uses, language)
            if barred := _named(purse, book.forbidden, language):
                uses[gettext("%(purse)s不得用于", purse=purse.label)] = barred
        self.use.choices = uses

    @property
    def values(self) -> dict[str, Any]:
        purse, _mark, use = self.use.data.partition(":")
        proposal = Proposal(
            title=self.title.data,
            purse=Purse(purse),
            use=use,
            need_from=NeedFrom(self.need_from.data),
            need_code=self.need_code.data or "",
            need=self.need.data,
            aim=self.aim.data or "",
            place=self.place.data or "",
            urgent=bool(self.urgent.data),
        )
        return {"proposal": proposal, "lines": self.budget}


class NewBudgetForm(BudgetForm):
    """Another budget of a project under way, and why."""

    reason = told(_("为什么要改"), 300)

    @property
    def values(self) -> dict[str, Any]:
        return {"lines": self.budget, "reason": self.reason.data}


class DecisionForm(PortalForm):
    """One of the four deliberations as it was held."""

    held_on = DateField(_("哪一天开的会"), validators=[InputRequired(NEEDED)])
    members = people(_("应到几人"))
    present = people(_("实到几人"))
    agreed = people(_("同意几人"))
    minutes = said(_("会上说了什么（可不填）"), 600)
    file = document(_("会议记录、签到表（PDF 或照片，可不传）"))

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"minutes": self.minutes.data or "", "file": content_of(self.file)}


class NoticeForm(PortalForm):
    """Where else it is on notice."""

    where = StringField(_("还贴在哪里（可不填）"), default="", validators=[Optional(), Length(max=120)])


class ObjectionForm(PortalForm):
    """An objection that somebody brought in by word of mouth or on paper."""

    text = told(_("居民说了什么"), 500)
    name = StringField(_("居民怎么称呼（可不填）"), default="", validators=[Optional(), Length(max=40)])
    phone = StringField(_("居民电话（可不填）"), default="", validators=[Optional(), Length(max=20)])


class ObjectionAnswerForm(PortalForm):
    """Whether an objection is right, and the answer for everybody to read."""

    upheld = RadioField(_("异议成立吗"), validators=[InputRequired(CHOOSE)])
    answer = told(_("答复（会公开，不写电话、证件和姓名）"), 500)

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.upheld.choices = [("yes", _("成立，项目退回修改")), ("no", _("不成立，说明理由"))]

    @property
    def values(self) -> dict[str, Any]:
        return {"upheld": self.upheld.data == "yes", "answer": self.answer.data}


class OpinionForm(PortalForm):
    """What there is to say, if there is anything."""

    reason = said(_("意见（可不填）"), 300)


def rows_of(lines: Sequence[Any]) -> list[dict[str, str]]:
    """The lines of a budget as the form shows them, with two more to write into."""
    return [*map(_row_of, lines), *({"what": "", "yuan": "", "quoted_by": "", "keeps": ""} for _ in range(2))]


def _row_of(line: Any) -> dict[str, str]:
    yuan = f"{Decimal(line.fen) / 100:.2f}"
    return {"what": line.what, "yuan": yuan, "quoted_by": line.quoted_by, "keeps": str(line.position)}


def _named(purse: Purse, uses: Iterable[Any], language: str) -> list[tuple[str, str]]:
    name = "en" if language == "en" else "zh"
    return [(f"{purse.value}:{one.code}", getattr(one, name)) for one in uses if purse in one.purses]


def _is_written(one: dict[str, Any]) -> bool:
    return bool((one["what"] or "").strip() or (one["yuan"] or "").strip() or one["quote"])


def _line(one: dict[str, Any]) -> Line:
    keeps = int(one["keeps"]) if (one["keeps"] or "").isdecimal() else None
    quote = one["quote"].read() if one["quote"] else b""
    return Line(one["what"], fen_of(_yuan(one["yuan"]) or Decimal()), one["quoted_by"] or "", quote, keeps)


def _yuan(written: str | None) -> Decimal | None:
    """An amount in yuan as it is typed, also with commas; none for what is no amount."""
    try:
        yuan = Decimal((written or "").replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    fits = yuan.is_finite() and 0 < yuan <= MOST_YUAN and yuan == round(yuan, 2)
    return yuan if fits else None
