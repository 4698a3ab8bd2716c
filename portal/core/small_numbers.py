"""Small numbers in public (E18): a group so small that it could be somebody is told as "fewer than"."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as the public may see it; `count` is None where the group is too small to be told."""

    count: int | None
    smallest: int

    def __str__(self) -> str:
        return _("少于 %(smallest)s", smallest=self.smallest) if self.count is None else str(self.count)


def shown(count: int, smallest: int) -> Shown:
    """A group's count for the public; nobody at all may be told, one to `smallest` − 1 may not."""
    return Shown(None if 0 < count < smallest else count, smallest)


def shown_parts(counts: Iterable[int], smallest: int) -> list[Shown]:
    """The parts of a whole that is told too. Where one part alone is hidden, the smallest other that is not nobody is
    hidden as well: else it could be taken from the difference."""
    counts = list(counts)
    told = [shown(count, smallest) for count in counts]
    if sum(one.count is None for one in told) == 1:
        others = [place for place, one in enumerate(told) if one.count]
        if others:
            told[min(others, key=lambda place: counts[place])] = Shown(None, smallest)
    return told
