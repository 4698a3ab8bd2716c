"""What people see of the ground."""

import re

import pytest

from portal.core.database import session, transaction
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel


@pytest.fixture
def page(demo):
    client = demo.test_client()
    return lambda address: client.get(address).get_data(as_text=True)


def drawn_grids(html):
    return re.findall(r'<a class="sketch__area[^"]*" href="/grids/(\d{15})"', html)


def test_a_community_shows_a_map_of_its_grids_and_the_way_to_its_positions(page):
    html = page("/communities/371322001030")
    assert sorted(drawn_grids(html)) == [f"371322001030{n:03}" for n in range(1, 8)]
    assert ">第一网格</text>" in html
    assert 'href="/stations?community=371322001030"' in html
    assert 'href="/organisations/371322001030"' in html


def test_a_made_up_community_says_so_while_its_grids_have_short_labels(page):
    html = page("/communities/371322001901")
    assert "和平社区（演示）" in html
    assert ">第一网格</text>" in html


def test_a_residential_area_leads_to_what_is_nearest_to_it(page):
    assert 'href="/?place=371322001030-R01"' in page("/communities/371322001030")


def test_a_grid_is_marked_on_the_map_of_its_community(page):
    html = page("/grids/371322001030003")
    assert len(drawn_grids(html)) == 7
    (chosen,) = re.findall(r'sketch__area--chosen" href="/grids/(\d+)" aria-label="第三网格" aria-current="true"', html)
    assert chosen == "371322001030003"
    assert re.search(r"0\.\d\d 平方公里", html)


def test_neighbouring_grids_differ_in_tint(page):
    tints = re.findall(r"sketch__area--(\d)", page("/communities/371322001030"))
    assert len(tints) == 7
    assert len(set(tints)) > 2


@pytest.mark.parametrize("address", ["/communities/371322001", "/communities/x", "/grids/371322001030", "/grids/x"])
def test_ground_that_is_not_there_is_not_found(demo, address):
    assert demo.test_client().get(address).status_code == 404


def test_a_community_without_grids_says_so(app, client):
    with transaction():
        root = Organisation(code="371322", path="371322/", level=OrganisationLevel.COUNTY, name="<b>社区</b>大党委")
        area = "SRID=4326;MULTIPOLYGON(((118 34,118.01 34,118.01 34.01,118 34.01,118 34)))"
        session.add(
            Community(code="1", name="<b>社区</b>", pinyin="shequ", initials="sq", organisation=root, area=area)
        )
    html = client.get("/communities/1").get_data(as_text=True)
    assert "还没有划分网格" in html
    assert "还没有登记小区" in html
    assert "<b>社区" not in html
