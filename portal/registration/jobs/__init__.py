"""Jobs of double registration, one file for each of its subjects."""

from portal.registration.jobs import reporting

__all__ = ["reporting"]
