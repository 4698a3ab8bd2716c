"""Forms of payments: the invoice as it is put in, the day on which it is paid."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import PortalForm, content_of, document
from portal.core.money import fen_of
from portal.fund.forms.books import NEEDED, yuan_field
from portal.fund.rules.proposals import Invoice


class InvoiceForm(PortalForm):
    """An invoice to be paid. The amount's field is called as the rule names it, so that a refusal stands beside it."""

    fen = yuan_field(_("金额（元）"))
    what = StringField(_("付什么"), validators=[InputRequired(NEEDED), Length(max=120)])
    number = StringField(_("发票号码"), validators=[InputRequired(NEEDED), Length(max=40)])
    day = DateField(_("开票日期"), validators=[InputRequired(NEEDED)])
    payee = StringField(_("收款人"), validators=[InputRequired(NEEDED), Length(max=80)])
    payee_is_person = BooleanField(_("收款人是个人（公开时只显示姓）"))
    bank = StringField(_("开户银行（可不填）"), default="", validators=[Optional(), Length(max=80)])
    bank_account = StringField(
        _("银行账号（可不填）"),
        default="",
        validators=[Optional(), Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    file = document(_("发票（PDF 或照片，可不传）"))

    @property
    def values(self) -> dict[str, Any]:
        typed: dict[str, Any] = {name: value or "" for name, value in super().values.items()}
        typed |= {"fen": fen_of(self.fen.data), "payee_is_person": bool(self.payee_is_person.data)}
        return {"invoice": Invoice(**typed | {"file": content_of(self.file)})}


class PayForm(PortalForm):
    """The day on which it was paid."""

    day = DateField(_("哪一天付的"), validators=[InputRequired(NEEDED)])
