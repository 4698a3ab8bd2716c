"""Logs: one JSON object a line in production, readable lines in development, and nothing of a person in either.

A request's line has its method, path, status and time; never its query, which can hold where somebody is, and never
its sender's address. Successful answers of the interface are counted by the metrics, not logged one by one.
"""

import logging
import secrets
import time

from flask import Flask, Response, g, request
from pythonjsonlogger.json import JsonFormatter

from config import Settings
from portal.core.errors import JSON_PATHS

requests = logging.getLogger("portal.requests")
QUIET_PATHS = ("/static/", "/healthz", "/readyz", "/metrics")


def init_app(app: Flask) -> None:
    """Log to the standard error stream."""
    settings: Settings = app.extensions["settings"]
    handler = logging.StreamHandler()
    handler.setFormatter(_json() if settings.production else logging.Formatter("%(levelname)s %(name)s %(message)s"))
    portal = logging.getLogger("portal")
    portal.handlers[:] = [handler]
    portal.propagate = settings.testing
    portal.setLevel(logging.INFO if settings.production else logging.WARNING)
    app.logger.handlers[:] = []
    app.logger.parent = portal
    app.before_request(_begin)
    app.after_request(_log_request)


def escaped(text: str) -> str:
    """A text that cannot pretend to be a line of the log."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _json() -> logging.Formatter:
    return JsonFormatter("{asctime}{levelname}{name}{message}", style="{", json_ensure_ascii=False, timestamp=True)


def _begin() -> None:
    g.begun = time.perf_counter()


def _log_request(answer: Response) -> Response:
    path = request.path
    if answer.status_code < 400 and path.startswith((*JSON_PATHS, *QUIET_PATHS)):
        return answer
    requests.info(
        "request",
        extra={
            "request_id": secrets.token_hex(8),
            "method": request.method,
            "path": escaped(path),
            "status": answer.status_code,
            "ms": round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1),
        },
    )
    return answer
