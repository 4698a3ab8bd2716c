"""Tables of star management, one file for each subject."""

from portal.star.models import quarters, rulebook, secretaries, years

__all__ = ["quarters", "rulebook", "secretaries", "years"]
