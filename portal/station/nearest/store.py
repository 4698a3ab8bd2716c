"""The snapshots on disk: whoever needs one first builds it, everybody maps it."""

import hashlib
import re
import shutil
from pathlib import Path

from filelock import FileLock

from geo.tree_file import IndexFileError
from portal.core.database import db
from portal.core.settings import settings
from portal.station.nearest import rows
from portal.station.nearest.snapshot import Snapshot

NAME = re.compile(r"stations-(\d+)")
UNREADABLE = (OSError, ValueError, KeyError, IndexFileError)


def newest(at_most: int) -> Snapshot | None:
    """The newest snapshot on disk that is no newer than change `at_most`; damaged ones are passed over."""
    numbered = sorted((int(found[1]), path) for path in _folder().glob("*") if (found := NAME.fullmatch(path.name)))
    for number, path in reversed(numbered):
        if number > at_most:
            continue
        try:
            return Snapshot.load(path)
        except UNREADABLE:
            continue
    return None


def build() -> Snapshot:
    """Build the snapshot of now, unless another process has just done so, and remove older ones."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "building"), db.engine.connect() as connection:
        stamp = rows.stamps(connection).get("stations", 0)
        made = folder / f"stations-{stamp}"
        found = newest(stamp)
        if found is None or found.stamp != stamp:
            shutil.rmtree(made, ignore_errors=True)
            Snapshot.build(stamp, rows.stations(connection), rows.offers(connection)).save(made)
        for path in folder.glob("stations-*"):
            if path != made:
                shutil.rmtree(path, ignore_errors=True)
    return Snapshot.load(made)


def _folder() -> Path:
    """Snapshots of different databases never meet: the folder carries a mark of the database's address."""
    mark = hashlib.sha256(settings().database_url.encode()).hexdigest()[:12]
    return settings().var / "index" / mark
