"""What people see of the organisation."""

import re

import pytest

from portal.core.database import session, transaction
from portal.organisation.models import HorizontalOrganisation, Organisation
from portal.organisation.terms import OrganisationLevel, Sector
from tests.conftest import settings_for


@pytest.fixture
def page(demo):
    client = demo.test_client()
    return lambda address: client.get(address).get_data(as_text=True)


def test_the_tree_shows_every_branch_once_and_no_member_household(page):
    html = page("/organisations")
    branches = re.findall(r'/organisations/(\d{12}-B\d{2})"', html)
    assert len(branches) == len(set(branches)) == 45
    assert "-G01" not in html
    assert "单元" not in html


def test_the_tree_says_how_many_hang_below(page):
    html = page("/organisations")
    for number in ("16", "45", "400", "3000"):
        assert f'<dd class="num">{number}</dd>' in html


def test_a_community_committee_shows_its_branches_its_ground_and_the_way_up(page):
    html = page("/organisations/371322001030")
    for address in (
        "/organisations/371322001",
        "/organisations/371322001030-B03",
        "/communities/371322001030",
        "/grids/371322001030007",
        "/stations?community=371322001030",
    ):
        assert f'href="{address}"' in html, address


def test_the_street_shows_a_map_of_its_communities(page):
    html = page("/organisations/371322001")
    assert len(re.findall(r'<a class="sketch__area[^>]*href="/communities/\d{12}"', html)) == 16
    assert ">和平</text>" in html


@pytest.mark.parametrize(
    "code", ["371322001030-B01-G01", "371322001030-B01-G01-H01", "371322999", "%2e%2e", "' OR 1=1 --"]
)
def test_what_is_not_shown_in_public_is_not_found(demo, code):
    assert demo.test_client().get(f"/organisations/{code}").status_code == 404


def test_horizontal_organisations_are_shown_by_sector_and_page(page):
    first = page("/horizontal-organisations")
    assert "共 144 个" in first
    assert first.count('<th scope="row"') == 20
    last = page("/horizontal-organisations?page=8")
    assert last.count('<th scope="row"') == 4
    chosen = page("/horizontal-organisations?sector=trade_association")
    assert "共 20 个" in chosen
    assert re.search(r'sector=trade_association" aria-current="true"', chosen)


@pytest.mark.parametrize("query", ["sector=nothing", "page=0", "page=-1", "page=9", "page=99999999999999999999"])
def test_a_page_of_horizontal_organisations_that_is_not_there_is_not_found(demo, query):
    assert demo.test_client().get(f"/horizontal-organisations?{query}").status_code == 404


def test_an_empty_portal_says_so(client):
    assert "还没有录入组织" in client.get("/organisations").get_data(as_text=True)
    assert "还没有横向党组织" in client.get("/horizontal-organisations").get_data(as_text=True)


def test_a_name_that_looks_like_markup_is_shown_as_text(app, client):
    name = "<script>alert(1)</script>"
    with transaction():
        root = Organisation(code="371322", path="371322/", level=OrganisationLevel.COUNTY, name=name)
        session.add(root)
        session.add(HorizontalOrganisation(code="X1", name=name, sector=Sector.TRADE_ASSOCIATION, organisation=root))
    for address in ("/organisations/371322", "/horizontal-organisations"):
        html = client.get(address).get_data(as_text=True)
        assert name not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_another_county_s_portal_shows_nothing_of_this_one(demo, tmp_path):
    settings = demo.extensions["settings"]
    elsewhere = settings_for(settings.database_url, tmp_path, county_code="140110", county_name="晋源区")
    demo.extensions["settings"] = elsewhere
    try:
        client = demo.test_client()
        assert client.get("/organisations/371322001030").status_code == 404
        assert client.get("/communities/371322001030").status_code == 404
        assert "富民" not in client.get("/organisations").get_data(as_text=True)
    finally:
        demo.extensions["settings"] = settings
