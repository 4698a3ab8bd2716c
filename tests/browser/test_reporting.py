"""A resident with a phone in his hand reports what is wrong in five taps; a manager closes for the day in four."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ONE_ENGINE, PHONE

pytestmark = ONE_ENGINE
AT_HOME = {"geolocation": {"latitude": 34.612, "longitude": 118.365}, "permissions": ["geolocation"]}
STATION = "CM-001"


@pytest.fixture
def taps():
    """A finger that counts."""
    count: list[str] = []

    def tap(target) -> None:
        count.append(str(target))
        target.click()

    tap.count = count
    return tap


def test_a_resident_reports_in_five_taps_and_is_shown_what_is_known_already(visit, taps):
    for known in (False, True):
        visitor = visit(PHONE, **AT_HOME)
        page = visitor.opens("/")
        taps.count.clear()
        taps(page.get_by_role("link", name="报问题"))
        taps(page.get_by_role("button", name="就在我这里"))
        taps(page.get_by_role("link", name="公共设施"))
        taps(page.get_by_text("路灯、楼道灯"))
        page.locator("#text").fill("北门的路灯不亮三天了")
        box = page.locator("[data-alike][role=status]")
        if known:
            expect(box).to_contain_text("北门的路灯不亮")
            visitor.is_clean()
            return
        taps(page.get_by_role("button", name="上报"))
        expect(page.locator("[data-code]")).to_be_visible()
        assert len(taps.count) <= 5
        visitor.is_clean()
        publish(visit)


def publish(visit) -> None:
    """Somebody in the community reads it, and shows it to everybody."""
    visitor = visit(PHONE)
    visitor.signs_in("street")
    page = visitor.opens("/event-desk?kind=lighting&state=reported")
    page.get_by_role("link", name="北门的路灯不亮三天了").click()
    expect(page.locator("h1")).to_contain_text("事件")
    address = page.url
    page.get_by_role("link", name="先受理").click()
    page.locator(".form button[type=submit]").click()
    page.goto(f"{address}/publish")
    page.locator("#public_text").fill("北门的路灯不亮")
    page.locator(".form button[type=submit]").click()


def test_a_manager_closes_for_the_day_in_four_taps_and_everybody_sees_it(visit, taps):
    visitor = visit(PHONE)
    visitor.signs_in("community")
    page = visitor.page
    taps(page.get_by_role("link", name="我管的服务点"))
    page.locator("#q").fill(STATION)
    page.locator("#q").press("Enter")
    taps(page.get_by_role("link", name="今天有变"))
    expect(page.locator("#moved_to")).to_be_hidden()
    taps(page.get_by_text("停电或停水"))
    taps(page.get_by_role("button", name="公告"))
    expect(page.locator("main")).to_contain_text("已公告")
    assert len(taps.count) <= 4
    visitor.is_clean()
    resident = visit(PHONE)
    expect(resident.opens(f"/stations/{STATION}").locator("main")).to_contain_text("临时关闭")
    resident.is_clean()
