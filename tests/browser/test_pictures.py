"""The picture of the README is made by the tests' own browser, so that it is always of the portal as it is."""

import os

import pytest
from playwright.sync_api import expect

from config import ROOT
from tests.browser.conftest import ONE_ENGINE

pytestmark = ONE_ENGINE

PICTURE = ROOT / "docs" / "images" / "home.png"


def test_the_readmes_picture_shows_list_and_map(visit):
    page = visit({"width": 1440, "height": 900}).opens("/?place=371322001030&open_now=0")
    expect(page.locator(".cluster, .pin").first).to_be_visible()
    taken = page.screenshot()
    assert len(taken) > 30_000
    if os.environ.get("TAKE_PICTURES"):
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_bytes(taken)
    if not PICTURE.exists():
        pytest.fail("make the picture: TAKE_PICTURES=1 make test ARGS=tests/browser/test_pictures.py")
