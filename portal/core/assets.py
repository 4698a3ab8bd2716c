"""Addresses of the portal's own files and of the installed third-party assets, each with a mark of its content.

The mark changes when the file does, so that browsers may keep what they have for a year.
"""

import hashlib
import json
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

YEAR = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Offer `asset` and `vendor` to the templates, and let browsers keep what carries a mark."""
    folder = Path(app.static_folder or "")
    app.jinja_env.globals.update(
        asset=asset,
        modules=lambda: _modules(folder),
        vendor=lambda name: url_for("static", filename=f"vendor/{_vendored(folder)[name]}"),
    )
    app.after_request(_keep_marked)


def asset(name: str) -> str:
    """The address of one of the portal's own files, with its mark."""
    return url_for("static", filename=name, v=_mark(Path(current_app.static_folder or "") / name))


def _modules(folder: Path) -> dict[str, dict[str, str]]:
    """The import map of a page: one module asks for another by its plain address, the browser for the marked one."""
    paths = sorted((folder / "js").rglob("*.js"))
    return _import_map(tuple((path.relative_to(folder).as_posix(), _mark(path)) for path in paths), request.script_root)


@lru_cache(maxsize=8)
def _import_map(marked: tuple[tuple[str, str], ...], _root: str) -> dict[str, dict[str, str]]:
    """Each page has it, and to build thirty addresses anew would cost a tenth of a page."""
    return {
        "imports": {url_for("static", filename=name): url_for("static", filename=name, v=mark) for name, mark in marked}
    }


def _mark(path: Path) -> str:
    return _digest(path, path.stat().st_mtime_ns)


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@cache
def _vendored(folder: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((folder / "vendor" / "manifest.json").read_text())
    return names


def _keep_marked(answer: Response) -> Response:
    if request.endpoint == "static" and ("v" in request.args or "/vendor/" in request.path):
        answer.headers["Cache-Control"] = YEAR
    return answer
