"""Forms of those who keep positions, and of who finds something wrong about one."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    FloatField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.forms import PortalForm
from portal.core.words import Word
from portal.station.terms import ChangeKind, Checked, Reason, StationFault

PICK = _("请点一个")
NEEDED = _("请填写")
NO_DAY = _("请写日期")


class TodayForm(PortalForm):
    """What is different today, why, and until when; two taps where the position is closed for the whole day."""

    kind = RadioField(_("怎么变"), default=ChangeKind.CLOSED.value)
    opens = TimeField(_("从几点开"), validators=[Optional()])
    shuts = TimeField(_("开到几点"), validators=[Optional()])
    moved_to = StringField(_("搬到哪里"), default="", validators=[Length(max=80)])
    reason = RadioField(_("为什么"), validators=[InputRequired(PICK)])
    words = StringField(_("说一句（选“其他”时要写）"), default="", validators=[Length(max=80)])
    first = DateField(_("从哪天"), validators=[InputRequired(NO_DAY)])
    last = DateField(_("到哪天（含这一天）"), validators=[InputRequired(NO_DAY)])
    back_at = TimeField(_("最后一天几点恢复（不填就到当天结束）"), validators=[Optional()])

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices, self.reason.choices = _words(ChangeKind), _words(Reason)

    @property
    def values(self) -> dict[str, Any]:
        """What `announce_change` is told, the days still as days."""
        told = {name: value for name, value in super().values.items() if name not in {"opens", "shuts", "words"}}
        hours = f"{self.opens.data:%H:%M}-{self.shuts.data:%H:%M}" if self.opens.data and self.shuts.data else None
        return told | {
            "kind": ChangeKind(self.kind.data),
            "reason": self._reason,
            "opening_hours": hours,
            "moved_to": self.moved_to.data or "",
        }

    @property
    def _reason(self) -> str:
        """In Chinese, as everybody reads it: what was picked, and what was written to it."""
        written = (self.words.data or "").strip()
        picked = Reason(self.reason.data)
        return written if picked is Reason.OTHER else "，".join(filter(None, (picked.zh, written)))


class VerifyForm(PortalForm):
    """What somebody has checked and found right."""

    checked = SelectMultipleField(_("核对了什么"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.checked.choices = _words(Checked)

    @property
    def values(self) -> dict[str, Any]:
        return {"checked": [Checked(one) for one in self.checked.data or []]}


class CorrectForm(PortalForm):
    """The details of a position, to be put right."""

    opening_hours = StringField(_("开放时间"), validators=[Length(max=200)])
    phone = StringField(_("电话"), validators=[Length(max=40)])
    address = StringField(_("地址"), validators=[InputRequired(NEEDED), Length(max=120)])
    manager = StringField(_("负责人"), validators=[Length(max=40)])
    lat = FloatField(_("纬度（WGS-84）"), [InputRequired(NEEDED), NumberRange(-90, 90, _("纬度在 -90 到 90 之间"))])
    lon = FloatField(_("经度（WGS-84）"), [InputRequired(NEEDED), NumberRange(-180, 180, _("经度在 -180 到 180 之间"))])
    services = SelectMultipleField(_("能办的事"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    in_service_until = DateField(_("停用：最后一天（不停用就不填）"), validators=[Optional()])

    def offer(self, services: Iterable[tuple[str, str]]) -> None:
        """Fill the choice of services: code and name."""
        self.services.choices = list(services)

    @property
    def values(self) -> dict[str, Any]:
        told = super().values
        told |= {name: told[name] or None for name in ("opening_hours", "phone", "manager", "in_service_until")}
        return told | {"services": tuple(sorted(told["services"] or ()))}


class FaultForm(PortalForm):
    """What is wrong about a page: one tap, perhaps a sentence, perhaps a number."""

    fault = RadioField(_("哪里不对"), validators=[InputRequired(PICK)])
    text = TextAreaField(
        _("说一句（选“其他”时要写）"), default="", validators=[Length(max=300)], render_kw={"rows": "3"}
    )
    phone = StringField(
        _("电话（可不填）"), default="", validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "tel"}
    )

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.fault.choices = _words(StationFault)

    @property
    def values(self) -> dict[str, Any]:
        told = super().values
        return {"fault": StationFault(self.fault.data), "text": told["text"] or "", "phone": told["phone"] or ""}


def _words(kind: type[Word]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kind]
