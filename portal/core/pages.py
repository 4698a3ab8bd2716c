"""What every page of the portal is told: the county, the visitor's choices, whether this is a demo county."""

from typing import Any

from flask import Flask

from portal.core.preferences import preferences
from portal.core.settings import settings
from portal.core.stamps import current


def init_app(app: Flask) -> None:
    """Give each template what the layout needs."""
    app.context_processor(_frame)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _frame() -> dict[str, Any]:
    chosen = preferences()
    return {
        "language": chosen.language,
        "large_text": chosen.large_text,
        "profile": chosen.profile,
        "county_name": settings().county_name,
        "map_approval_number": settings().map_approval_number,
        "is_demo": current("demo") > 0,
    }
