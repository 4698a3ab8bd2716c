"""The page about personal data says what is so."""

from http.cookies import SimpleCookie

from config import Tiles
from portal.application import create_app
from tests.conftest import settings_for
from tests.visitor import Visitor

YEAR_S = 365 * 24 * 3600


def test_the_page_is_reached_from_every_page_and_leads_to_whom_to_ask(demo):
    visitor = Visitor(demo.test_client())
    for path in ("/", "/stations", "/organisations"):
        assert "/privacy" in visitor.opens(path).links()
    page = visitor.opens("/privacy")
    (asked,) = (link for link in page.links() if "kind=" in link)
    assert "/stations/CC-001" in visitor.opens(asked).links()


def test_it_is_whole_in_english(demo):
    page = Visitor(demo.test_client(), english=True).opens("/privacy")
    assert "Not kept, and not written into the log" in page.main


def test_it_says_so_where_the_maps_pictures_come_from_elsewhere(app, tmp_path):
    assert "不让您的浏览器连接任何别的网站" in app.test_client().get("/privacy").text
    tiles = Tiles("https://tiles.example/{z}/{x}/{y}.png", "", "wgs84")
    known = app.extensions["settings"]
    elsewhere = create_app(settings_for(known.database_url, tmp_path, tiles=tiles)).test_client()
    assert "底图的图片来自别的网站" in elsewhere.get("/privacy").text


def test_choices_stay_in_the_browser_for_a_year_and_the_session_until_it_is_closed(client):
    kept = SimpleCookie()
    for line in client.get("/").headers.getlist("Set-Cookie"):
        kept.load(line)
    assert [(cookie["max-age"], cookie["expires"]) for cookie in kept.values()] == [("", "")]
    token = client.get("/").text.split('name="csrf-token" content="')[1].split('"')[0]
    answer = client.post("/preferences", data={"csrf_token": token, "text": "large", "next": "/"})
    chosen = SimpleCookie(answer.headers["Set-Cookie"])["text"]
    assert int(chosen["max-age"]) == YEAR_S
