"""Placing a home: by a pin, by names, or by hand."""

from flask_babel import lazy_gettext as _
from wtforms import FloatField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from geo.place import Place
from portal.core.forms import PortalForm

DEGREES = _("请写度数，例如 34.6128")


class PlaceForm(PortalForm):
    """One of three ways to say where somebody lives."""

    lat = FloatField(_("纬度"), validators=[Optional(), NumberRange(-90, 90, message=DEGREES)])
    lon = FloatField(_("经度"), validators=[Optional(), NumberRange(-180, 180, message=DEGREES)])
    area = StringField(_("小区"), validators=[Optional(), Length(max=60)], render_kw={"list": "areas"})
    building = StringField(_("楼栋"), validators=[Optional(), Length(max=20)])
    grid = SelectField(_("网格"), validators=[Optional()])

    def offer(self, grids: dict[str, str], nothing: str) -> None:
        """Fill the choices: names by code."""
        self.grid.choices = [("", nothing), *grids.items()]

    @property
    def pin(self) -> Place | None:
        """The pin, where both of its numbers were given."""
        if self.lat.data is None or self.lon.data is None:
            return None
        return Place(lat=self.lat.data, lon=self.lon.data)
