"""Making a backup, and putting one in the place of what there is."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from portal.core.backup.archive import ArchiveError, unpack_archive, write_archive
from portal.core.backup.engines import dump, is_empty, load
from portal.core.clock import now
from portal.core.database import Table, session, transaction
from portal.core.errors import Refused
from portal.core.settings import settings
from portal.core.stamps import Stamp

DATABASE, FILES = "database", "files"
KIND = "community-service-portal backup 1"


def make_backup(target: Path) -> dict[str, Any]:
    """Write database and files into one archive; returns what its manifest says. Raises `EngineError`."""
    with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
        copy = Path(folder) / DATABASE
        dump(copy)
        kept = settings().var / FILES
        # Files are only ever added: those of the copied database are among those here now.
        parts = {DATABASE: copy} | {f"{FILES}/{path.relative_to(kept)}": path for path in _plain_files(kept)}
        facts = {"kind": KIND, "engine": _engine(), "made_at": now().isoformat(), "head": _head(), "rows": _rows()}
        facts["audit_head"] = _audit_head()
        write_archive(target, parts, facts, settings().audit_key)
    return facts


def restore_backup(source: Path, *, replace: bool) -> dict[str, Any]:
    """Put the archive in the place of database and files. Raises `Refused`, `ArchiveError` or `EngineError`.

    Everything is checked before anything is touched. The numbers of changes go on rising, so that each running process
    notices that what it knows is no longer so.
    """
    with tempfile.TemporaryDirectory(dir=settings().var) as name:
        folder = Path(name)
        facts = unpack_archive(source, folder, settings().audit_key)
        if facts.get("kind") != KIND:
            raise ArchiveError("not a backup of this portal")
        if facts["engine"] != _engine():
            raise Refused(f"the backup is of {facts['engine']}, this portal runs on {_engine()}")
        if not is_empty() and not replace:
            raise Refused("the database is not empty; --replace puts the backup in its place")
        before = {} if is_empty() else _stamps()
        load(folder / DATABASE)
        _put_files(folder / FILES)
        _raise_stamps(before)
    return facts


def _put_files(source: Path) -> None:
    target = settings().var / FILES
    for path in _plain_files(source):
        kept = target / path.relative_to(source)
        kept.parent.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            shutil.move(path, kept)


def _plain_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _engine() -> str:
    return "SpatiaLite" if settings().embedded else "PostGIS"


def _head() -> str | None:
    return session.scalar(text("SELECT version_num FROM alembic_version"))


def _audit_head() -> str:
    """The last entry of the audit record: a backup is one of the places where it is written down (trust.md)."""
    found = session.execute(text("SELECT number, digest FROM audit_entry ORDER BY number DESC LIMIT 1")).first()
    return f"{found.number}:{found.digest}" if found else ""


def _rows() -> dict[str, int]:
    tables = Table.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _stamps() -> dict[str, int]:
    with transaction(reads_only=True):
        return dict(session.execute(select(Stamp.kind, Stamp.number)).tuples().all())


def _raise_stamps(before: dict[str, int]) -> None:
    with transaction():
        for stamp in session.scalars(select(Stamp)):
            if stamp.kind != "demo":
                stamp.number = max(stamp.number, before.get(stamp.kind, 0)) + 1


def file_name(at: datetime) -> str:
    """The name of a backup made by the portal itself: portal-20261124-030000.tar."""
    return f"portal-{at:%Y%m%d-%H%M%S}.tar"
