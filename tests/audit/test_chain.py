"""The record cannot be changed behind the portal's back without `audit verify` naming the entry."""

import logging

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.audit import queries
from portal.audit.actions import record
from portal.audit.models import AuditEntry
from portal.audit.rules import Anchor, digest_of
from portal.core.database import db, session, transaction
from tests.tampering import tampering

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
    with transaction(), tampering():
        session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(subject="SS-999"))
    assert [fault.number for fault in queries.faults(KEY)] == [2]


def test_a_removed_entry_is_named(three_deeds):
    with transaction(), tampering():
        session.execute(delete(AuditEntry).where(AuditEntry.number == 2))
    assert [fault.what for fault in queries.faults(KEY)] == ["entries 2 to 2 are missing"]


def test_a_chain_that_was_hashed_with_another_key_is_found(three_deeds):
    assert [fault.number for fault in queries.faults("another key")] == [1, 2, 3]


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET subject = 'SS-999'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_record(three_deeds, deed):
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        session.execute(text(deed))
    assert list(queries.faults(KEY)) == []
    assert queries.entry_count() == 3


def test_postgresql_refuses_to_empty_the_record(three_deeds):
    if db.engine.dialect.name != "postgresql":
        assert queries.missing_guards() == []  # SQLite has no TRUNCATE
        return
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        session.execute(text("TRUNCATE audit_entry"))
    assert queries.entry_count() == 3


def test_entries_cut_off_at_the_end_are_found_by_an_anchor(three_deeds):
    anchor = queries.head()
    with transaction(), tampering():
        session.execute(delete(AuditEntry).where(AuditEntry.number >= 2))
    assert list(queries.faults(KEY)) == []
    assert [fault.what for fault in queries.faults(KEY, anchor)] == ["entries 2 to 3 are missing: they were anchored"]


def test_a_chain_hashed_anew_with_the_key_is_found_by_an_anchor(three_deeds):
    anchor = queries.head()
    with transaction(), tampering():
        previous = session.scalar(select(AuditEntry.digest).where(AuditEntry.number == 2))
        last = session.get(AuditEntry, 3)
        last.subject = "SS-999"
        spoken = {name: getattr(last, name) for name in ("by", "deed", "subject", "reason", "details", "address")}
        last.digest = digest_of(KEY, previous, 3, last.at, spoken)
        session.flush()
    assert list(queries.faults(KEY)) == []
    assert [fault.number for fault in queries.faults(KEY, anchor)] == [3]


def test_an_anchor_of_an_earlier_day_still_holds_after_more_deeds(three_deeds):
    anchor = queries.head()
    with transaction():
        record("operator", "station.verify", "SS-004")
    assert list(queries.faults(KEY, anchor)) == []
    assert queries.head().number == 4


def test_an_anchor_is_read_as_it_was_written(three_deeds):
    assert Anchor.read(f" {queries.head()}\n") == queries.head()
    for wrong in ("", "3", "3:abc", "x:" + "0" * 64):
        with pytest.raises(ValueError, match="anchor"):
            Anchor.read(wrong)


def test_a_missing_trigger_is_named(app, three_deeds):
    assert queries.missing_guards() == []
    on_table = " ON audit_entry" if db.engine.dialect.name == "postgresql" else ""
    with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012
        session.execute(text(f"DROP TRIGGER audit_entry_no_delete{on_table}"))
        assert queries.missing_guards() == ["audit_entry_no_delete"]
        raise ZeroDivisionError
    assert queries.missing_guards() == []


def test_the_head_goes_into_the_log_once_a_day(app, three_deeds, monkeypatch, caplog):
    from portal.audit import jobs
    from portal.core.jobs import huey

    monkeypatch.setattr(huey, "portal", app, raising=False)
    with caplog.at_level(logging.INFO, "portal.audit"):
        jobs.anchor_record.call_local()
    assert [line.anchor for line in caplog.records if line.message == "audit head"] == [str(queries.head())]


def test_a_deed_that_was_undone_leaves_no_entry(app):
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012
        record("operator", "station.verify", "SS-001")
        raise RuntimeError
    assert queries.entry_count() == 0


def test_the_command_says_how_many_entries_hold_and_fails_where_one_does_not(app, three_deeds):
    runner = app.test_cli_runner()
    sound = runner.invoke(args=["audit", "verify"])
    assert (sound.exit_code, sound.output) == (0, "3 entries, 0 faults\n")
    with transaction(), tampering():
        session.execute(update(AuditEntry).where(AuditEntry.number == 3).values(by="somebody else"))
    broken = runner.invoke(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert "entry 3" in broken.output


def test_the_command_takes_an_anchor_and_prints_one(app, three_deeds):
    runner = app.test_cli_runner()
    head = runner.invoke(args=["audit", "head"]).output.strip()
    assert head == str(queries.head())
    assert runner.invoke(args=["audit", "verify", "--anchor", head]).exit_code == 0
    elsewhere = runner.invoke(args=["audit", "verify", "--anchor", "9:" + "0" * 64])
    assert elsewhere.exit_code == 1
    assert "entries 4 to 9 are missing" in elsewhere.output
    assert runner.invoke(args=["audit", "verify", "--anchor", "yesterday"]).exit_code == 2
