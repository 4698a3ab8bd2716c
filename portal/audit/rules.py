"""How entries are chained: a keyed hash over an entry and the hash of the one before.

A plain hash could be computed anew by whoever can write the table; the key is not in the database (trust.md).
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

START = "0" * 64
ANCHOR = re.compile(r"(\d+):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number of an entry and its digest, written down outside the database; as text "3:9f2c…"."""

    number: int
    digest: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises `ValueError` for what is no anchor."""
        found = ANCHOR.fullmatch(text.strip())
        if not found:
            raise ValueError("an anchor is a number, a colon and 64 hexadecimal digits, as in the log")
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


def digest_of(key: str, previous: str, number: int, at: datetime, entry: dict[str, Any]) -> str:
    """The digest of entry `number`; `previous` is that of the entry before, or `START`.

    Entries written before the record knew from where a deed came have no address, and are hashed without one.
    """
    entry = {name: value for name, value in entry.items() if name != "address" or value}
    spoken = {"previous": previous, "number": number, "at": at.astimezone(UTC).isoformat(), **entry}
    canonical = json.dumps(spoken, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key.encode(), canonical.encode(), hashlib.sha256).hexdigest()
