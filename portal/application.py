"""The portal as a whole: where the rooms are put together. Nothing imports this but `wsgi` and the tests."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.exc import DatabaseError
from werkzeug.local import LocalProxy

from config import ROOT, SettingError, Settings
from portal.account.commands import accounts
from portal.account.guard import sign_in_people
from portal.account.queries import active_demo_accounts
from portal.account.views import account
from portal.audit.actions import record
from portal.audit.commands import audit
from portal.audit.views import record as record_pages
from portal.bulk.views import bulk
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
from portal.core.afterwards import forget_noted, is_kept, take_refusals, take_work
from portal.core.backup.commands import backup, restore
from portal.core.beforehand import work_before
from portal.core.database import db, engine_options, retried, transaction
from portal.core.followers import follow
from portal.demo.commands import demo
from portal.fund.api.disclosure import funds_api
from portal.fund.commands import funds
from portal.fund.views import fund
from portal.grid.api.areas import ground_api
from portal.grid.api.logs import logs_api
from portal.grid.views import ground, work
from portal.organisation.commands import tree
from portal.organisation.views import organisation
from portal.overview.api import overview_api
from portal.overview.views import overview
from portal.prepare import prepare
from portal.privacy.commands import personal_data
from portal.privacy.views import privacy
from portal.registration.commands import members, units
from portal.registration.views import registration
from portal.star.commands import stars
from portal.star.views import star
from portal.station.api import api
from portal.station.commands import stations
from portal.station.views import station

BLUEPRINTS = (
    *(station, api, organisation, ground, ground_api, work, logs_api, account, bulk, record_pages),
    *(privacy, registration, fund, funds_api, star, overview, overview_api),
)
COMMANDS = (
    accounts,
    personal_data,
    stations,
    members,
    units,
    funds,
    stars,
    demo,
    audit,
    calendar,
    tree,
    prepare,
    backup,
    restore,
)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Portal(Flask):
    """One request, one transaction: kept when it succeeded, undone when it was refused or raised."""

    def ensure_sync[Work: Callable[..., Any]](self, func: Work) -> Work:
        """Nothing here is a coroutine; to ask that of each hook in each request costs a tenth of a fast answer."""
        return func

    def dispatch_request(self) -> Response:
        try:
            self._begin()
            return retried(self._unit_of_work)
        finally:
            _do_afterwards()

    def _begin(self) -> None:
        """Do what need not wait for the database, nor make others wait for it."""
        work = work_before(self.view_functions[request.endpoint]) if request.endpoint else None
        if work is not None:
            with transaction(reads_only=True):
                access.admit()
            g.pop("_login_user", None)  # asked for anew in the request's own transaction
            work()

    def _unit_of_work(self) -> Response:
        forget_noted()
        with transaction(reads_only=request.method in SAFE_METHODS) as work:
            access.admit()
            answer = self.make_response(super().dispatch_request())
            if answer.status_code >= 400 and not is_kept() and work.registry.has():
                work.rollback()
        return answer


def _do_afterwards() -> None:
    """Record the refusals of this request, and do what waited for its end."""
    work, refusals = take_work(), take_refusals()
    if not work and not refusals:
        return
    with transaction():
        for deed in work:
            deed()
        for refusal in refusals:
            record(access.caller().username, "refused", refusal.subject, reason=refusal.reason)


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
    sign_in_people(app)
    follow(app, "bulk.waits", _enqueue)
    follow(app, "export.waits", _enqueue_export)
    follow(app, "star.rating_waits", _enqueue_rating)
    access.guard(app)
    if settings.production:
        _refuse_demo_accounts(app)
    return app


def _refuse_demo_accounts(app: Flask) -> None:
    """Accounts whose password everybody knows must not be open where the portal is used in earnest."""
    with app.app_context(), suppress(DatabaseError):  # a database that is not there yet has none
        if active := active_demo_accounts():
            close = "PORTAL_ENV=development flask --app wsgi demo close-accounts"
            raise SettingError(f"{active} demo accounts are open; close them first: {close}")


def _enqueue(code: str) -> None:
    """Give a bulk run to the job worker. The queue is opened when it is first needed."""
    from portal.bulk.jobs import move_on

    move_on(code)


def _enqueue_export(code: str) -> None:
    """The same for an export."""
    from portal.bulk.jobs import write_out

    write_out(code)


def _enqueue_rating(code: str) -> None:
    """The same for the rating of all secretaries."""
    from portal.star.jobs import rate_all

    rate_all(code)


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
