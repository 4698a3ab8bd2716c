"""Pages about the ground and the work on it, one file for each of its subjects."""

from portal.grid.views import (
    boards,
    buildings,
    duties,
    event_photos,
    events,
    events_public,
    log_page,
    logs,
    my_tasks,
    own_events,
    own_logs,
    public,
    rounds,
    rulebook,
    social,
    tasks,
    week,
)
from portal.grid.views.blueprint import ground, work

__all__ = [
    "boards",
    "buildings",
    "duties",
    "event_photos",
    "events",
    "events_public",
    "ground",
    "log_page",
    "logs",
    "my_tasks",
    "own_events",
    "own_logs",
    "public",
    "rounds",
    "rulebook",
    "social",
    "tasks",
    "week",
    "work",
]
