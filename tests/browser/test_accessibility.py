"""axe finds nothing on any page: both screens, both languages, both text sizes."""

import pytest

from config import ROOT
from tests.browser.conftest import DESKTOP, PHONE

# The pages are the same on both engines, which other tests see to.
pytestmark = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    *("/", "/?q=nowhere", "/stations", "/stations?q=nowhere", "/stations/CM-001", "/stations/CP-0001", "/embed"),
    *("/organisations", "/organisations/371322001030", "/horizontal-organisations", "/communities/371322001030"),
    *("/grids/371322001030001", "/stations?view=print&kind=community_centre", "/privacy", "/sign-in", "/no-such-page"),
    *("/wishes", "/wishes/new", "/wishes/new?community=371322001030", "/wishes/track"),
]

LISTS = ["/resources", "/resources/new", "/needs", "/needs/new", "/shared-projects", "/feedback?year=2025"]
# What a signed-in person sees, by the demo account.
WORK = {
    "admin": ["/desk", "/account", "/permissions", "/accounts", "/accounts/street", "/accounts/new"],
    "county": [
        *("/tree/371322001", "/tree/371322001030/move", "/tree/search?q=社区", "/tree/371322001/people"),
        *("/people/P00000050", "/exports", "/tree/371322001030/grids", "/tree/371322001/coverage"),
        *("/community-workers", "/community-workers/C00000001", "/pay-tables", "/pay-tables/new", "/imports/tree"),
        *("/tree/371322001/bodies", "/bodies/371322001-demo", "/tree/371322/planned", "/tree/371322001?on=2027-01-01"),
        *("/tree/371322001030/buildings", "/imports/buildings", "/buildings/371322001030-R01-L01/change"),
        *("/residential-areas/371322001030-R01/buildings/new", "/buildings/371322001030-R01-L01/close"),
    ],
    "street": [
        *("/grids/371322001030001/duties", "/tree/371322001/absences/new", "/corrections", "/data-requests"),
        *("/data-requests/new", "/hand-overs", "/people/P00000050/merge"),
    ],
    "community": ["/own-record", "/own-record/correct", "/wish-board", "/wishes/file", "/wishes-to-take", *LISTS],
    "inspector": ["/record", "/record/1"],
}


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


@pytest.mark.parametrize("username", WORK)
@pytest.mark.parametrize(("screen", "language", "text"), [(PHONE, "zh", "large"), (DESKTOP, "en", "normal")])
def test_axe_finds_nothing_where_people_work(visit, served, screen, language, text, username):
    visitor = visit(screen)
    cookies = {"language": language, "text": text}
    visitor.page.context.add_cookies([{"name": name, "value": value, "url": served} for name, value in cookies.items()])
    visitor.signs_in(username)
    assert {path: found for path in WORK[username] if (found := axe(visitor.opens(path)))} == {}
    visitor.is_clean()


def test_axe_is_known_to_see(visit):
    page = visit(DESKTOP).opens("/stations")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/images/icon.svg\">')"
    )
    assert any(found.startswith("image-alt") for found in axe(page))
