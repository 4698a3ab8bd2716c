"""The database session, the column types that mean the same on both engines, and the unit of work.

Who ends a transaction: the edge (a request, a command, a job), through `transaction`. Actions and queries never do.
"""

import enum
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ColumnElement, DateTime, Dialect, Enum, MetaData, Text, TypeDecorator, and_, event, false, or_
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, registry
from sqlalchemy.orm.attributes import InstrumentedAttribute

BUSY_TIMEOUT_MS = 10_000
RETRIES = 3
SERIALISATION_FAILURES = {"40001", "40P01"}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Stored in UTC on both engines; what goes in must be aware, what comes out is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# The collation makes order and prefix ranges the same on both engines: by code point.
PortableText = Text().with_variant(Text(collation="C"), "postgresql")


def _stored_values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Table(DeclarativeBase):
    """Base of all tables. Constraint names are regular, so that an error can be mapped to the field it concerns."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            str: PortableText,
            datetime: UtcDateTime,
            enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=_stored_values),
        },
    )


db = SQLAlchemy(model_class=Table)
session = db.session

writes: ContextVar[bool] = ContextVar("writes", default=False)


def within(scope: str | Sequence[str], path: Mapped[str] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Rows of the subtree, or of any of several, as ranges that an index answers on both engines.

    "0" is what follows the closing "/". No subtree at all holds no row.
    """
    paths = (scope,) if isinstance(scope, str) else scope
    return or_(false(), *(and_(path >= root, path < root.removesuffix("/") + "0") for root in paths))


@contextmanager
def transaction(*, reads_only: bool = False) -> Iterator[Any]:
    """Kept at the end of the block, undone if it raises. Requests, jobs and commands open one; nothing else does.

    A transaction that may write takes SQLite's write lock at its start (BEGIN IMMEDIATE): one that reads first and
    writes later could be refused in the middle however long it is willing to wait.
    """
    token = writes.set(not reads_only)
    try:
        yield session
        if session.registry.has():
            session.commit()
    except BaseException:
        if session.registry.has():
            session.rollback()
        raise
    finally:
        writes.reset(token)


def added(row: Table) -> bool:
    """Add a row; False where the database says that there is one like it already: another came first."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


class CameSecondError(RuntimeError):
    """Another transaction has kept the same a moment before: done again, this work finds it."""


def flush_or_again() -> None:
    """Write what waits to be written. Raises `CameSecondError` where another was first with a row like it: then the
    whole unit of work is done again. It spares the savepoint that `added` takes, where that hardly ever happens."""
    try:
        session.flush()
    except IntegrityError as error:
        raise CameSecondError from error


def retried[Answer](work: Callable[[], Answer]) -> Answer:
    """Do a whole unit of work, again where only its timing was wrong: the database says so, or it came second."""
    for _attempt in range(RETRIES - 1):
        try:
            return work()
        except CameSecondError:
            session.remove()
        except OperationalError as error:
            if not _was_bad_timing(error):
                raise
            session.remove()
    return work()


def portions(work: Callable[[], int | None]) -> Iterator[int]:
    """Do a long piece of work a portion at a time, each in a transaction of its own; yields how far it is after each,
    until there is nothing left to do (None). What was yielded is kept, whatever becomes of the next."""
    while (done := retried(lambda: _in_transaction(work))) is not None:
        yield done


def _in_transaction[Answer](work: Callable[[], Answer]) -> Answer:
    with transaction():
        answer = work()
    session.remove()
    return answer


def _was_bad_timing(error: OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in SERIALISATION_FAILURES or "database is locked" in str(error.orig)


def engine_options(database_url: str) -> dict[str, Any]:
    """Options of the engine: SQLite by the wheel that can load extensions, PostgreSQL with dead connections noticed."""
    if database_url.startswith("sqlite"):
        import pysqlite3.dbapi2 as driver

        return {"module": driver, "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    return {"pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if "pysqlite3" not in type(connection).__module__ and "sqlite3" not in type(connection).__module__:
        return
    connection.isolation_level = None  # SQLAlchemy emits BEGIN itself, below: else reads stand outside the transaction
    connection.enable_load_extension(True)
    connection.load_extension("mod_spatialite")
    connection.enable_load_extension(False)
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes.get() else "BEGIN")
