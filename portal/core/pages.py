"""What every page of the portal is told: the county, the visitor's choices, whether this is a demo county."""

from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from portal.core.masking import masked_identity, masked_name, masked_numbers, masked_phone
from portal.core.money import yuan
from portal.core.preferences import preferences
from portal.core.settings import settings
from portal.core.stamps import current


def init_app(app: Flask) -> None:
    """Give each template what the layout needs."""
    app.context_processor(_frame)
    app.jinja_env.filters.update(dateformat=format_date, datetimeformat=format_datetime)
    app.jinja_env.filters.update(browser_name=_browser_name, yuan=yuan)
    app.jinja_env.filters.update(masked_identity=masked_identity, masked_phone=masked_phone, masked_name=masked_name)
    app.jinja_env.filters.update(masked_text=masked_numbers, yuan=yuan)
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


def _browser_name(agent: str) -> str:
    """What a person calls the browser that names itself so: "Chrome · Android"."""
    browsers = {
        "MicroMessenger": _("微信"),
        "Edg": "Edge",
        "Firefox": "Firefox",
        "Chrome": "Chrome",
        "Safari": "Safari",
    }
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    named = [next((told for sign, told in known.items() if sign in agent), "") for known in (browsers, systems)]
    return " · ".join(filter(None, named)) or _("其他浏览器")
