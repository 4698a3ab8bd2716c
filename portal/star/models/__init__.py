"""Tables of star management, one file for each subject."""

from portal.star.models import quarters, rulebook, secretaries, uses, years

__all__ = ["quarters", "rulebook", "secretaries", "uses", "years"]
