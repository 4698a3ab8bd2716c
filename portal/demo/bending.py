"""A smooth field that bends the demo town's straight lines into streets, lanes and field paths.

The field is one function of the place. Its slope stays below one, so that it folds nothing: lines that meet still
meet, lines that did not still do not.
"""

from dataclasses import dataclass
from math import pi
from random import Random

import numpy as np
from numpy.typing import NDArray

from portal.demo.plane import Coordinates

# Wave length and height in metres: wide sweeps, bends of a road, the wobble of a field path.
OCTAVES = ((5200.0, 230.0), (1700.0, 55.0), (620.0, 17.0), (230.0, 5.5))
WAVES_PER_OCTAVE = 4
TOWN_RADIUS_M = 1500.0
FIELDS_RADIUS_M = 4200.0
STRAIGHTNESS_OF_THE_TOWN = 0.35


@dataclass(frozen=True, slots=True)
class Bend:
    """Waves over the plane; each row is its direction (radians per metre east, north), phase, push east, push north."""

    waves: NDArray[np.float64]

    def __call__(self, points: Coordinates) -> Coordinates:
        """Bend points of the plane (metres east, north; shape n x 2)."""
        if not len(points):
            return points
        heights = np.sin(points @ self.waves[:, :2].T + self.waves[:, 2])
        return points + (heights @ self.waves[:, 3:]) * _freedom(points)[:, np.newaxis]


def a_bend(rng: Random) -> Bend:
    """A field of its own for each seed."""
    rows = []
    for length, height in OCTAVES:
        for _ in range(WAVES_PER_OCTAVE):
            heading, push, phase = (rng.uniform(0, 2 * pi) for _ in range(3))
            number = 2 * pi / length
            size = height / WAVES_PER_OCTAVE**0.5
            rows.append(
                (
                    number * np.cos(heading),
                    number * np.sin(heading),
                    phase,
                    size * np.cos(push),
                    size * np.sin(push),
                )
            )
    return Bend(np.array(rows))


def _freedom(points: Coordinates) -> NDArray[np.float64]:
    """How much of the field is felt: little in the town, whose streets are straight, all of it in the fields."""
    out = (np.hypot(points[:, 0], points[:, 1]) - TOWN_RADIUS_M) / (FIELDS_RADIUS_M - TOWN_RADIUS_M)
    out = np.clip(out, 0, 1)
    smooth: NDArray[np.float64] = STRAIGHTNESS_OF_THE_TOWN + (1 - STRAIGHTNESS_OF_THE_TOWN) * out * out * (3 - 2 * out)
    return smooth
