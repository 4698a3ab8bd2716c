"""Forms of the books: rates, allocations, reversals, closing."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.forms import PortalForm
from portal.core.money import fen_of
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Purse

NEEDED = _("请填写")
CHOOSE = _("请选择")
MOST_YUAN = Decimal(10) ** 10


def yuan_field(label: Any) -> DecimalField:
    """An amount in yuan with two decimals."""
    told = _("写大于 0 的金额，最多两位小数")
    between = NumberRange(Decimal("0.01"), MOST_YUAN, message=told)
    checks = [InputRequired(NEEDED), between, _two_decimals]
    return DecimalField(label, places=2, validators=checks, render_kw={"inputmode": "decimal"})


def _two_decimals(_form: Any, field: Any) -> None:
    """Nothing is rounded behind somebody's back."""
    if field.data != round(field.data, 2):
        raise ValidationError(_("写大于 0 的金额，最多两位小数"))


class RateForm(PortalForm):
    """What each community gets in a year for a purse."""

    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])
    purse = SelectField(_("哪一种经费"))
    yuan = yuan_field(_("每个社区多少元"))
    origin = StringField(_("依据"), validators=[InputRequired(NEEDED), Length(max=120)])

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.purse.choices = [(one.value, one.label) for one in (Purse.WORK, Purse.SERVICE)]

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        fen = fen_of(typed.pop("yuan"))
        return typed | {"purse": Purse(self.purse.data), "fen": fen}


class OtherForm(PortalForm):
    """Other money for a community, with its source and what it is for."""

    community = SelectField(_("社区"), validators=[InputRequired(CHOOSE)])
    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])
    kind = SelectField(_("种类"))
    yuan = yuan_field(_("金额（元）"))
    source = StringField(_("来源"), validators=[InputRequired(NEEDED), Length(max=120)])
    purpose = StringField(_("用途（可不填）"), default="", validators=[Optional(), Length(max=200)])

    def offer(self, book: FundRulebook, communities: list[tuple[str, str]], language: str) -> None:
        """Fill the choices, in the language of the request."""
        self.community.choices = [("", CHOOSE), *communities]
        self.kind.choices = [(one.code, one.en if language == "en" else one.zh) for one in book.other_kinds]

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: value for name, value in super().values.items() if name not in {"community", "yuan"}}
        return typed | {"fen": fen_of(self.yuan.data), "purpose": self.purpose.data or ""}


class ReverseForm(PortalForm):
    """Why a voucher is taken back, and on which day."""

    day = DateField(_("记账日期"), validators=[InputRequired(NEEDED)])
    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(max=300)], render_kw={"rows": "3"})
