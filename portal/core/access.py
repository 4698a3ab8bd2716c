"""Who may call a page: the vocabulary of permissions, and the guard that denies what declares none.

Every view says it with `@allow(...)`. The sign-in of people joins with the accounts; until then a page is public or
it is not served at all.
"""

import enum
from collections.abc import Callable
from typing import Any

from flask import Flask


class Permission(enum.StrEnum):
    """What a page asks of its caller."""

    PUBLIC = "public"


PUBLIC = Permission.PUBLIC


class UndeclaredRoute(RuntimeError):
    """A route that does not say who may call it; the portal refuses to start with one."""


def allow[View: Callable[..., Any]](permission: Permission) -> Callable[[View], View]:
    """Declare who may call the view."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def guard(app: Flask) -> None:
    """Called once all rooms are built. Raises `UndeclaredRoute` naming the views that declare nothing."""
    allow(PUBLIC)(app.view_functions["static"])
    silent = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not isinstance(getattr(app.view_functions[rule.endpoint], "permission", None), Permission)
    )
    if silent:
        raise UndeclaredRoute(f"add @allow(Permission.…) or @allow(PUBLIC) to {', '.join(silent)}")
