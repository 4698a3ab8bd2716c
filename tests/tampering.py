"""What somebody with the rights of the database's owner can do: change the record of deeds, or the ledger, unseen."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.core.database import db, session

GUARDS = """
SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('audit_entry', 'voucher', 'transfer')
"""


@contextmanager
def tampering() -> Iterator[None]:
    """Within a transaction: the triggers of the record and of the ledger are off, and on again afterwards."""
    if db.engine.dialect.name == "postgresql":
        session.execute(db.text("SET LOCAL session_replication_role = replica"))
        yield
        session.execute(db.text("SET LOCAL session_replication_role = origin"))
        return
    guards = session.execute(db.text(GUARDS)).all()
    for name, _sql in guards:
        session.execute(db.text(f"DROP TRIGGER {name}"))
    yield
    for _name, sql in guards:
        session.execute(db.text(sql))
