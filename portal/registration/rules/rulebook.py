"""The county's rules of double registration as values: what the articles leave open is this county's setting.

The defaults stand in this room's `rulebook.toml`, each figure with its origin; a county issues its own from a day on.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of a day. Days are calendar days unless the name says otherwise; shares are hundredths of a percent.

    `points_per_hour_hundredths`: 120 is 1.2 points an hour (domain.md 4.7, D3). `weights` holds, for each source of
    hours (`HoursFrom`), the percent at which a minute counts.
    """

    weights: Mapping[str, int]
    most_minutes_a_day: int
    least_minutes: int
    points: bool
    points_per_hour_hundredths: int
    points_to_pass: int
    attendance_code: bool
    attendance_code_seconds: int
    idle_after_days: int
    unit_passes_at: int
    decide_report_days: int
    screen_wish_days: int
    take_wish_days: int
    do_wish_days: int
    rate_wish_days: int
    smallest_group: int

    def as_values(self) -> dict[str, Any]:
        """As the table keeps it."""
        return asdict(self)


def rulebook(values: Mapping[str, Any]) -> Rulebook:
    """The rules from what the table or the TOML file holds. Raises `KeyError` naming the figure that is missing."""
    return Rulebook(**{field.name: values[field.name] for field in fields(Rulebook)})
