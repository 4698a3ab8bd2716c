"""Tables of star management, one file for each subject."""

from portal.star.models import rulebook, secretaries

__all__ = ["rulebook", "secretaries"]
