"""Sections that an upper room adds to a page of a lower one, which does not know it: registered when the portal starts.

So the page of an organisation can show its grids, though the organisation knows nothing of the ground.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask.sansio.app import App


@dataclass(frozen=True, slots=True)
class Section:
    """A fragment of a page and the question that fills it: from the page's subject to the template's values."""

    template: str
    values: Callable[[Any], dict[str, Any]]


def add_section(app: App, page: str, section: Section) -> None:
    """Add a section to the page of that name ("organisation"), after those that were added before."""
    app.extensions.setdefault("sections", {}).setdefault(page, []).append(section)


def sections_of(page: str, subject: Any) -> list[tuple[str, dict[str, Any]]]:
    """The templates to include in the page, each with its values for this subject."""
    added: list[Section] = current_app.extensions.get("sections", {}).get(page, [])
    return [(section.template, section.values(subject)) for section in added]
