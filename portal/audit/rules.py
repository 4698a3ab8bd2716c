"""How entries are chained: a keyed hash over an entry and the hash of the one before.

A plain hash could be computed anew by whoever can write the table; the key is not in the database (trust.md).
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


def digest_of(key: str, previous: str, number: int, at: datetime, entry: dict[str, Any]) -> str:
    """The digest of entry `number`; `previous` is that of the entry before, or `START`."""
    spoken = {"previous": previous, "number": number, "at": at.astimezone(UTC).isoformat(), **entry}
    canonical = json.dumps(spoken, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key.encode(), canonical.encode(), hashlib.sha256).hexdigest()
