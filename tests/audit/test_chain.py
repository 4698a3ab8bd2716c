"""The record cannot be changed behind the portal's back without `audit verify` naming the entry."""

import pytest
from sqlalchemy import delete, update

from portal.audit import queries
from portal.audit.actions import record
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction

KEY = "a" * 40


@pytest.fixture
def three_deeds(app):
    for code in ("SS-001", "SS-002", "SS-003"):
        with transaction():
            record("operator", "station.verify", code, before=None, after="2026-11-24")


def test_an_untouched_record_has_no_fault(three_deeds):
    assert queries.entry_count() == 3
    assert list(queries.faults(KEY)) == []


def test_a_changed_entry_is_named(three_deeds):
    with transaction():
        session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(subject="SS-999"))
    assert [fault.number for fault in queries.faults(KEY)] == [2]


def test_a_removed_entry_is_named(three_deeds):
    with transaction():
        session.execute(delete(AuditEntry).where(AuditEntry.number == 2))
    assert [fault.what for fault in queries.faults(KEY)] == ["entries 2 to 2 are missing"]


def test_a_chain_that_was_hashed_with_another_key_is_found(three_deeds):
    assert [fault.number for fault in queries.faults("another key")] == [1, 2, 3]


def test_a_deed_that_was_undone_leaves_no_entry(app):
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012
        record("operator", "station.verify", "SS-001")
        raise RuntimeError
    assert queries.entry_count() == 0


def test_the_command_says_how_many_entries_hold_and_fails_where_one_does_not(app, three_deeds):
    runner = app.test_cli_runner()
    sound = runner.invoke(args=["audit", "verify"])
    assert (sound.exit_code, sound.output) == (0, "3 entries, 0 faults\n")
    with transaction():
        session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(by="somebody else"))
    broken = runner.invoke(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert "entry 3" in broken.output
