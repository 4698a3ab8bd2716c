"""A grid worker's task on his phone: each place is a row and a pin of the county's own map, within reach of a thumb."""

from playwright.sync_api import expect

from tests.browser.conftest import ONE_ENGINE, PHONE
from tests.browser.test_accessibility import axe

pytestmark = ONE_ENGINE
TAP = 44


def test_a_worker_finds_his_places_in_a_list_and_on_the_map_and_gets_to_each_by_two_taps(visit):
    visitor = visit(PHONE)
    visitor.signs_in("grid")
    page = visitor.opens("/my-tasks")
    assert axe(page) == []
    page.locator("main .row__name").first.click()
    rows = page.locator("[data-stop]")
    page.locator(".map").scroll_into_view_if_needed()
    expect(page.locator(".stop-pin")).to_have_count(rows.count())
    assert page.locator(".stop-pin").all_inner_texts() == [str(number + 1) for number in range(rows.count())]
    visitor.settles()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator("[data-stop] .button").first.click()
    visitor.settles()
    assert axe(page) == []
    expect(page.get_by_role("radio", name="已办")).to_be_checked()
    saves = page.get_by_role("button", name="保存")
    for target in (*page.locator(".kinds__one").all(), saves):
        assert target.bounding_box()["height"] >= TAP
    visitor.is_clean()  # before the refusal, which the browser itself writes to its console
    # Nothing needs to be typed where all went well, and a reason is asked for where it did not.
    page.get_by_role("radio", name="办不了").check()
    saves.click()
    expect(page.locator("#note-error")).to_contain_text("原因")
