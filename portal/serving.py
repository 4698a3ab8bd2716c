"""The web server: `python -m portal.serving`. Granian, with the portal loaded once and shared by its worker processes.

What is imported before the fork stays shared memory: a worker's own is a tenth of what it would be. `PORT`, `HOST` and
`WEB_CONCURRENCY` say where and how many.
"""

import gc
import multiprocessing
import os
import shutil
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from config import Settings

THREADS = 1


def main() -> None:
    """Serve until told to stop."""
    multiprocessing.set_start_method("fork")
    _share_metrics()
    _load()
    gc.freeze()
    Granian(
        "wsgi:app",
        address=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_CONCURRENCY", "2")),
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def _load() -> None:
    """The portal and its templates, which are then compiled once for all workers."""
    pages = import_module("wsgi").app.jinja_env
    for name in pages.list_templates(extensions=["html"]):
        pages.get_template(name)


def _share_metrics() -> None:
    """The workers count into files that any of them adds up; counts of an earlier run do not belong to this one."""
    folder = Settings.from_environment(os.environ).var / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


if __name__ == "__main__":
    main()
