"""How often one address may ask: generous for people, enough to stop a scraper or a runaway script.

Redis carries the counts where one is configured, so that they hold across processes; when it goes away each process
counts for itself until it is back: neither open nor closed to all.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from config import Settings

PER_ADDRESS = ["60 per 10 seconds", "1200 per 10 minutes"]
EXEMPT = ("/static/", "/healthz", "/readyz", "/metrics")


def init_app(app: Flask) -> None:
    """Limit every dynamic page and the interface; a refusal is answered with 429 and when to come back."""
    settings: Settings = app.extensions["settings"]
    if not settings.rate_limits:
        return
    limiter = Limiter(
        _asker,
        default_limits=[*PER_ADDRESS],
        storage_uri=settings.redis_url or "memory://",
        in_memory_fallback=[*PER_ADDRESS] if settings.redis_url else [],
        headers_enabled=True,
        strategy="moving-window",
    )
    limiter.request_filter(_exempt)
    limiter.init_app(app)
    app.extensions["portal_limiter"] = limiter


def spend(deed: str, often: str) -> None:
    """Count a deed by the address that does it, beside the limits of every page ("5 per hour"); 429 when it is done
    too often. What may not be tried again and again calls this where it went wrong, or where it is about to be done.
    """
    limiter: Limiter | None = current_app.extensions.get("portal_limiter")
    if limiter is None:
        return
    limit = parse(often)
    if not limiter.limiter.hit(limit, deed, get_remote_address()):
        abort(429)


def by_account[View: Callable[..., Any]](view: View) -> View:
    """Declare that who is signed in is counted for himself here: a hundred workers share the address of one office."""
    view.counted_by_account = True  # type: ignore[attr-defined]
    return view


def _asker() -> str:
    """By whom a request is counted: the sign-in that the signed cookie names, where the view wants it so; else the
    address. Nobody gets another count without signing in anew, which is counted by address itself."""
    view = current_app.view_functions.get(request.endpoint or "")
    token = session.get("_user_id") if getattr(view, "counted_by_account", False) else None
    return f"account {hashlib.sha256(token.encode()).hexdigest()}" if token else get_remote_address()


def _exempt() -> bool:
    return request.path.startswith(EXEMPT)
