"""The shape and plain limits of what visitors ask with. These forms only ask: they are sent by GET, without a token."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FloatField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from geo.place import Place, PlaceError
from portal.core.forms import PortalForm
from portal.station.nearest.finding import Wish
from portal.station.queries.lists import ORDERS, Filters
from portal.station.terms import StationKind

FEW, MANY = 10, 50


class AskingForm(PortalForm):
    """A form that asks and changes nothing."""

    class Meta:
        csrf = False


class NearestForm(AskingForm):
    """Where somebody is and what he needs."""

    lat = FloatField(_("纬度"), [Optional(), NumberRange(-90, 90, _("纬度在 -90 到 90 之间"))])
    lon = FloatField(_("经度"), [Optional(), NumberRange(-180, 180, _("经度在 -180 到 180 之间"))])
    place = StringField(_("地点"), [Optional(), Length(max=40)])
    q = StringField(_("或者输入小区或社区的名字"), [Optional(), Length(max=40, message=_("最多 40 个字"))])
    kind = SelectMultipleField(_("类别"), choices=[(kind.value, kind.zh) for kind in StationKind])
    service = SelectMultipleField(_("服务"), validate_choice=False)
    open_now = BooleanField(_("现在开放"), false_values=("", "0"))
    show = IntegerField(_("显示几个"), [Optional(), NumberRange(1, MANY)], default=FEW)

    def validate_lon(self, field: Any) -> None:
        """A latitude without a longitude is no place, nor the other way round."""
        if (self.lat.data is None) != (field.data is None):
            raise ValidationError(_("经纬度要一起给"))

    @property
    def wish(self) -> Wish:
        """What was asked for; a field that makes no sense counts as not filled in."""
        kinds = (kind for kind in self.kind.data or [] if kind in set(StationKind))
        return Wish(
            origin=self._origin(),
            place=self.place.data or "",
            q=(self.q.data or "").strip()[:40],
            kinds=frozenset(StationKind(kind) for kind in kinds),
            services=frozenset(filter(None, self.service.data or [])),
            # A page's form always sends it; a question that does not name it asks for what is open.
            any_time=bool(self.open_now.raw_data) and not self.open_now.data,
            show=FEW if self.show.errors or self.show.data is None else self.show.data,
        )

    def _origin(self) -> Place | None:
        try:
            return None if self.lat.data is None or self.lon.data is None else Place(self.lat.data, self.lon.data)
        except PlaceError:
            return None


class ListForm(AskingForm):
    """How somebody narrows the list of all positions."""

    q = StringField(_("名字、地址或要办的事"), [Optional(), Length(max=40, message=_("最多 40 个字"))])
    kind = StringField(_("类别"), [Optional()])
    service = StringField(_("服务"), [Optional(), Length(max=40)])
    community = StringField(_("社区"), [Optional(), Length(max=40)])
    sort = StringField(_("排序"), [Optional()])
    page = IntegerField(_("第几页"), [Optional(), NumberRange(1, 100_000)], default=1)

    def validate_kind(self, field: Any) -> None:
        if field.data not in set(StationKind):
            raise ValidationError(_("没有这个类别"))

    @property
    def filters(self) -> Filters:
        """How the list is narrowed; a field that makes no sense counts as not filled in."""
        return Filters(
            q=(self.q.data or "").strip()[:40],
            kind=StationKind(self.kind.data) if self.kind.data in set(StationKind) else None,
            service=self.service.data or "",
            community=self.community.data or "",
            sort=self.sort.data if self.sort.data in ORDERS else "code",
        )

    @property
    def number(self) -> int:
        return self.page.data if self.page.data and not self.page.errors else 1
