"""A restored backup gives the same figures, taken while others write; what is not whole is refused untouched."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.application import create_app
from portal.audit.actions import record
from portal.audit.queries import head, missing_guards
from portal.core.backup.make_and_restore import make_backup
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.files import keep, path_of
from portal.core.stamps import bump, current
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from tests.conftest import settings_for

KEPT = b"a photo"


@pytest.fixture
def portal(engine, originals, tmp_path):
    """A portal of its own, whose database may be replaced."""
    with originals.copied(engine, "empty", tmp_path) as address:
        yield create_app(settings_for(address, tmp_path))


def add(number: int) -> None:
    with transaction():
        code = f"O{number:05d}"
        organisation = Organisation(code=code, path=f"{code}/", level=OrganisationLevel.STREET, name=code)
        organisation.founded_on = today()
        session.add(organisation)
        bump("stations")


def count() -> int:
    session.remove()
    return session.scalar(select(func.count()).select_from(Organisation)) or 0


def run(portal: Flask, *args: str) -> tuple[int, str]:
    result = portal.test_cli_runner().invoke(args=args)
    session.remove()
    return result.exit_code, result.output


def test_a_restored_backup_gives_the_same_figures_and_every_process_notices(portal, tmp_path):
    archive = str(tmp_path / "a.tar")
    with portal.app_context():
        for number in range(20):
            add(number)
        key = keep(KEPT)
        assert run(portal, "backup", archive)[0] == 0
        for number in range(20, 30):
            add(number)
        path_of(key).unlink()
        known = current("stations")
        session.remove()
        assert run(portal, "restore", archive, "--replace")[0] == 0
        assert count() == 20
        assert path_of(key).read_bytes() == KEPT
        assert current("stations") > known


def test_a_backup_holds_the_head_of_the_record_and_brings_its_triggers_back(portal, tmp_path):
    with portal.app_context():
        with transaction():
            record("operator", "station.verify", "SS-001")
        facts = make_backup(tmp_path / "a.tar")
        assert facts["audit_head"] == str(head())
        session.remove()
        assert run(portal, "restore", str(tmp_path / "a.tar"), "--replace")[0] == 0
        assert missing_guards() == []
        assert str(head()) == facts["audit_head"]
        session.remove()


def test_a_database_that_holds_something_is_not_replaced_unasked(portal, tmp_path):
    archive = str(tmp_path / "a.tar")
    with portal.app_context():
        add(1)
        run(portal, "backup", archive)
        add(2)
        code, output = run(portal, "restore", archive)
        assert (code, count()) == (1, 2)
        assert "--replace" in output


@pytest.mark.parametrize("harm", ["cut off", "changed", "of another kind"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_touched(portal, tmp_path, harm):
    archive = tmp_path / "a.tar"
    with portal.app_context():
        add(1)
        run(portal, "backup", str(archive))
        add(2)
        content = archive.read_bytes()
        middle = len(content) // 2
        archive.write_bytes(
            {
                "cut off": content[:middle],
                "changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                "of another kind": b"not an archive",
            }[harm]
        )
        code, _output = run(portal, "restore", str(archive), "--replace")
        assert (code, count()) == (1, 2)


def test_a_backup_is_consistent_while_others_write(portal, tmp_path):
    stop = threading.Event()

    def write_on() -> None:
        with portal.app_context():
            number = 0
            while not stop.is_set():
                number += 1
                add(number)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        with portal.app_context():
            for attempt in range(3):
                make_backup(tmp_path / f"{attempt}.tar")
                session.remove()
    finally:
        stop.set()
        writer.join()
    with portal.app_context():
        assert run(portal, "restore", str(tmp_path / "2.tar"), "--replace")[0] == 0
        codes = session.scalars(select(Organisation.code).order_by(Organisation.code)).all()
        assert codes == [f"O{number:05d}" for number in range(1, len(codes) + 1)]
        assert len(codes) > 0


def test_a_failed_backup_leaves_no_file_behind(portal, tmp_path, monkeypatch):
    def broken(*_args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("portal.core.backup.make_and_restore.dump", broken)
    with portal.app_context():
        code, output = run(portal, "backup", str(tmp_path / "a.tar"))
    assert (code, list(tmp_path.glob("*.tar"))) == (1, [])
    assert "No space left" in output
