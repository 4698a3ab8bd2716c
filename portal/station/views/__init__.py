"""Pages about service positions, one file for each of its subjects."""

from portal.station.views import faults, keeping, public
from portal.station.views.blueprint import station

__all__ = ["faults", "keeping", "public", "station"]
