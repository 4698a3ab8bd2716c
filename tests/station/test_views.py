"""The resident's pages: whole without JavaScript, filled again after a slip, bounded in what they ask the database."""

import pytest
from sqlalchemy import event, select

from portal.core.database import db, session
from portal.grid.models.ground import Community, Grid, ResidentialArea
from portal.organisation.models import HorizontalOrganisation, Organisation
from portal.station.models import Station
from tests.visitor import Visitor, chinese_outside_names, read

PAGES = [
    "/",
    "/?lat=34.61&lon=118.36",
    "/?place=371322001030&open_now=0",
    "/?q=fmsq",
    "/?q=没有这个地方",
    "/?kind=county_centre&service=meals&open_now=0",
    "/?lat=91&lon=1",
    "/stations",
    "/stations?q=助餐&kind=community_centre",
    "/stations?page=2&sort=verified",
    "/stations?q=没有这个点",
    "/stations?view=print&kind=service_station",
    "/stations/CC-001",
    "/stations/CM-004",
    "/stations/CP-0001",
    "/embed",
    "/organisations",
    "/organisations/371322001030",
    "/horizontal-organisations",
    "/communities/371322001030",
    "/grids/371322001030001",
]


@pytest.fixture
def visitor(demo):
    return Visitor(demo.test_client())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_in_both_languages(demo, path):
    status = 400 if "lat=91" in path else 200
    Visitor(demo.test_client()).opens(path, status)
    english = Visitor(demo.test_client(), english=True).opens(path, status)
    assert chinese_outside_names(english, proper_names()) == []


def proper_names() -> list[str]:
    """What has no English: the county, its places and its organisations."""
    named = (Organisation, HorizontalOrganisation, Community, ResidentialArea, Grid, Station)
    names = [name for table in named for name in session.scalars(select(table.name))]
    short = [name.partition("（")[0] for name in names] + [name.partition("社区")[2] for name in names]
    people = session.scalars(select(Station.verified_by).distinct())
    return ["郯城县", "没有这个地方", *names, *filter(None, short), *filter(None, people)]


@pytest.mark.parametrize("path", PAGES[:1] + PAGES[7:8] + PAGES[12:13])
def test_every_page_says_that_its_data_are_a_demonstration(visitor, path):
    assert "演示数据" in visitor.opens(path).html


def test_the_list_is_there_without_javascript_and_without_saying_where_one_is(visitor):
    page = visitor.opens("/?open_now=0")
    assert len([link for link in page.links() if link.startswith("/stations/")]) >= 10
    assert "还不知道您在哪里" in page.main


@pytest.mark.parametrize("typed", ["富民社区", "fuminshequ", "fmsq", "富民"])
def test_a_community_is_found_by_characters_pinyin_or_initials(visitor, typed):
    assert "富民社区" in visitor.opens(f"/?q={typed}&open_now=0").main


def test_suggestions_begin_with_what_begins_as_typed(demo):
    found = demo.test_client().get("/places?q=fmsq").json
    assert found[0]["name"] == "富民社区"
    assert len(found) <= 10
    assert demo.test_client().get("/places?q=%25").json == []


def test_a_slip_is_named_beside_its_field_and_what_was_typed_stays(visitor):
    page = visitor.opens("/?lat=91&lon=118&q=富民", 400)
    assert "纬度在 -90 到 90 之间" in page.main
    assert page.tree.find(".//input[@name='q']").get("value") == "富民"


def test_the_list_is_searched_by_what_a_service_is_called_by_people(visitor):
    everything = visitor.opens("/stations")
    some = visitor.opens("/stations?q=量血压")
    assert "1587" in everything.main
    assert "1587" not in some.main


def test_a_page_that_is_not_there_is_not_there(visitor):
    for path in ("/stations?page=9999", "/stations/XX-1", "/communities/1", "/grids/1", "/organisations/1"):
        visitor.opens(path, 404)


@pytest.mark.parametrize("sort", ["code; DROP TABLE station", "case when 1=1 then code else name end", "-code"])
def test_only_the_listed_orders_reach_the_database(visitor, sort):
    first = visitor.opens("/stations").links()
    assert visitor.opens(f"/stations?sort={sort}").links() == first


def test_a_member_households_page_is_nobodys_business(visitor):
    visitor.opens("/organisations/371322001030-B01-G01-H01", 404)


def test_choices_are_remembered_and_bring_one_back(demo):
    demo.config["WTF_CSRF_ENABLED"] = False
    client = demo.test_client()
    try:
        answer = client.post("/preferences", data={"text": "large", "language": "en", "next": "/stations?page=2"})
        assert (answer.status_code, answer.location) == (303, "/stations?page=2")
        page = read(client.get("/stations").text)
        assert (page.tree.get("lang"), page.tree.get("data-text")) == ("en", "large")
        for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example", "/\r\nSet-Cookie: a=b", ""):
            assert client.post("/preferences", data={"next": elsewhere}).location == "/"
        client.post("/preferences", data={"language": "klingon", "profile": "dragon"})
        assert read(client.get("/").text).tree.get("lang") == "en"
    finally:
        demo.config["WTF_CSRF_ENABLED"] = True


def test_a_choice_without_its_token_is_refused(demo):
    assert demo.test_client().post("/preferences", data={"text": "large"}).status_code == 400


def test_a_profile_marks_what_stands_in_the_way(demo):
    client = demo.test_client()
    client.set_cookie("profile", "wheelchair")
    page = Visitor(client).opens("/?open_now=0&show=50")
    assert "您可能进不去" in page.main or "对您不便" in page.main


def statements(app, path: str) -> int:
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    app.test_client().get(path)
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert app.test_client().get(path).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(seen)


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("/?open_now=0&show=1", "/?open_now=0&show=50"),
        ("/stations?q=CC-001", "/stations?view=print"),
        ("/organisations/371322001030-B01", "/organisations"),
        ("/grids/371322001030001", "/communities/371322001030"),
    ],
)
def test_a_page_asks_no_more_of_the_database_for_more_rows(demo, few, many):
    assert statements(demo, many) <= statements(demo, few) + 4
    assert statements(demo, many) <= 20
