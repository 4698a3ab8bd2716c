"""Who suits a wish: by skill, time and the way on foot, each said in words. Never from anybody's home."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from portal.registration.terms.wishes import FitReason

# From the middle of the wish's grid to the middle of the grid where the member lives, as the crow flies, times this:
# streets of a built-up grid are a good quarter longer (usual detour factors are 1.2 to 1.4).
DETOUR = 1.3
NEAR_MINUTES = 15
WEIGHTS = {FitReason.SKILL: 4, FitReason.TIME: 2, FitReason.NEAR: 2, FitReason.COMMUNITY: 1}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well somebody suits; `walk_minutes` is None where one of the grids is not known."""

    score: int
    reasons: tuple[FitReason, ...]
    walk_minutes: int | None

    @property
    def order(self) -> tuple[int, int]:
        """Best first, then nearest."""
        return -self.score, self.walk_minutes if self.walk_minutes is not None else 24 * 60


def fit(
    *,
    wanted_field: str,
    skills: Collection[str],
    wanted_times: Collection[str],
    free_times: Collection[str],
    walk_minutes: int | None,
    same_community: bool,
) -> Fit:
    """Weigh what speaks for somebody. A wish that names no time suits everybody who has any."""
    holds = {
        FitReason.SKILL: wanted_field in skills,
        FitReason.TIME: bool(set(free_times) & set(wanted_times)) if wanted_times else bool(free_times),
        FitReason.NEAR: walk_minutes is not None and walk_minutes <= NEAR_MINUTES,
        FitReason.COMMUNITY: same_community,
    }
    reasons = tuple(reason for reason, held in holds.items() if held)
    return Fit(sum(WEIGHTS[reason] for reason in reasons), reasons, walk_minutes)


def walk_minutes(metres_straight: float, metres_per_minute: float) -> int:
    """Whole minutes on foot for a straight distance, rounded up; half a minute within one grid is one."""
    return max(1, math.ceil(metres_straight * DETOUR / metres_per_minute))
