"""What the session, the column types and the unit of work promise, on both engines."""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pysqlite3.dbapi2 as pysqlite3
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.core import database, stamps
from portal.core.database import session, transaction, within
from portal.core.stamps import Stamp
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel

SAFE_SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": database.BUSY_TIMEOUT_MS}


def organisation(path: str) -> Organisation:
    code = path.removesuffix("/").split("/")[-1]
    return Organisation(code=code, path=path, level=OrganisationLevel.STREET, name=code)


def test_a_moment_comes_back_in_utc_whatever_zone_it_went_in_with(app):
    column = database.UtcDateTime()
    east_of_greenwich = datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    stored = column.process_bind_param(east_of_greenwich, session.get_bind().dialect)
    assert column.process_result_value(stored, session.get_bind().dialect) == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_not_stored(app):
    with pytest.raises(ValueError, match="without a time zone"):
        database.UtcDateTime().process_bind_param(datetime(2026, 3, 1), session.get_bind().dialect)


def test_a_subtree_is_a_prefix_and_no_neighbour_with_a_longer_name(app):
    with transaction():
        session.add_all(map(organisation, ["TC/", "TC/MA/", "TC/MA/C1/", "TC/MAT/", "TC/MAT/C2/"]))
    found = session.scalars(select(Organisation.path).where(within("TC/MA/", Organisation.path)))
    assert sorted(found) == ["TC/MA/", "TC/MA/C1/"]


def test_what_raised_leaves_nothing_behind(app):
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012
        session.add(organisation("TC/"))
        session.flush()
        raise RuntimeError
    assert session.scalar(select(Organisation)) is None


def test_each_change_has_a_higher_number_than_the_one_before(app):
    with transaction():
        numbers = [stamps.bump("stations") for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert stamps.current("stations") == 3
    assert stamps.current("never changed") == 0


def test_a_change_that_was_undone_has_no_number(app):
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012
        stamps.bump("stations")
        raise RuntimeError
    assert stamps.current("stations") == 0
    assert session.scalars(select(Stamp)).all() == []


class Busy(Exception):
    sqlstate = "40001"


def test_bad_timing_is_tried_again_and_no_more_often_than_agreed(app):
    calls = []

    def unlucky() -> None:
        calls.append(1)
        raise OperationalError("SELECT 1", {}, Busy())

    with pytest.raises(OperationalError):
        database.retried(unlucky)
    assert len(calls) == database.RETRIES


def test_any_other_fault_of_the_database_is_not_tried_again(app):
    calls = []

    def broken() -> None:
        calls.append(1)
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    with pytest.raises(OperationalError):
        database.retried(broken)
    assert len(calls) == 1


def test_what_is_written_outlives_a_power_cut_and_keys_are_kept(tmp_path):
    """The tests' own connections do not flush (tests/haste.py): so this asks one that only the portal prepared."""
    with closing(pysqlite3.connect(str(tmp_path / "portal.db"))) as connection:
        database._prepare_sqlite(connection, None)
        asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SAFE_SQLITE}
    assert asked == SAFE_SQLITE
