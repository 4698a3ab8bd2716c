"""What a year's results say, as one stamp (备案): whoever computes it again from the rows sees whether one changed."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

FIELDS = (
    "year",
    "is_initial",
    "version",
    "before",
    "stars",
    "grade",
    "score",
    "quarters",
    "year_end",
    "rigid_failed",
    "one_off_fen",
    "clamped",
    "reasons",
)


def digest(results: Iterable[tuple[str, Any]]) -> str:
    """The SHA-256, in hexadecimal, of ratings with their secretaries' codes; their order does not matter."""
    stamp = sha256()
    for line in sorted(_line(code, rating) for code, rating in results):
        stamp.update(line.encode())
        stamp.update(b"\n")
    return stamp.hexdigest()


def _line(code: str, rating: Any) -> str:
    said = {name: getattr(rating, name) for name in FIELDS}
    return json.dumps([code, said], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
