"""How many questions a call asks the database."""

from collections.abc import Callable

from sqlalchemy import event

from portal.core.database import db


def selects(work: Callable[[], object]) -> int:
    """How many SELECT statements the work sends."""
    seen = []

    def note(_connection, _cursor, statement, *_more):
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
