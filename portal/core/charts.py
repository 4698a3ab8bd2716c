"""Small charts that the server draws: numbers in, the shapes of an SVG out. The page shows the table beside them."""

from collections.abc import Mapping, Sequence
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


# Of a drawing of flows, in its units: how wide a bar is, where the right ones stand, how much room a label has.
BAR, RIGHT_AT, ROOM = 10, 190, 20


@dataclass(frozen=True, slots=True)
class Stream:
    """A band from a bar on the left to one on the right: the path of its outline, and what it stands for."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Bars on the left and on the right, and the bands between them, in a drawing of `width` by `height` units."""

    width: int
    height: float
    left: tuple[Bar, ...]
    right: tuple[Bar, ...]
    streams: tuple[Stream, ...]


def flow(
    left: Sequence[tuple[str, str]],
    right: Sequence[tuple[str, str]],
    links: Mapping[tuple[int, int], int],
    *,
    width: int = 360,
    height: int = 260,
) -> Flow:
    """What flows from each (label, value as text) on the left to each on the right; `links` says how much, by their
    places. A bar is as high as all that flows through it; labels never stand on each other."""
    whole = sum(links.values()) or 1
    parts = {link: fen / whole * height for link, fen in sorted(links.items())}
    from_left = [sum(part for (one, _), part in parts.items() if one == at) for at in range(len(left))]
    to_right = [sum(part for (_, one), part in parts.items() if one == at) for at in range(len(right))]
    lefts = _stacked(left, from_left, 0, 2 * ROOM)
    rights = _stacked(right, to_right, RIGHT_AT, ROOM)
    used_left, used_right = [bar.y for bar in lefts], [bar.y for bar in rights]
    streams = []
    for (one, other), part in parts.items():
        label = f"{left[one][0]} → {right[other][0]}"
        streams.append(Stream(_band(used_left[one], used_right[other], part), label))
        used_left[one] += part
        used_right[other] += part
    tall = max((bar.y + max(bar.height, ROOM) for bar in (*lefts, *rights)), default=0)
    return Flow(width, round(tall, 1), lefts, rights, tuple(streams))


def _stacked(named: Sequence[tuple[str, str]], tall: Sequence[float], x: float, room: float) -> tuple[Bar, ...]:
    """Bars below each other, each with the room that its label needs; on the left the label stands above its bar."""
    bars, top = [], float(ROOM if room > ROOM else 0)
    for (label, text), height in zip(named, tall, strict=True):
        bars.append(Bar(x, round(top, 1), BAR, round(max(height, 1.0), 1), label, text))
        top += max(height, 1.0) + ROOM if room > ROOM else max(height + 4, room)
    return tuple(bars)


def _band(left: float, right: float, part: float) -> str:
    """The outline of a band from the right edge of a left bar to the left edge of a right one."""
    middle = (BAR + RIGHT_AT) / 2
    over = f"M{BAR} {left:.1f}C{middle} {left:.1f} {middle} {right:.1f} {RIGHT_AT} {right:.1f}"
    low_left, low_right = left + part, right + part
    back = f"V{low_right:.1f}C{middle} {low_right:.1f} {middle} {low_left:.1f} {BAR} {low_left:.1f}Z"
    return over + back
