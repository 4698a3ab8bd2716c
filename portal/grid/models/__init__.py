"""Tables of the ground and of the work on it, one file for each subject."""

from portal.grid.models import events, ground, logs, rulebook, social, tasks

__all__ = ["events", "ground", "logs", "rulebook", "social", "tasks"]
