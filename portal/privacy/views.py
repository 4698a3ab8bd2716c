"""The public page about personal data."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.access import PUBLIC, allow
from portal.core.settings import settings

privacy = Blueprint("privacy", __name__)


@privacy.get("/privacy")
@allow(PUBLIC)
def notice() -> ResponseReturnValue:
    return render_template("privacy/notice.html", foreign_tiles=settings().tiles is not None)
