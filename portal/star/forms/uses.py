"""Forms of uses: a year proposed for, a decision, a rectification reported and checked."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange

from portal.core.forms import PortalForm, told

NEEDED, CHOOSE = _("请填写"), _("请选择")


class ProposeForm(PortalForm):
    """For which year."""

    year = IntegerField(_("年度"), validators=[InputRequired(NEEDED), NumberRange(2000, 2100)])


class DecideUseForm(PortalForm):
    """What was decided."""

    agreed = RadioField(_("怎样决定"), validators=[InputRequired(CHOOSE)])
    reason = told(_("理由（会议、范围、期限）"), 500)

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.agreed.choices = [("yes", _("同意")), ("no", _("不用"))]

    @property
    def values(self) -> dict[str, Any]:
        return {"agreed": self.agreed.data == "yes", "reason": self.reason.data}


class RectifiedForm(PortalForm):
    """What he has done about it."""

    plan = told(_("整改了什么"), 2000)


class CheckUseForm(PortalForm):
    """How the check went."""

    lifted = RadioField(_("整改到位吗"), validators=[InputRequired(CHOOSE)])
    result = told(_("核查的情况"), 1000)

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.lifted.choices = [("yes", _("到位，解除")), ("no", _("不到位，进一步处理"))]

    @property
    def values(self) -> dict[str, Any]:
        return {"lifted": self.lifted.data == "yes", "result": self.result.data}
