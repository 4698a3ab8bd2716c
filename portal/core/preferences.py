"""What a visitor has chosen for himself, kept in cookies of his own browser: language, text size, how he gets about."""

from dataclasses import dataclass

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from werkzeug.wrappers import Response as BaseResponse

LANGUAGES = ("zh", "en")
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
TEXT_SIZES = ("normal", "large")
ONE_YEAR = 365 * 24 * 3600
COOKIES = {"language": LANGUAGES, "text": TEXT_SIZES}


@dataclass(frozen=True, slots=True)
class Preferences:
    """`profile` is the value of a station profile, or empty."""

    language: str
    large_text: bool
    profile: str


def preferences() -> Preferences:
    """The visitor's choices; whatever a cookie holds that is no choice counts as the default."""
    if "preferences" not in g:
        language = request.cookies.get("language", "")
        if language not in LANGUAGES:
            language = "zh"
        profile = request.cookies.get("profile", "")
        g.preferences = Preferences(language, request.cookies.get("text") == "large", profile[:40])
    return g.preferences


def remember(answer: BaseResponse, name: str, value: str) -> None:
    """Keep a choice for a year in the visitor's browser; an empty value forgets it."""
    if value:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", secure=secure, httponly=True)
    else:
        answer.delete_cookie(name)


def is_local(address: str) -> bool:
    """Whether an address stays on this portal: a path, never another host's."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()


def init_app(app: Flask) -> None:
    """Speak the visitor's language."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(app.config["ROOT"] / "translations"))
    Babel(app, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai", locale_selector=_locale)


def _locale() -> str:
    return LOCALES[preferences().language if has_request_context() else "zh"]
