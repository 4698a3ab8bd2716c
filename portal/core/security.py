"""What protects visitors from the web: the content policy, the other headers, cookies, tokens, and limits of size.

The policy names no foreign host but the map tiles' that the operator chose, allows no inline script without the nonce
of the request, and has no `strict-dynamic`: a script that came in by a swapped fragment must not run (interface.md 0).
"""

import secrets
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from portal.core.access import caller
from portal.core.errors import JSON_PATHS, Problem, wants_json

LARGEST_REQUEST = 16 * 1024 * 1024
LARGEST_FORM = 1024 * 1024
LONGEST_QUERY = 2000
A_YEAR_S = 365 * 24 * 3600
FIXED = {"X-Content-Type-Options": "nosniff"}
PAGE_ONLY = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
}
LISTENING = PAGE_ONLY["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, with the signer made once and not once a request: that is a tenth of a fast answer."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class Tokens(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's tokens, whose absence a program is told as a problem document: that he has to sign in, where that
    is why there is none."""

    def _error_response(self, reason: str) -> NoReturn:
        if not wants_json():
            super()._error_response(reason)
        if not caller().is_authenticated:
            raise Problem(401, "Sign in first.")
        raise Problem(400, reason, parameter="X-CSRFToken", field="X-CSRFToken")


def init_app(app: Flask) -> None:
    """Protect every request and answer of the portal."""
    settings: Settings = app.extensions["settings"]
    app.config.update(_flask_configuration(settings))
    app.session_interface = Sessions()
    Tokens(app)
    app.jinja_env.globals["csp_nonce"] = nonce
    app.before_request(refuse_unreadable)
    app.after_request(_headers(settings))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def nonce() -> str:
    """The nonce of this request's page, made when the page first asks for it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def refuse_unreadable() -> None:
    """A NUL, which no database stores as text, never reaches a view; an over-long query is no question.

    Bytes that are no UTF-8 arrive as their percent signs and digits, which is harmless.
    """
    query = request.query_string
    if len(query) > LONGEST_QUERY:
        abort(400)
    if b"%00" in query or "\x00" in request.path:
        abort(400)


def _flask_configuration(settings: Settings) -> dict[str, object]:
    return {
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.behind_tls else "session",
        "SESSION_COOKIE_SECURE": settings.behind_tls,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_SSL_STRICT": settings.behind_tls,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _headers(settings: Settings) -> Callable[[Response], Response]:
    tiles = _host_of(settings.tiles.url) if settings.tiles else ""
    embedders = " ".join(settings.embedders)
    fixed = dict(FIXED)
    if settings.behind_tls:
        fixed["Strict-Transport-Security"] = f"max-age={A_YEAR_S}; includeSubDomains"

    def add(answer: Response) -> Response:
        headers = answer.headers
        for name, value in fixed.items():
            headers[name] = value
        if request.path.startswith(JSON_PATHS):
            headers["Content-Security-Policy"] = DATA_POLICY
            return answer
        for name, value in PAGE_ONLY.items():
            headers[name] = value
        if g.get("may_listen"):
            headers["Permissions-Policy"] = LISTENING
        framed = embedders if g.get("may_be_framed") and embedders else "'none'"
        headers["Content-Security-Policy"] = _policy(g.get("nonce"), tiles, framed)
        return answer

    return add


def _policy(page_nonce: str | None, tiles: str, framed: str) -> str:
    scripts = f"'nonce-{page_nonce}'" if page_nonce else "'none'"
    styles = f"'self' 'nonce-{page_nonce}'" if page_nonce else "'self'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' blob: {tiles}; "
        "connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {framed}"
    )


def _host_of(url: str) -> str:
    """The host of a tile source as a policy names it; {s} stands for any subdomain."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if parts.netloc else ""
