"""The portal as a whole: where the rooms are put together. Nothing imports this but `wsgi` and the tests."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, request
from werkzeug.local import LocalProxy

from config import ROOT, Settings
from portal.audit.commands import audit
from portal.calendar.commands import calendar
from portal.core import (
    access,
    assets,
    compression,
    errors,
    health,
    limits,
    logs,
    metrics,
    pages,
    preferences,
    security,
)
from portal.core.backup.commands import backup, restore
from portal.core.database import db, engine_options, retried, transaction
from portal.demo.commands import demo
from portal.grid.api import ground_api
from portal.grid.views import ground
from portal.organisation.views import organisation
from portal.prepare import prepare
from portal.privacy.views import privacy
from portal.station.api import api
from portal.station.commands import stations
from portal.station.views import station

BLUEPRINTS = (station, api, organisation, ground, ground_api, privacy)
COMMANDS = (stations, demo, audit, calendar, prepare, backup, restore)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Portal(Flask):
    """One request, one transaction: kept when it succeeded, undone when it was refused or raised."""

    def ensure_sync[Work: Callable[..., Any]](self, func: Work) -> Work:
        """Nothing here is a coroutine; to ask that of each hook in each request costs a tenth of a fast answer."""
        return func

    def dispatch_request(self) -> Response:
        return retried(self._unit_of_work)

    def _unit_of_work(self) -> Response:
        with transaction(reads_only=request.method in SAFE_METHODS) as work:
            answer = self.make_response(super().dispatch_request())
            if answer.status_code >= 400 and work.registry.has():
                work.rollback()
        return answer


def create_app(settings: Settings | None = None) -> Flask:
    """Build the portal. Raises `config.SettingError` where a setting is wrong or a secret missing."""
    settings = settings or Settings.from_environment(os.environ)
    app = Portal(__name__, static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.config.update(_flask_configuration(settings))
    app.extensions["settings"] = settings
    db.init_app(app)
    app.extensions["migrate"] = LocalProxy(lambda: _migrations(app))
    for part in (compression, logs, security, preferences, assets, pages, errors, limits, metrics, health):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    access.guard(app)
    return app


def _migrations(app: Flask) -> Any:
    """Flask-Migrate's part, made when somebody migrates: a server that starts need not wait for Alembic."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(ROOT / "migrations"))
    return app.extensions["migrate"]


def _flask_configuration(settings: Settings) -> dict[str, Any]:
    return {
        "ROOT": ROOT,
        "TESTING": settings.testing,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        "JSON_AS_ASCII": False,
    }
