"""Pages of double registration, one file for each of its subjects."""

from portal.registration.views import (
    activities,
    applications,
    boards,
    feedback,
    hours,
    lists,
    members,
    own,
    paper,
    placement,
    posts,
    receipts,
    rulebook,
    units,
    wishes,
    wishes_public,
)
from portal.registration.views.blueprint import registration

__all__ = [
    "activities",
    "applications",
    "boards",
    "feedback",
    "hours",
    "lists",
    "members",
    "own",
    "paper",
    "placement",
    "posts",
    "receipts",
    "registration",
    "rulebook",
    "units",
    "wishes",
    "wishes_public",
]
