"""Forms of evidence: what is handed in, what the county decides, what he says to what is held against him."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, DecimalField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.forms import PortalForm, content_of, document, said, told
from portal.star.rules.rulebook import StarRulebook
from portal.star.terms.stars import EvidenceKind, HonourLevel

NEEDED, CHOOSE = _("请填写"), _("请选择")


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
