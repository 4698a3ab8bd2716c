"""A resident on a phone: one tap to the nearest open points, with nothing broken, foreign or forbidden on the way."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import DESKTOP, ONE_ENGINE, PHONE

AT_HOME = {"geolocation": {"latitude": 34.612, "longitude": 118.365}, "permissions": ["geolocation"]}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_one_tap_finds_the_nearest_points(visit):
    visitor = visit(PHONE, **AT_HOME)
    page = visitor.opens("/?open_now=0")
    page.get_by_role("button", name="用我的位置查找").click()
    expect(page.locator("[data-results] .results")).to_have_attribute("data-origin-lat", re.compile("34.612"))
    rows = page.locator("[data-results] [data-code]")
    expect(rows).to_have_count(10)
    expect(rows.first.get_by_role("link", name=re.compile("打电话"))).to_be_visible()
    visitor.is_clean()


@ONE_ENGINE
def test_the_position_is_asked_for_only_when_the_visitor_wants_it(visit):
    visitor = visit(PHONE)
    visitor.page.add_init_script("navigator.geolocation.getCurrentPosition = () => { window.__asked = true }")
    page = visitor.opens("/")
    assert page.evaluate("window.__asked") is None


@ONE_ENGINE
def test_a_refused_position_is_answered_with_another_way(visit):
    page = visit(PHONE, permissions=[]).opens("/")
    page.get_by_role("button", name="用我的位置查找").click()
    expect(page.locator("[data-said]")).to_contain_text("小区")


def test_a_tap_on_the_map_is_a_place_to_start_from(visit):
    visitor = visit(DESKTOP)
    page = visitor.opens("/?open_now=0")
    box = page.locator(".finder__map .folium-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.72, box["y"] + 12)
    expect(page.locator("[data-results] [data-guessed]")).to_have_count(0)
    visitor.is_clean()


def test_typing_initials_suggests_the_community(visit):
    visitor = visit(PHONE)
    page = visitor.opens("/?open_now=0")
    page.locator("[data-q]").press_sequentially("fmsq")
    suggestion = page.locator("[data-suggestions] a").filter(has_text="富民社区").first
    expect(suggestion).to_be_visible()
    suggestion.click()
    expect(page.locator("[data-results]")).to_contain_text("富民社区")
    visitor.is_clean()


def test_the_map_of_a_phone_is_loaded_only_when_it_is_asked_for(visit):
    visitor = visit(PHONE)
    loaded: list[str] = []
    visitor.page.on("request", lambda sent: loaded.append(sent.url))
    page = visitor.opens("/")
    assert not [url for url in loaded if "vendor/leaflet" in url or "columns.json" in url]
    page.get_by_role("button", name="看地图").click()
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(page.locator(".cluster, .pin").first).to_be_visible()
    visitor.is_clean()


def test_the_map_shows_every_point_and_no_flag(visit):
    visitor = visit(DESKTOP)
    page = visitor.opens("/")
    expect(page.locator(".cluster").first).to_be_visible()
    counted = sum(int(text) for text in page.locator(".cluster").all_inner_texts())
    assert counted + page.locator(".pin").count() >= 1400
    assert page.locator(".leaflet-attribution-flag").count() == 0
    visitor.is_clean()


def test_a_hostile_name_is_shown_as_text_on_the_map_too(visit):
    visitor = visit(DESKTOP)

    def poison(route: Route) -> None:
        columns = route.fetch().json()
        columns["name"] = [HOSTILE] * len(columns["name"])
        route.fulfill(json=columns)

    visitor.page.route("**/columns.json*", poison)
    page = visitor.opens("/?place=371322001030&open_now=0")
    page.locator(".pin").first.click(force=True)
    expect(page.locator(".leaflet-popup")).to_contain_text("<script>alert(1)</script>")
    assert page.locator(".leaflet-popup img").count() == 0
    visitor.is_clean()


@ONE_ENGINE
def test_the_policy_stops_what_it_should_so_the_collector_is_known_to_see(visit):
    visitor = visit(DESKTOP)
    page = visitor.opens("/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    visitor.settles()
    assert page.evaluate("window.ran") is None
    assert len(visitor.violations()) >= 2


def test_without_javascript_everything_is_there(visit):
    page = visit(PHONE, java_script_enabled=False).opens("/?place=371322001030&open_now=0")
    expect(page.locator("[data-code]")).to_have_count(10)
    page.locator("[data-q]").fill("fmsq")
    page.get_by_role("button", name="查找").first.click()
    expect(page.locator("main")).to_contain_text("富民社区")


@ONE_ENGINE
def test_large_text_and_english_are_one_tap_away_and_remembered(visit):
    visitor = visit(PHONE)
    page = visitor.opens("/")
    page.get_by_role("button", name="长辈版").click()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visitor.opens("/stations")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    expect(page.get_by_role("heading", level=1)).to_have_text("All service points")
    visitor.is_clean()


@ONE_ENGINE
def test_a_page_in_large_text_is_read_aloud_part_by_part_and_stops(visit):
    visitor = visit(PHONE)
    visitor.page.add_init_script(
        "window.__said = []; window.__quiet = 0;"
        "speechSynthesis.speak = (part) => window.__said.push([part.text, part.lang]);"
        "speechSynthesis.cancel = () => { window.__quiet += 1 };"
    )
    page = visitor.opens("/stations/CC-001")
    page.get_by_role("button", name="长辈版").click()
    page.get_by_role("button", name="读给我听").click()
    said = page.evaluate("window.__said")
    assert page.locator("h1").inner_text().strip() in [text.strip() for text, _language in said]
    assert {language for _text, language in said} == {"zh-CN"}
    assert page.get_by_role("button", name="停下").get_attribute("aria-pressed") == "true"
    visitor.is_clean()


@ONE_ENGINE
def test_modules_are_fetched_under_the_mark_of_their_content(visit):
    visitor = visit(DESKTOP)
    fetched: list[str] = []
    visitor.page.on("request", lambda sent: fetched.append(sent.url))
    visitor.opens("/")
    modules = [url for url in fetched if "/static/js/" in url]
    assert len(modules) > 3
    assert all("?v=" in url for url in modules)


@ONE_ENGINE
def test_no_page_is_wider_than_a_phone(visit):
    visitor = visit(PHONE)
    for path in ("/", "/stations", "/stations/CM-001", "/organisations", "/communities/371322001030", "/embed"):
        page = visitor.opens(path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@ONE_ENGINE
@pytest.mark.parametrize("path", ["/", "/stations", "/stations/CM-001"])
def test_what_a_finger_meets_is_large_enough(visit, path):
    page = visit(PHONE).opens(path)
    small = page.evaluate(
        "[...document.querySelectorAll('button, .button, .chip, summary.button, select')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"
    )
    assert small == []


@ONE_ENGINE
def test_the_keyboard_reaches_the_list_without_stopping_at_every_marker(visit):
    page = visit(DESKTOP).opens("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')")
    assert page.evaluate("document.querySelectorAll('.leaflet-marker-pane [tabindex=\"0\"]').length") == 0


@ONE_ENGINE
def test_the_first_visit_of_a_phone_stays_within_its_budget(visit, demo_app):
    """60 KB compressed before the map, 150 KB with it (quality.md)"""
    visitor = visit(PHONE)
    bodies: dict[str, int] = {}

    def weigh(answer) -> None:
        body = answer.body()
        bodies[answer.url] = int(answer.headers.get("content-length", len(body)))

    visitor.page.on("response", weigh)
    page = visitor.opens("/")
    before = sum(bodies.values())
    page.get_by_role("button", name="看地图").click()
    expect(page.locator(".cluster, .pin").first).to_be_visible()
    visitor.settles()
    assert before <= 60 * 1024, json.dumps(bodies, indent=1)
    assert sum(bodies.values()) <= 150 * 1024, json.dumps(bodies, indent=1)
