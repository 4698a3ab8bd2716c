"""The settings of the running portal."""

from typing import cast

from flask import current_app

from config import Settings


def settings() -> Settings:
    """The settings that `create_app` was given."""
    return cast("Settings", current_app.extensions["settings"])
