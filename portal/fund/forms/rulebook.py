"""The form of the county's rules of the funds: figures, ways, and lists as lines of text."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, DecimalField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.core.forms import PortalForm
from portal.fund.rules.rulebook import FIGURES, FundRulebook, Kind, Use
from portal.fund.terms.allocation import YearEndRule
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import DecisionStep
from portal.fund.terms.rulebook import Founded, FundRulesFault

NEEDED = _("请填写")
COMMA = re.compile(r"\s*，\s*")
CODE = re.compile(r"[a-z][a-z_]{1,30}")
# By figure: what it says, the least and the most; sums in yuan, shares in percent.
LABELS = {
    "notice_days": (_("公示几天"), 7, 60),
    "answer_days": (_("异议几天内答复"), 1, 30),
    "street_days": (_("街道几个工作日内审核"), 1, 60),
    "county_days": (_("县里几个工作日内备案"), 1, 60),
    "acceptance_days": (_("完工后几个工作日内验收"), 1, 90),
    "rating_days": (_("居民评价几天"), 1, 90),
    "payment_days": (_("支付申请几个工作日内办"), 1, 60),
    "meeting_from_fen": (_("多少元以上要街道党工委会议研究"), 0, 10_000_000),
    "quotes_from_fen": (_("多少元以上要比价"), 0, 10_000_000),
    "quotes_needed": (_("要几家报价"), 1, 10),
    "idle_after_days": (_("多少天没有立项算闲置"), 30, 730),
    "idle_share": (_("闲置超过当年拨付的百分之几要提醒"), 1, 100),
    "split_within_days": (_("多少天内的项目看作可能拆分"), 1, 365),
    "split_share": (_("达到限额的百分之几看作可能拆分"), 50, 100),
    "december_share": (_("12 月支付超过全年的百分之几要提醒"), 1, 100),
    "same_payee_communities": (_("同一收款人涉及几个社区要提醒"), 2, 50),
    "rectify_days": (_("整改几个工作日"), 1, 180),
}
MONEY = {"meeting_from_fen", "quotes_from_fen"}
SHARES = {"idle_share", "split_share", "december_share"}


class FundRulesForm(PortalForm):
    """Rules from a day on. Its fields of figures, ends of years and ways are added below, one for each."""

    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    origin = StringField(_("依据"), validators=[InputRequired(NEEDED), Length(max=120)])
    founded = SelectField(_("当年成立的社区拨多少"))
    uses = TextAreaField(
        _("可以用在哪里（每行：代码，中文名，英文名，经费，依据）"),
        validators=[InputRequired(NEEDED)],
        render_kw={"rows": "14"},
    )
    forbidden = TextAreaField(
        _("不得用于（每行：代码，中文名，英文名，经费，规定，依据）"),
        validators=[InputRequired(NEEDED)],
        render_kw={"rows": "10"},
    )
    other_kinds = TextAreaField(
        _("其他经费的种类（每行：代码，中文名，英文名）"), validators=[InputRequired(NEEDED)], render_kw={"rows": "5"}
    )

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.founded.choices = [(one.value, one.label) for one in Founded]
        for purse in Purse:
            end = self[f"end_{purse.value}"]
            end.label.text = _("%(purse)s年底余款", purse=purse.label)
            end.choices = [(one.value, one.label) for one in (YearEndRule.CARRY, YearEndRule.LAPSE)]

    @staticmethod
    def data_of(book: FundRulebook) -> dict[str, Any]:
        """What the form shows of given rules."""
        shown: dict[str, Any] = {name: in_words(name, getattr(book, name)) for name in FIGURES}
        shown |= {f"end_{purse.value}": said for purse, said in book.year_end.items()}
        for purse, way in book.ways.items():
            shown |= {step_field(purse, step): step in way.decisions for step in DecisionStep}
            shown |= {f"notice_{purse.value}": way.notice, f"county_{purse.value}": way.county}
        lists = {"uses": book.uses, "forbidden": book.forbidden}
        shown |= {name: "\n".join(map(use_line, ones)) for name, ones in lists.items()}
        return shown | {"founded": book.founded, "other_kinds": "\n".join(map(kind_line, book.other_kinds))}

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes: the day, the origin and each part as the table keeps it."""
        typed = super().values
        return {
            "from_day": typed["from_day"],
            "origin": typed["origin"],
            "figures": {name: _stored(name, typed[name]) for name in FIGURES},
            "year_end": {purse.value: typed[f"end_{purse.value}"] for purse in Purse},
            "mid_year": {"founded": typed["founded"]},
            "ways": {purse.value: _way(typed, purse) for purse in Purse},
            "uses": uses_in(typed["uses"], ruled=False),
            "forbidden": uses_in(typed["forbidden"], ruled=True),
            "other_kinds": kinds_in(typed["other_kinds"]),
        }

    def validate_uses(self, field: Field) -> None:
        """Each line a use, no code twice."""
        _parsed(lambda: uses_in(field.data or "", ruled=False))

    def validate_forbidden(self, field: Field) -> None:
        """The same, with the rule that forbids it."""
        _parsed(lambda: uses_in(field.data or "", ruled=True))

    def validate_other_kinds(self, field: Field) -> None:
        """Each line a kind, no code twice."""
        _parsed(lambda: kinds_in(field.data or ""))


def in_words(name: str, value: int) -> int | Decimal:
    """A figure as people write it: sums in yuan, shares in percent."""
    return Decimal(value) / 100 if name in MONEY | SHARES else value


def use_line(use: Use) -> str:
    """A use as a line of text."""
    purses = "、".join(purse.zh for purse in Purse if purse in use.purses)
    rule = [use.rule] if use.rule else []
    return "，".join([use.code, use.zh, use.en, purses, *rule, use.origin])


def kind_line(kind: Kind) -> str:
    """A kind of other funds as a line of text."""
    return "，".join([kind.code, kind.zh, kind.en])


def uses_in(written: str, *, ruled: bool) -> list[dict[str, Any]]:
    """Uses, a line each; `ruled` ones name the rule that forbids them. Raises `ValueError`."""
    found = []
    for line in _lines(written):
        code, zh, en, purses, *more = COMMA.split(line, maxsplit=5 if ruled else 4)
        rule, origin = more if ruled else ("", *more)
        named = {word: purse.value for purse in Purse for word in (purse.value, purse.zh, purse.en)}
        if not purses or any(one not in named for one in purses.split("、")) or (ruled and not rule):
            raise ValueError(line)
        kept = {"purses": [named[one] for one in purses.split("、")], "origin": origin}
        found.append(_named(code, zh, en) | kept | ({"rule": rule} if ruled else {}))
    return _unlike(found)


def kinds_in(written: str) -> list[dict[str, Any]]:
    """Kinds of other funds, a line each. Raises `ValueError`."""
    return _unlike([_named(*_three(line)) for line in _lines(written)])


def step_field(purse: Purse, step: DecisionStep) -> str:
    """The name of the field that says whether a purse's projects go through a step."""
    return f"step_{purse.value}_{step.value}"


def _three(line: str) -> tuple[str, str, str]:
    code, zh, en = COMMA.split(line)
    return code, zh, en


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _named(code: str, zh: str, en: str) -> dict[str, Any]:
    if not CODE.fullmatch(code) or not zh or not en:
        raise ValueError(code)
    return {"code": code, "zh": zh, "en": en}


def _unlike(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    codes = [one["code"] for one in found]
    if not codes or len(set(codes)) < len(codes):
        raise ValueError("a code twice, or none at all")
    return found


def _parsed(read: Any) -> None:
    try:
        read()
    except ValueError:
        raise ValidationError(FundRulesFault.LINES.label) from None


def _stored(name: str, typed: int | Decimal) -> int:
    return round(typed * 100) if name in MONEY | SHARES else int(typed)


def _way(typed: dict[str, Any], purse: Purse) -> dict[str, Any]:
    steps = [step.value for step in DecisionStep if typed[step_field(purse, step)]]
    return {
        "decisions": steps,
        "notice": typed[f"notice_{purse.value}"],
        "county": typed[f"county_{purse.value}"],
    }


def _figure(name: str, label: Any, least: int, most: int) -> Field:
    told = _("请写 %(least)s 到 %(most)s 的数", least=least, most=most)
    checks: Sequence[Any] = [InputRequired(NEEDED), NumberRange(least, most, message=told)]
    return DecimalField(label, places=2, validators=checks) if name in MONEY | SHARES else IntegerField(label, checks)


for _name, _known in LABELS.items():
    setattr(FundRulesForm, _name, _figure(_name, *_known))
for _purse in Purse:
    setattr(FundRulesForm, f"end_{_purse.value}", SelectField())
    for _step in DecisionStep:
        setattr(FundRulesForm, step_field(_purse, _step), BooleanField())
    setattr(FundRulesForm, f"notice_{_purse.value}", BooleanField())
    setattr(FundRulesForm, f"county_{_purse.value}", BooleanField())
