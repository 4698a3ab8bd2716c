"""Small charts that the server draws: numbers in, the shapes of an SVG out. The page shows the table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.25


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in a drawing: its left upper corner, its size, what it stands for, and its value as text."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars side by side in a drawing of `width` by `height` units, standing on its lower edge."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def bars(values: Sequence[tuple[str, float]], *, width: int = 340, height: int = 120) -> Bars:
    """One bar for each (label, value); the largest fills the height. Values below nothing stand as nothing."""
    most = max((value for _label, value in values), default=0) or 1
    step = width / max(1, len(values))
    drawn = []
    for number, (label, value) in enumerate(values):
        tall = round(max(0.0, value) / most * height, 1)
        left = round(number * step + step * GAP / 2, 1)
        drawn.append(Bar(left, round(height - tall, 1), round(step * (1 - GAP), 1), tall, label, f"{value:g}"))
    return Bars(width, height, tuple(drawn))


# Of a chart of lying bars, in its units: how high a row is, how much room the labels and the largest number have.
ROW, LABELS, NUMBERS = 26, 120, 40


def lying_bars(values: Sequence[tuple[str, float]], *, width: int = 340) -> Bars:
    """One bar below the other for each (label, value), with room for long labels on their left; the largest is the
    longest. Values below nothing stand as nothing."""
    most = max((value for _label, value in values), default=0) or 1
    drawn = []
    for number, (label, value) in enumerate(values):
        long = round(max(0.0, value) / most * (width - LABELS - NUMBERS), 1)
        top = number * ROW + ROW * GAP / 2
        drawn.append(Bar(LABELS, round(top, 1), long, ROW * (1 - GAP), label, f"{value:g}"))
    return Bars(width, len(values) * ROW, tuple(drawn))
