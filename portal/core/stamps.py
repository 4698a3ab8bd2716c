"""Stamps: a number that grows with each change of a kind of rows, so that every process can tell what it has missed.

Bumping takes the stamp's row lock until the transaction ends; so numbers become visible in their order, and a process
that has seen number n has seen every change up to n.
"""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Table, session


class Stamp(Table):
    """The number of the latest change of one kind of rows (变更序号)."""

    __tablename__ = "stamp"

    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


def current(kind: str) -> int:
    """The number of the latest change that this transaction can see; 0 where nothing has changed yet."""
    return session.scalar(select(Stamp.number).where(Stamp.kind == kind)) or 0


def bump(kind: str) -> int:
    """Announce a change and return its number; the rows that changed carry it."""
    grown = update(Stamp).where(Stamp.kind == kind).values(number=Stamp.number + 1).returning(Stamp.number)
    number = session.scalar(grown)
    if number is None:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(Stamp).values(kind=kind, number=0).on_conflict_do_nothing())
        number = session.scalar(grown)
    assert number is not None
    return number
