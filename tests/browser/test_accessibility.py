"""axe finds nothing on any page: both screens, both languages, both text sizes."""

import pytest

from config import ROOT
from tests.browser.conftest import DESKTOP, PHONE

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    *("/", "/?q=nowhere", "/stations", "/stations?q=nowhere", "/stations/CM-001", "/stations/CP-0001", "/embed"),
    *("/organisations", "/organisations/371322001030", "/horizontal-organisations", "/communities/371322001030"),
    *("/grids/371322001030001", "/stations?view=print&kind=community_centre", "/privacy", "/no-such-page"),
]


def axe(page) -> list[str]:
    page.evaluate(AXE)  # by the debugger, so that the page's policy need not be weakened
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("screen", "language", "text"), [(PHONE, "zh", "large"), (DESKTOP, "en", "normal")])
def test_axe_finds_nothing(visit, served, screen, language, text, path):
    visitor = visit(screen)
    cookies = {"language": language, "text": text}
    visitor.page.context.add_cookies([{"name": name, "value": value, "url": served} for name, value in cookies.items()])
    page = visitor.opens(path)
    page.wait_for_timeout(300)
    assert axe(page) == []


def test_axe_is_known_to_see(visit):
    page = visit(DESKTOP).opens("/stations")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/images/icon.svg\">')"
    )
    assert any(found.startswith("image-alt") for found in axe(page))
