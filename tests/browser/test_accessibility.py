"""axe finds nothing on any page: both screens, both languages, both text sizes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from config import ROOT
from tests.browser.conftest import DESKTOP, ONE_ENGINE, PHONE, Visit, arrive
from tests.work_pages import EVERYBODY, WORK

# The pages are the same on both engines, which other tests see to.
pytestmark = ONE_ENGINE

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    *("/", "/?q=nowhere", "/stations", "/stations?q=nowhere", "/stations/CM-001", "/stations/CP-0001", "/embed"),
    *("/organisations", "/organisations/371322001030", "/horizontal-organisations", "/communities/371322001030"),
    *(
        "/grids/371322001030001",
        "/stations?view=print&kind=community_centre",
        "/privacy",
        "/report",
        "/report/tracking",
        "/receipts/nothing",
        "/sign-in",
        "/no-such-page",
        "/phones/nothing",
    ),
    *("/wishes", "/wishes/new", "/wishes/new?community=371322001030", "/wishes/track"),
    *("/events", "/events/new", "/events/new?community=371322001030", "/events/track"),
    *("/events/new?community=371322001030&of=facilities", "/stations/CM-001/wrong"),
    "/star-notices",
    *("/funds", "/funds?year=2001", "/funds/371322001030", "/funds/projects", "/funds/dictionary"),
    *("/funds/questions/track", "/funds/projects/F26-841983", "/funds/projects/F26-841983/object"),
    *("/funds/projects/F26-2CEDFC", "/funds/projects/F26-2CEDFC/ask", "/funds/projects/F26-18CE68/rate"),
]


def axe(page) -> list[str]:
    page.evaluate(AXE)  # by the debugger, so that the page's policy need not be weakened
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.fixture(scope="module", params=[(PHONE, "zh", "large"), (DESKTOP, "en", "normal")], ids=["zh", "en"])
def visitors(browser, served, request) -> Iterator[Callable[[], Visit]]:
    """New visitors of a screen, a language and a size of text."""
    screen, language, text = request.param
    cookies = {"language": language, "text": text}
    known = [{"name": name, "value": value, "url": served} for name, value in cookies.items()]

    def one() -> Visit:
        visitor = arrive(stack, browser, served, screen)
        visitor.page.context.add_cookies(known)
        return visitor

    with ExitStack() as stack:
        yield one


@pytest.fixture(scope="module")
def resident(visitors) -> Visit:
    """One who goes from page to page."""
    return visitors()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(resident, path):
    assert axe(resident.opens(path)) == []


@pytest.mark.parametrize("username", WORK)
def test_axe_finds_nothing_where_people_work(visitors, username):
    visitor = visitors()
    visitor.signs_in(username)
    pages = WORK[username] if username != "admin" else (*EVERYBODY, *WORK[username])
    assert {path: found for path in pages if (found := axe(visitor.opens(path)))} == {}
    visitor.is_clean()


def test_axe_is_known_to_see(visit):
    page = visit(DESKTOP).opens("/stations")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/images/icon.svg\">')"
    )
    assert any(found.startswith("image-alt") for found in axe(page))
