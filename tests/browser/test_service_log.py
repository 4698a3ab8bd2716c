"""A grid worker's phone: logs a service in three taps, without a signal too, and nothing that he logged is lost.

The county is this module's own, so that it may be written to; its portal answers as the tests want it to."""

import re
import threading
import time
from io import BytesIO
from socket import SHUT_RDWR

import pytest
from geoalchemy2.shape import to_shape
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.serving import make_server

from portal.core.database import session
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog
from tests.browser.conftest import ONE_ENGINE, PATIENCE_S, PHONE, Visit
from tests.browser.test_accessibility import axe
from tests.people import DEMO_PASSWORD

pytestmark = ONE_ENGINE
LOGS = "/api/v1/service-logs"
TOUCH = {"has_touch": True, "is_mobile": True}
STANDING_HERE = "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
ROWS = """async (name) => {
  const given = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const open = await given(indexedDB.open("service-log"));
  const rows = await given(open.transaction(name, "readonly").objectStore(name).getAll());
  const bytes = (value) => value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value;
  return rows.map((row) => JSON.stringify(row, (_name, value) => bytes(value)));
}"""

# No more room for photos on this phone.
FULL = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "photos") throw new DOMException("no room", "QuotaExceededError");
    return put.call(this, row);
  };
}"""

# A browser that understands one sentence.
LISTENER = """window.SpeechRecognition = class {
  start() {
    setTimeout(() => {
      this.onresult({ resultIndex: 0, results: [[{ transcript: "帮老人买药" }]] });
      this.onend();
    });
  }
};"""


def busy(_portal, _environ, start):
    """The portal is there and cannot."""
    start("503 Service Unavailable", [("Content-Type", "application/problem+json")])
    return [b'{"status": 503}']


def lost(portal, environ, _start):
    """The portal does it, and its answer is lost on the way."""
    for _part in portal(environ, lambda *_answer: None):
        pass
    environ["werkzeug.socket"].shutdown(SHUT_RDWR)
    raise ConnectionAbortedError


def refusing(status: int, reason: str):
    def refuse(_portal, environ, start):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start(f"{status} No", [("Content-Type", "application/problem+json")])
        return [f'{{"status": {status}, "detail": "{reason}", "field": "helped"}}'.encode()]

    return refuse


def ill_at(word: bytes):
    """The portal cannot do with one kind of entry, and is well otherwise."""

    def falter(portal, environ, start):
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(sent)
        return busy(portal, environ, start) if word in sent else portal(environ, start)

    return falter


class Moody:
    """A portal that answers some requests in another way: by "POST /address", how."""

    def __init__(self, portal):
        self.portal = portal
        self.moods = {}

    def __call__(self, environ, start):
        mood = self.moods.get(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return mood(self.portal, environ, start) if mood else self.portal(environ, start)


@pytest.fixture(scope="module")
def moody(demo_app):
    return Moody(demo_app)


@pytest.fixture(scope="module")
def served(moody):
    server = make_server("127.0.0.1", 0, moody, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture(autouse=True)
def calm(moody):
    yield
    moody.moods.clear()


class Phone:
    """A grid worker's phone; counts what its owner taps."""

    def __init__(self, visit: Visit):
        self.visit, self.page, self.taps = visit, visit.page, 0

    def signs_in(self, username="grid"):
        self.visit.signs_in(username)
        return self

    def opens(self):
        self.page.goto(f"{self.visit.base}/desk/log")
        expect(self.page.locator("[data-kinds] input").first).to_be_attached()
        return self

    def is_ready(self):
        """The page is kept, and its worker stands between it and the network."""
        while not self.page.evaluate(STANDING_HERE):
            self.page.reload()
        return self

    def another_tab(self):
        self.visit.page.close()
        self.visit.page = self.page = self.page.context.new_page()
        return self.opens()

    def tap(self, what):
        self.taps += 1
        what.tap()

    def tap_button(self, name):
        self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    def logs(self, kind="走访", note="", photo=None):
        self.tap(self.page.locator(".log-choice").filter(has_text=kind))
        if note:
            self.tap(self.page.locator("[data-more] summary"))
            self.page.fill("#note", note)
        if photo:
            self.page.set_input_files("#photos", {"name": "a.png", "mimeType": "image/png", "buffer": photo})
            expect(self.page.locator(".log-photos img")).to_have_count(1)
        self.tap_button("保存")
        expect(self.page.locator("[data-kinds] input:checked")).to_have_count(0)
        return self

    def waits_with(self, count: int):
        expect(self.page.locator("[data-waiting]")).to_have_text(str(count))
        return self

    def tells(self, text: str):
        expect(self.page.locator("[data-about]")).to_contain_text(text)
        return self

    def hears_of_a_network(self):
        self.page.evaluate("dispatchEvent(new Event('online'))")
        return self


@pytest.fixture
def phone(visit):
    return lambda **more: Phone(visit(PHONE, **TOUCH, **more))


@pytest.fixture
def stored(demo):
    """The logs in the database, by their numbers, that were not there when the test began."""

    def all_of_them():
        session.remove()
        return {log.code: log for log in session.scalars(select(ServiceLog))}

    before = set(all_of_them())
    return lambda: {code: log for code, log in all_of_them().items() if code not in before}


def a_photo(side=2000) -> bytes:
    """Larger than what is sent, and with the place where it was taken in it."""
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken by Wang"
    Image.effect_noise((side, side // 2), 60).save(written, "PNG", exif=exif)
    return written.getvalue()


def test_a_usual_service_takes_three_taps_and_far_less_than_twenty_seconds(phone, stored):
    worker = phone().signs_in()
    began = time.monotonic()
    worker.tap(worker.page.get_by_role("link", name="记一笔"))
    worker.logs("走访")
    expect(worker.page.locator("[data-kept]")).to_contain_text(re.compile("已存在手机|已上传"))
    assert time.monotonic() - began < 20
    assert worker.taps == 3
    worker.waits_with(0)
    (log,) = stored().values()
    assert (log.kind, log.helped, log.minutes, log.lat, log.photos, log.logged_by) == ("visit", 1, 30, None, [], "grid")
    expect(worker.page.locator("[data-sum]")).to_have_text(re.compile(r"这里记了 (\d+) 条，系统存了 \1 条"))

    worker.tap(worker.page.get_by_role("button", name="多一个人"))
    worker.logs("代办").waits_with(0)
    assert {log.helped for log in stored().values()} == {1, 2}
    worker.tap(worker.page.locator("[data-kept]").get_by_role("button"))
    expect(worker.page.locator("[data-kept]")).to_contain_text("已撤销")
    worker.waits_with(0)
    assert sum(log.withdrawn_at is not None for log in stored().values()) == 1
    worker.visit.is_clean()


def test_five_services_with_photos_outlive_a_dead_network_and_a_dead_tab(phone, stored):
    worker = phone().signs_in().opens().is_ready()
    worker.page.context.set_offline(True)
    worker.page.reload()
    for count in range(1, 6):
        worker.logs("巡查", photo=a_photo()).waits_with(count)
    worker.tells("没有网络")
    assert worker.visit.violations() == []
    worker.another_tab().waits_with(5)
    assert stored() == {}
    worker.page.goto("about:blank")
    worker.page.context.set_offline(False)
    _wakes_the_worker(worker.page)
    _waits_until(worker.page, lambda: sum(len(log.photos) for log in stored().values()) == 5)
    worker.opens().waits_with(0)
    logs = stored()
    assert len(logs) == 5
    assert [len(log.photos) for log in logs.values()] == [1] * 5
    expect(worker.page.locator(".log-entry--done")).not_to_have_count(0)


def _waits_until(page, holds) -> None:
    """What happens where no page shows it; not longer than a test has patience."""
    until = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def _wakes_the_worker(page) -> None:
    """As a browser does when the network is back, while no page of the portal is open."""
    devtools = page.context.new_cdp_session(page)
    found = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    _waits_until(page, lambda: found)
    origin, number = found[0]["scopeURL"].removesuffix("/desk/log"), found[0]["registrationId"]
    known = {"origin": origin, "registrationId": number, "tag": "service-log", "lastChance": False}
    devtools.send("ServiceWorker.dispatchSyncEvent", known)


def test_a_lost_answer_stores_once_and_a_busy_portal_loses_nothing(phone, stored, moody):
    worker = phone().signs_in().opens()
    moody.moods[f"POST {LOGS}"] = lost
    worker.logs().waits_with(1)
    expect(worker.page.locator("[data-about]")).to_be_visible()
    assert len(stored()) == 1
    moody.moods[f"POST {LOGS}"] = busy
    worker.hears_of_a_network().tells("系统忙").waits_with(1)
    moody.moods.clear()
    worker.hears_of_a_network().waits_with(0)
    assert len(stored()) == 1
    expect(worker.page.locator("[data-about]")).to_be_hidden()


def test_one_entry_that_the_portal_cannot_do_with_does_not_hold_up_the_others(phone, stored, moody):
    worker = phone().signs_in().opens()
    moody.moods[f"POST {LOGS}"] = ill_at(b"mediation")
    worker.logs("调解").tells("系统忙")
    worker.logs("走访")
    for _time in range(3):
        worker.hears_of_a_network()
    worker.waits_with(1)
    assert [log.kind for log in stored().values()] == ["visit"]
    moody.moods.clear()
    worker.hears_of_a_network().waits_with(0)
    assert len(stored()) == 2


def test_an_ended_session_is_told_and_signing_in_sends(phone, stored):
    worker = phone().signs_in().opens().is_ready()
    worker.page.context.clear_cookies()
    worker.logs().tells("请重新登录").waits_with(1)
    worker.page.reload()  # the page opens all the same: what is logged stays on the phone
    worker.logs("代办").waits_with(2).tells("请重新登录")
    worker.page.locator("[data-sign-in]").tap()
    worker.page.fill("#username", "grid")
    worker.page.fill("#password", DEMO_PASSWORD)
    worker.page.click(".form button[type=submit]")
    worker.page.wait_for_url("**/desk/log")
    worker.waits_with(0)
    assert {log.kind for log in stored().values()} == {"visit", "agency"}


def test_what_is_refused_is_shown_kept_and_mended(phone, stored, moody):
    worker = phone().signs_in().opens()
    page = worker.page
    refused = page.locator(".log-entry--refused")
    for status, reason in ((422, "人数要写成整数"), (409, "已经存了另一条")):
        moody.moods[f"POST {LOGS}"] = refusing(status, reason)
        worker.logs("调解", note="调解邻里", photo=a_photo(300)).waits_with(1)
        expect(refused).to_contain_text(reason)
        page.reload()
        expect(refused).to_contain_text(reason)
        number = refused.get_attribute("data-entry")
        moody.moods.clear()
        worker.tap_button("改一改再存")
        expect(page.locator("#note")).to_have_value("调解邻里")
        expect(page.locator(".log-photos img")).to_have_count(1)
        assert axe(page) == []
        worker.tap_button("保存")
        worker.waits_with(0)
        assert (number in stored()) == (status == 422)
    assert [len(log.photos) for log in stored().values()] == [1, 1]

    moody.moods[f"POST {LOGS}"] = refusing(422, "不行")
    worker.logs().waits_with(1)
    worker.tap_button("不要了")
    page.get_by_role("button", name="不，留着").tap()
    worker.waits_with(1)
    worker.tap_button("不要了")
    page.locator("dialog [data-yes]").tap()
    worker.waits_with(0)
    assert len(stored()) == 2


def test_signing_out_locks_what_waits_and_the_same_person_sends_it(phone, stored, moody):
    worker = phone().signs_in().opens()
    page = worker.page
    moody.moods[f"POST {LOGS}"] = busy
    worker.logs("走访", note="看望老人").waits_with(1)
    _signs_out(worker, asked=True)
    assert page.evaluate(ROWS, "keys") == []
    rows = page.evaluate(ROWS, "entries") + page.evaluate(ROWS, "kept")
    assert rows
    assert not any(word in row for row in rows for word in ("看望", "visit", "371322"))

    moody.moods.clear()
    worker.signs_in("community").opens().waits_with(0)
    expect(page.locator("[data-list] li")).to_have_count(0)
    assert stored() == {}
    _signs_out(worker, asked=False)

    worker.signs_in("grid")
    expect(page.locator("[data-island=log-waiting]")).to_be_hidden()
    worker.opens().waits_with(0)
    (log,) = stored().values()
    assert (log.note, log.logged_by) == ("看望老人", "grid")


def _signs_out(worker: Phone, asked: bool) -> None:
    worker.page.goto(f"{worker.visit.base}/account")
    worker.visit.settles()
    worker.page.get_by_role("button", name="退出登录").tap()
    if asked:
        expect(worker.page.locator("dialog")).to_contain_text("还有 1 条")
        worker.page.get_by_role("button", name="仍要退出").tap()
    worker.page.wait_for_url(f"{worker.visit.base}/")


def test_a_full_phone_and_a_wrong_clock_are_told_and_the_form_keeps_what_it_holds(phone, stored):
    worker = phone()
    page = worker.page
    page.add_init_script(LISTENER)
    page.add_init_script("const now = Date.now; Date.now = () => now() + 3600000")
    worker.signs_in().opens()
    expect(page.locator("[data-clock]")).to_contain_text("快了 60 分钟")
    page.locator("[data-more] summary").tap()
    worker.tap_button("说一句")
    expect(page.locator("#note")).to_have_value("帮老人买药")
    page.evaluate(FULL)
    page.locator(".log-choice").filter(has_text="走访").tap()
    page.set_input_files("#photos", {"name": "a.png", "mimeType": "image/png", "buffer": a_photo()})
    expect(page.locator(".log-photos img")).to_have_count(1)
    worker.tap_button("保存")
    expect(page.locator("[data-full]")).to_contain_text("存储空间满了")
    expect(page.locator("[data-kinds] input:checked")).to_have_count(1)
    worker.tap_button("去掉照片再存")
    expect(page.locator("[data-kinds] input:checked")).to_have_count(0)
    worker.waits_with(0)
    (log,) = stored().values()
    assert (log.kind, log.photos, log.note) == ("visit", [], "帮老人买药")


def test_the_place_is_reckoned_on_the_phone_and_only_when_he_asks(phone, stored, demo):
    at = {"latitude": 0.0, "longitude": 0.0}
    worker = phone(permissions=["geolocation"], geolocation=at).signs_in().opens()
    page = worker.page
    other = page.locator("#others option").nth(3)
    grid = session.scalars(select(Grid).where(Grid.code == other.get_attribute("value"))).one()
    point = _inside(grid)
    page.context.set_geolocation({"latitude": point.y, "longitude": point.x})
    worker.tap_button("附近")
    expect(page.locator("[data-where]")).to_contain_text(f"您在{grid.name}")
    expect(page.locator("[data-where]")).to_contain_text("照样可以记")
    worker.logs("走访").waits_with(0)
    (log,) = stored().values()
    assert (log.grid.code, log.lat) == (grid.code, pytest.approx(point.y, abs=1e-4))
    worker.logs("走访").waits_with(0)
    assert sum(log.lat is None for log in stored().values()) == 1
    page.locator("[data-more] summary").tap()
    page.fill("#note", "电话一三八 0000 1234")
    expect(page.locator("[data-warning]")).to_be_visible()
    worker.visit.is_clean()


def _inside(grid: Grid):
    return to_shape(grid.area).representative_point()


def test_a_new_phone_is_set_up_by_a_code(visit, phone):
    owner = visit(PHONE)
    owner.signs_in("grid")
    owner.opens("/account").get_by_role("button", name="登录一台新手机").click()
    expect(owner.page.locator("svg.qr")).to_be_visible()
    address = owner.page.locator(".secret code").inner_text()
    new = phone()
    new.page.goto(address)
    new.page.get_by_role("button", name="登录这台手机").tap()
    new.page.wait_for_url("**/desk/log")
    expect(new.page.locator("[data-kinds] input").first).to_be_attached()
    owner.is_clean()
    new.visit.is_clean()


def test_the_page_keeps_nothing_of_a_person_and_can_be_installed(phone):
    worker = phone().signs_in().opens().is_ready()
    page = worker.page
    kept = page.evaluate("caches.match('/desk/log').then((page) => page.text())")
    assert "csrf" not in kept
    assert "网格员（演示）" not in kept
    problems = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in problems if one["errorId"] != "in-incognito"] == []
    answer = page.request.get(f"{worker.visit.base}/desk/log")
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    assert "microphone=()" in page.request.get(f"{worker.visit.base}/desk").headers["permissions-policy"]
