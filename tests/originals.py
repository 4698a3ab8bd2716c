"""Databases that a process makes once and copies for each test module: an empty schema, the demo county."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy.engine import URL

from tests import engines

type Fill = Callable[[str, Path], None]  # by the address of the database and a folder of the portal's own
NUMBERS = count(1)


class Originals:
    """To migrate and to load takes seconds, to copy takes none. `fills["empty"]` makes the schema in a new database,
    every other one adds its content to a copy of that. The originals are gone when the stack closes."""

    def __init__(self, folder: Path, stack: ExitStack, fills: dict[str, Fill]) -> None:
        self._folder, self._stack, self._fills = folder, stack, fills
        self._original = cache(self._make)
        self.server = cache(self._start)
        self._handed_on = cache(self._copy)

    @contextmanager
    def copied(self, engine: str, content: str, folder: Path) -> Iterator[str]:
        """The address of a database of the block's own with that content, its files in the folder."""
        original = self._original(engine, content)
        if (kept := self._folder / f"{engine}-{content}" / "files").is_dir():
            shutil.copytree(kept, folder / "files", dirs_exist_ok=True)
        if engine == "spatialite":
            shutil.copyfile(original, folder / "portal.db")
            yield f"sqlite:///{folder / 'portal.db'}"
            return
        with engines.postgresql_database(self.server(), _unique(content), template=original) as address:
            yield address

    @contextmanager
    def borrowed(self, engine: str, content: str, folder: Path) -> Iterator[str]:
        """The same for who leaves it as he found it. PostgreSQL takes its time to copy, so one is handed on; a file
        is always a new one: Python's own SQLite, which the set-up uses, must not meet the portal's in one process."""
        if engine == "postgis":
            yield self._handed_on(content)
            return
        with self.copied(engine, content, folder) as address:
            yield address

    def _copy(self, content: str) -> str:
        return self._stack.enter_context(self.copied("postgis", content, self._folder))

    def _start(self) -> URL:
        """The PostgreSQL of this process, started when it is first asked for."""
        return self._stack.enter_context(engines.postgresql_server())

    def _make(self, engine: str, content: str) -> str:
        """Make it: the schema from nothing, everything else from the schema. Returns the file, or PostgreSQL's name."""
        folder = self._folder / f"{engine}-{content}"
        folder.mkdir()
        empty = None if content == "empty" else self._original(engine, "empty")
        if engine == "spatialite":
            name, address = str(folder / "portal.db"), f"sqlite:///{folder / 'portal.db'}"
            if empty:
                shutil.copyfile(empty, name)
        else:
            name = _unique(f"{content}_original")
            address = self._stack.enter_context(engines.postgresql_database(self.server(), name, template=empty))
        self._fills[content](address, folder)
        return name


def _unique(name: str) -> str:
    return f"portal_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}_{os.getpid()}_{next(NUMBERS)}"
