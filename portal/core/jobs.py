"""The job queue (huey): on SQLite beside the database, or on Redis where one is configured.

A task runs in an application context and one transaction. The queue only carries; what must not be lost is a row.
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from config import Settings
from portal.core.database import transaction

__all__ = ["crontab", "huey", "serve", "task"]


def _queue(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("portal", url=settings.redis_url)
    settings.var.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("portal", filename=str(settings.var / "queue.db"), fsync=True)


huey = _queue(Settings.from_environment(os.environ))


def task(work: Callable[..., Any]) -> Callable[..., Any]:
    """Run a function of a task inside the portal: with its settings, its database and one transaction."""

    @wraps(work)
    def within_portal(*args: Any, **known: Any) -> Any:
        portal: Flask = huey.portal
        with portal.app_context(), transaction():
            return work(*args, **known)

    return within_portal


def serve(portal: Flask) -> None:
    """Give the tasks the portal to run in; the worker does so before it takes the first one."""
    huey.portal = portal
