"""What was seen in a long file, and on which row: kept in memory while it is little, in a temporary file beyond."""

import pickle
import sqlite3
import tempfile
from collections.abc import Iterator
from typing import Any

IN_MEMORY_BYTES = 16 * 1024 * 1024


class Seen:
    """Keys with the row on which each stood first."""

    def __init__(self) -> None:
        # An empty name is a database of its own that spills into a temporary file and is gone when it is closed.
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID")
        self._kept.execute("BEGIN")

    def note(self, key: str, row: int) -> int | None:
        """The row on which the key stood before, or None: then it is noted for this row."""
        done = self._kept.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, row))
        return None if done.rowcount else self.row_of(key)

    def row_of(self, key: str) -> int | None:
        """The row on which the key stood first, None where it did not."""
        found = self._kept.execute("SELECT row FROM seen WHERE key = ?", (key,)).fetchone()
        return found and int(found[0])


class Spool:
    """Things that wait to be done, in their order, to be gone through as often as needed."""

    def __init__(self) -> None:
        self._kept = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  closed when nobody has it any more
        self.count = 0

    def add(self, thing: Any) -> None:
        pickle.dump(thing, self._kept, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[Any]:
        self._kept.seek(0)
        for _number in range(self.count):
            yield pickle.load(self._kept)  # noqa: S301  written by ourselves a moment ago, into a file of our own
