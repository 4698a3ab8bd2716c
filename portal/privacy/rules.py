"""The law of personal data: until when a request is answered, when somebody who left is forgotten, what a correction
changes."""

from collections.abc import Mapping
from datetime import date, timedelta

# GB/T 35273-2020, 8.7: a request is answered within thirty days.
DAYS_TO_ANSWER = 30


def due_on(received_on: date) -> date:
    """The last day on which a request is answered in time."""
    return received_on + timedelta(days=DAYS_TO_ANSWER)


def left_before(today: date, years: int) -> date:
    """Who left on this day or earlier has been kept for so many whole years; of 29 February, on the 28th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def changes(kept: Mapping[str, object], typed: Mapping[str, object]) -> dict[str, object]:
    """What of the typed values differs from what is kept. An empty one leaves what is kept."""
    return {name: value for name, value in typed.items() if value not in (None, "") and value != kept.get(name)}
