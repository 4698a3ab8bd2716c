"""Pages about the organisation: what visitors see, and where the tree is kept."""

from portal.organisation.views import bodies, hand_over, keeping, people, planning, public, workers
from portal.organisation.views.blueprint import organisation

__all__ = ["bodies", "hand_over", "keeping", "organisation", "people", "planning", "public", "workers"]
