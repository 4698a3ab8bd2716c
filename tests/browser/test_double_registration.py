"""Journeys of double registration in a real browser: a wish from the resident's phone to the public page and back, a
home placed by a tap on the map. The county is this module's own, so that it may be written to."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, ONE_ENGINE, PHONE

pytestmark = ONE_ENGINE
SAID, SHOWN = "楼道的灯坏了半个月，晚上下楼看不见", "一栋楼的楼道灯坏了，想请人修好"


def test_a_wish_takes_a_resident_four_taps_and_comes_back_to_him_by_its_code(visit):
    resident, secretary = visit(PHONE), visit(DESKTOP)
    page = resident.opens("/wishes")
    page.get_by_role("link", name="提一个心愿").first.click()
    page.get_by_role("link", name="富民社区").click()
    page.locator(".kinds__one").filter(has_text="维修").click()
    page.fill("#text", SAID)
    page.get_by_role("button", name="提交心愿").click()
    code = "".join(page.locator("[data-code]").inner_text().split())
    assert re.fullmatch(r"\d{12}", code)
    resident.is_clean()

    secretary.signs_in("community")
    board = secretary.opens("/wish-board?state=submitted")
    board.get_by_role("link", name=re.compile("楼道的灯坏了")).first.click()
    board.locator("main").get_by_role("link", name=re.compile("公开")).first.click()
    board.fill("#public_text", SHOWN)
    board.get_by_role("button", name="公开", exact=True).click()
    expect(board.locator("main")).to_contain_text(SHOWN)
    secretary.is_clean()

    page.get_by_role("link", name="我记下了，看进展").click()
    expect(page.locator("main")).to_contain_text("正在等人认领")
    later = visit(PHONE)
    tracked = later.opens("/wishes/track")
    tracked.locator("main input[type=text]").first.fill(code)
    tracked.locator("main form button[type=submit]").first.click()
    expect(tracked.locator("main")).to_contain_text(SHOWN)
    expect(later.opens("/wishes?state=published").locator("main")).to_contain_text(SHOWN)
    later.is_clean()


def test_a_tap_on_the_map_places_a_home_and_the_page_says_by_which_rule(visit):
    street = visit(DESKTOP)
    street.signs_in("street")
    page = street.opens("/members/M00000001/place")
    shown = page.locator(".map .leaflet-container")
    shown.scroll_into_view_if_needed()
    expect(page.locator(".map .area-label").first).to_be_attached()
    street.settles()
    shown.click()
    expect(page.locator("#lat")).to_have_value(re.compile(r"34\.\d{6}"))
    page.get_by_role("button", name="落格").click()
    expect(page.locator("main")).to_contain_text("地图上的位置在这个网格里")
    street.is_clean()
