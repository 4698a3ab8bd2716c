"""Pages about the ground: what visitors see, who is on duty where, what has no organisation."""

from portal.grid.views import buildings, duties, public
from portal.grid.views.blueprint import ground

__all__ = ["buildings", "duties", "ground", "public"]
