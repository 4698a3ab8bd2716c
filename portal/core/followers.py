"""What an upper room does when something happens in a lower one, which does not know it: registered at the start."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask.sansio.app import App


def follow(app: App, event: str, follower: Callable[..., Any]) -> None:
    """Call this whenever `event` ("organisation.merged") happens, in the same transaction."""
    app.extensions.setdefault("followers", {}).setdefault(event, []).append(follower)


def tell(event: str, **what: Any) -> list[Any]:
    """Tell everybody who follows; what they answer, in their order. Followers that answer nothing are left out."""
    answers = [follower(**what) for follower in current_app.extensions.get("followers", {}).get(event, [])]
    return [answer for answer in answers if answer is not None]
