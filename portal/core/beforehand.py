"""What takes long and writes nothing to the database is done before a request's own transaction begins: on the embedded
database one that writes keeps all others waiting, and a large picture takes a third of a second to decode."""

from collections.abc import Callable
from typing import Any


def beforehand[View: Callable[..., Any]](work: Callable[[], object]) -> Callable[[View], View]:
    """Declare what is done before the view, once its caller has been let in."""

    def declare(view: View) -> View:
        view.beforehand = work  # type: ignore[attr-defined]
        return view

    return declare


def work_before(view: Callable[..., Any]) -> Callable[[], object] | None:
    """What is done before that view, if anything is."""
    return getattr(view, "beforehand", None)
