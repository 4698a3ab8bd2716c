"""What the tests do faster than the portal may: passwords are hashed cheaply, files are not flushed to the disk, the
same demo county is drawn once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher
from sqlalchemy import event
from sqlalchemy.engine import Engine

from portal.account import passwords
from portal.demo import actions
from portal.demo.county import make_county

# The portal's own, kept for the test that looks at it.
IN_EARNEST = passwords.HASHER
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@contextmanager
def haste() -> Iterator[None]:
    """Within the block, what a test writes need not withstand a thief or a power cut."""
    event.listen(Engine, "connect", _do_not_flush)
    try:
        with patch.object(passwords, "HASHER", CHEAP), patch.object(actions, "make_county", cache(make_county)):
            yield
    finally:
        event.remove(Engine, "connect", _do_not_flush)


def _do_not_flush(connection: Any, _record: Any) -> None:
    if "sqlite3" in type(connection).__module__:
        connection.execute("PRAGMA synchronous=OFF")
