"""Forms of the service log at a desk."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.clock import LOCAL
from portal.core.forms import PortalForm
from portal.core.personal import personal_in
from portal.grid.rules.logs import LONGEST_NOTE

CHOOSE = _("请选择")
A_NUMBER = _("请写整数")
NUMERIC = {"inputmode": "numeric"}
PICTURES = {"accept": "image/jpeg,image/png,image/webp"}


class LogForm(PortalForm):
    """A service; its number is made with the empty form, so that the same form sent twice is one service."""

    code = HiddenField()
    kind = SelectField(_("做了什么"), validators=[InputRequired(CHOOSE)])
    grid = SelectField(_("在哪个网格"), validators=[InputRequired(CHOOSE)])
    day = DateField(_("哪一天"), validators=[InputRequired(_("请填写日期"))])
    at = TimeField(_("几点"), validators=[InputRequired(_("请填写时间"))])
    helped = IntegerField(_("几个人"), validators=[InputRequired(A_NUMBER)], default=1, render_kw=NUMERIC)
    minutes = IntegerField(_("用了几分钟（可不填）"), validators=[Optional()], render_kw=NUMERIC)
    note = TextAreaField(
        _("一句话（可不填）"), validators=[Length(max=LONGEST_NOTE)], default="", render_kw={"rows": "3"}
    )
    photos = MultipleFileField(_("照片（可不加，最多 6 张）"), render_kw=PICTURES)
    confirmed = BooleanField(_("我看过了，照这样保存"))

    def begin(self, now: datetime, kinds: Iterable[tuple[str, str]], grids: Iterable[tuple[str, str]]) -> None:
        """Fill the choices, and what an empty form begins with."""
        here = now.astimezone(LOCAL)
        self.kind.choices, self.grid.choices = list(kinds), list(grids)
        self.code.data = _number(self.code.data) or str(uuid4())
        self.day.data = self.day.data or (None if self.is_submitted() else here.date())
        self.at.data = self.at.data or (None if self.is_submitted() else here.time().replace(second=0, microsecond=0))

    @property
    def asks_to_confirm(self) -> bool:
        """Whether the note seems to hold what reaches a person: asked about once, then kept."""
        return bool(personal_in(self.note.data or ""))

    def validate(self, extra_validators: object = None) -> bool:
        """Also that who wrote down a number has looked at it again."""
        valid = bool(super().validate(extra_validators))
        if self.asks_to_confirm and not self.confirmed.data:
            self.note.errors = [*self.note.errors, _("备注里好像有电话、证件、门牌。请删去；不是的话，在下面打勾")]
            return False
        return valid

    @property
    def values(self) -> dict[str, Any]:
        told = {name: getattr(self, name).data for name in ("code", "kind", "helped", "minutes")}
        when = datetime.combine(self.day.data or date.min, self.at.data or time(), LOCAL)
        photos = [content for file in self.photos.data or () if file and (content := file.read())]
        return told | {"happened_at": when, "note": self.note.data or "", "photos": photos}


class WithdrawForm(PortalForm):
    """Why a log is taken back."""

    reason = TextAreaField(
        _("为什么撤销"), validators=[InputRequired(_("请填写")), Length(max=200)], render_kw={"rows": "2"}
    )


def _number(written: str | None) -> str | None:
    try:
        return str(UUID(written or ""))
    except ValueError:
        return None
