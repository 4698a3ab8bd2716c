"""Pages of star management, one file for each subject."""

from portal.star.views import evidence, own, pay, quarters, rulebook, scoring, secretaries
from portal.star.views.blueprint import star

__all__ = ["evidence", "own", "pay", "quarters", "rulebook", "scoring", "secretaries", "star"]
