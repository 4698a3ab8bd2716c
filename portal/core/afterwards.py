"""What must survive a request that is undone: refusals, and signs of life. Done once the request's own transaction
has ended, in one of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused (an address), and why."""

    subject: str
    reason: str


def afterwards(work: Callable[[], object]) -> None:
    """Do this after the request, whether it is kept or undone."""
    g.setdefault("afterwards", []).append(work)


def note_refusal(subject: str, reason: str) -> None:
    """Remember that a rule or a missing permission said no: the record will tell."""
    g.setdefault("refusals", []).append(Refusal(subject, reason))


def keep_although_refused() -> None:
    """Keep what this request writes even if it is answered with a refusal: a wrong password must be counted."""
    g.keep_although_refused = True


def is_kept() -> bool:
    """Whether a refused request's writes are to be kept."""
    return bool(g.get("keep_although_refused", False))


def take_work() -> list[Callable[[], object]]:
    """What is to be done afterwards; asked once."""
    work: list[Callable[[], object]] = g.pop("afterwards", [])
    return work


def take_refusals() -> list[Refusal]:
    """The refusals to record; asked once."""
    refusals: list[Refusal] = g.pop("refusals", [])
    return refusals


def forget_noted() -> None:
    """Begin a unit of work, perhaps again: what a broken attempt at it noted does not count."""
    for name in ("afterwards", "refusals", "keep_although_refused"):
        g.pop(name, None)
