"""The page on which a grid worker logs a service, with or without a signal, and what makes it an app (记一笔).

The page holds nothing of a person: a worker of the browser keeps it, with the nonce that it came with. Whose entries
these are, his grids and his token come from the log book.
"""

import hashlib
from typing import Any

from flask import Response, g, json, make_response, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import PUBLIC, Caller, Permission, allow
from portal.core.assets import asset
from portal.core.sections import Section, add_section
from portal.core.settings import settings
from portal.grid.views.blueprint import work

SHEETS = ("tokens", "base", "components", "stations", "work", "log", "large-text", "print")
PARTS = (
    *("confirm", "day", "extras", "file", "form", "offline", "personal", "pictures", "places", "portal", "queue"),
    *("sender", "store", "times", "told", "vault", "voice", "where"),
)
FILES = (
    *(f"css/{name}.css" for name in SHEETS),
    *("js/portal.js", "js/dom.js", "js/islands/log.js"),
    *(f"js/log/{name}.js" for name in PARTS),
    *("images/icon.svg", "images/log-192.png"),
)
ICONS = (("images/log-192.png", "192x192"), ("images/log-512.png", "512x512"))


@work.get("/desk/log")
@allow(Permission.LOG_SERVICE)
def log_page() -> ResponseReturnValue:
    g.may_listen = True
    answer = make_response(render_template("grid/log_page.html", api=_api()))
    answer.headers["Shell-Version"] = _version()
    return answer


@work.get("/desk/log-worker.js")
@allow(PUBLIC)
def log_worker() -> ResponseReturnValue:
    known = {
        "files": [asset(name) for name in FILES],
        "version": _version(),
        "plain": "plain" in request.args,
        "api": _api(),
    }
    answer = Response(render_template("grid/log_worker.js", **known), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@work.get("/desk/log.webmanifest")
@allow(PUBLIC)
def log_manifest() -> ResponseReturnValue:
    page = url_for("grid.log_page")
    told = {
        "id": page,
        "name": f"{settings().county_name}{_('记一笔')}",
        "short_name": _("记一笔"),
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#9e1b16",
        "icons": [
            {"src": asset(name), "sizes": sizes, "type": "image/png", "purpose": "any maskable"}
            for name, sizes in ICONS
        ],
    }
    return Response(json.dumps(told), content_type="application/manifest+json")


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_section(state.app, "desk", Section("grid/_log_on_desk.html", _on_desk))


def _on_desk(who: Caller) -> dict[str, Any]:
    return {"may_log": who.may(Permission.LOG_SERVICE), "api": _api()}


def _api() -> dict[str, str]:
    """Where the phone sends to, and what it asks first."""
    return {"logs": url_for("logs_api.log"), "book": url_for("logs_api.log_book")}


def _version() -> str:
    """The mark of everything that the page is made of: a worker keeps a page only with the files that it asks for."""
    return hashlib.sha256(" ".join(map(asset, FILES)).encode()).hexdigest()[:16]
