"""Tables of double registration, one file for each of its subjects."""

from portal.registration.models import feedback, lists, reporting, roster, rulebook, service, wishes

__all__ = ["feedback", "lists", "reporting", "roster", "rulebook", "service", "wishes"]
