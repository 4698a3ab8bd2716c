"""What makes the page that logs a service an app: a shell without a person in it, its worker and its manifest."""

import json
import re
from pathlib import Path

from portal.account.terms import Role
from portal.grid.views import log_page
from tests.visitor import chinese_outside_names

WORKER, MANIFEST = "/desk/log-worker.js", "/desk/log.webmanifest"


def test_the_page_is_whole_and_holds_nothing_of_its_reader(signed_in):
    worker = signed_in(Role.GRID_WORKER, "371322001001")
    page = worker.opens("/desk/log")
    assert "做了什么" in page.main
    assert not re.search(r"csrf|王小红|somebody", page.html)
    answer = worker.client.get("/desk/log")
    assert answer.headers["Permissions-Policy"].count("microphone=(self)") == 1
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert "记一笔" in worker.opens("/desk").main
    worker.client.set_cookie("language", "en")
    page = worker.opens("/desk/log")
    assert page.texts("h1") == ["Log a service"]
    assert chinese_outside_names(page, ["郯城县"]) == []


def test_who_may_not_log_has_no_such_page_and_no_such_button(signed_in):
    street = signed_in(Role.STREET_OFFICE, "371322001")
    assert street.client.get("/desk/log").status_code == 403
    assert "记一笔" not in street.opens("/desk").main


def test_the_worker_knows_the_files_of_the_page_by_their_marks(signed_in):
    phone = signed_in(Role.GRID_WORKER, "371322001001").client
    page, answer = phone.get("/desk/log"), phone.get(WORKER)
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] in {"no-cache", "no-store"}
    assert page.headers["Shell-Version"] in answer.text
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        assert address in answer.text, f"{address} is missing without a signal"
    assert all(f"/static/{name}?v=" in answer.text for name in log_page.FILES)


def test_every_module_that_the_page_asks_for_is_kept(app):
    static = Path(app.static_folder).resolve()
    asked, seen = [static / "js/islands/log.js"], set()
    while asked:
        seen.add(file := asked.pop())
        named = re.findall(r'from "(\.[^"]+)"', file.read_text())
        asked += {(file.parent / path).resolve() for path in named} - seen
    assert {str(file.relative_to(static)) for file in seen} <= set(log_page.FILES)


def test_a_browser_without_modules_in_workers_gets_a_worker_without(client):
    plain = client.get(f"{WORKER}?plain=1").text
    assert "import {" not in plain
    assert "import {" in client.get(WORKER).text


def test_the_manifest_names_the_page_and_its_icons(client):
    answer = client.get(MANIFEST)
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.text)
    assert (told["start_url"], told["scope"], told["display"]) == ("/desk/log", "/desk/log", "standalone")
    assert all(client.get(icon["src"]).status_code == 200 for icon in told["icons"])
