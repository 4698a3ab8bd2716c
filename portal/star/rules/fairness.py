"""Whether those who score measure with one yard (评分公平): whose marks lie apart from the others', where there are
enough of them to speak, and how many objections were upheld.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

# Fewer marks than this say nothing of the one who set them.
LEAST = 30
# A mean speaks where it lies both two points and three standard errors away from that of all others' marks.
POINTS, ERRORS = 200, 3.0


@dataclass(frozen=True, slots=True)
class Drift:
    """How one's marks lie beside the others'. `mean` and `apart` are hundredths; `apart` is None where there are too
    few marks on either side."""

    name: str
    count: int
    mean: float
    apart: float | None
    speaks: bool


@dataclass(frozen=True, slots=True)
class Upheld:
    """Of how many objections against one's marks how many were upheld."""

    name: str
    decided: int
    upheld: int

    @property
    def share(self) -> int:
        """Hundredths of a percent."""
        return self.upheld * 10_000 // self.decided if self.decided else 0


def drifts(marks: Mapping[str, Sequence[int]]) -> list[Drift]:
    """Each one's marks (hundredths) beside all others', the furthest apart first."""
    told = [
        _drift(name, own, [one for other, of in marks.items() if other != name for one in of])
        for name, own in marks.items()
        if own
    ]
    return sorted(told, key=lambda one: (-abs(one.apart or 0), one.name))


def _drift(name: str, own: Sequence[int], others: Sequence[int]) -> Drift:
    mean = fmean(own)
    if len(own) < LEAST or len(others) < LEAST:
        return Drift(name, len(own), mean, None, speaks=False)
    apart = mean - fmean(others)
    error = sqrt(variance(own) / len(own) + variance(others) / len(others))
    return Drift(name, len(own), mean, apart, speaks=abs(apart) >= POINTS and abs(apart) >= ERRORS * error)
