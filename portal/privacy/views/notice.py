"""The public page about personal data."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core.access import PUBLIC, allow
from portal.core.settings import settings
from portal.privacy.rules import DAYS_TO_ANSWER
from portal.privacy.views.blueprint import privacy


@privacy.get("/privacy")
@allow(PUBLIC)
def notice() -> ResponseReturnValue:
    known = settings()
    return render_template(
        "privacy/notice.html",
        foreign_tiles=known.tiles is not None,
        years=known.keep_people_years,
        days=DAYS_TO_ANSWER,
    )
