"""Forms of a year: begun, a step closed, the fairness check, signing, filing; a year-end score; appeals and answers."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DecimalField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.core.forms import PortalForm, said, told
from portal.star.forms.secretaries import score

NEEDED, CHOOSE = _("请填写"), _("请选择")
HUNDRED = 100


class BeginForm(PortalForm):
    """A county's year."""

    organisation = SelectField(_("哪个县（区）"), validators=[InputRequired(CHOOSE)])
    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])

    @property
    def values(self) -> dict[str, Any]:
        return {"year": self.year.data}


class CloseForm(PortalForm):
    """A step that ends."""

    note = said(_("这一步做了什么（动员培训要写：哪一天、谁讲、多少人参加）"), 500)


class FairnessForm(PortalForm):
    """What the check showed."""

    note = told(_("核对的结论和处理"), 1000)


class SignForm(PortalForm):
    """Who signs: of those for whom the caller may."""

    organisation = SelectField(_("代表哪里签字"), validators=[InputRequired(CHOOSE)])

    @property
    def values(self) -> dict[str, Any]:
        return {}


class FileForm(PortalForm):
    """The number under which the year is filed."""

    number = StringField(_("备案号"), validators=[InputRequired(NEEDED), Length(max=60)])


class AppraisalForm(PortalForm):
    """The year-end score of a secretary."""

    year_end = score(_("年终考核得分"))
    rigid_failed = BooleanField(_("有刚性指标没有完成（不得评优秀）"))
    one_off = DecimalField(
        _("集体经济一次性奖励（元，没有就填 0）"),
        places=2,
        default=Decimal(0),
        validators=[InputRequired(NEEDED), NumberRange(0, 1_000_000)],
    )
    note = said(_("年终综合评的情况（可不填）"), 500)

    @property
    def values(self) -> dict[str, Any]:
        sums = {"score": round(self.year_end.data * HUNDRED), "one_off_fen": round(self.one_off.data * HUNDRED)}
        return sums | {"rigid_failed": bool(self.rigid_failed.data), "note": self.note.data or ""}


class AccountForm(PortalForm):
    """His own account of the year."""

    statement = TextAreaField(
        _("我的述职"), validators=[InputRequired(NEEDED), Length(max=3000)], render_kw={"rows": "12"}
    )


class AppealForm(PortalForm):
    """What he says against scores or a rating."""

    text = told(_("哪里不对，依据是什么"), 1000)


class AppealAnswerForm(PortalForm):
    """What the county says to it."""

    upheld = RadioField(_("申诉成立吗"), validators=[InputRequired(CHOOSE)])
    answer = told(_("答复和理由"), 1000)

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.upheld.choices = [("yes", _("成立，请更正")), ("no", _("不成立，维持原结果"))]

    @property
    def values(self) -> dict[str, Any]:
        return {"upheld": self.upheld.data == "yes", "answer": self.answer.data}
