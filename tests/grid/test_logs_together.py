"""Many workers at once, the same entry at once, and a server that is killed in the middle."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from config import ROOT
from portal.application import create_app
from portal.core.database import session, transaction, writes
from portal.core.files import keep_photo
from portal.grid.actions import log_parts
from portal.grid.models.logs import EarlyPart, LogPhoto, ServiceLog
from tests.conftest import FreshClient, settings_for
from tests.grid.logging import LOGS, Phone, a_phone, a_worker, an_entry
from tests.people import enter

AT_ONCE, WORKERS = 6, 108


def at_once(app, deeds) -> list:
    """What the deeds gave, each done in a thread of its own, all begun at the same moment."""
    start, gave = Barrier(len(deeds)), []

    def run(deed) -> None:
        with app.app_context():
            start.wait()
            gave.append(deed())
            session.remove()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    [one.start() for one in threads], [one.join() for one in threads]
    return gave


def copies(phone: Phone, app, count: int) -> list[Phone]:
    """The same sign-in, each for a thread of its own."""
    cookie, made = phone.client.get_cookie("session").value, []
    for _number in range(count):
        client = app.test_client()
        client.set_cookie("session", cookie)
        made.append(Phone(client, phone.csrf))
    return made


def test_the_same_entry_and_its_picture_sent_at_once_are_stored_once(app):
    phone = a_phone(app)
    log, photo, entry = str(uuid4()), str(uuid4()), an_entry(str(uuid4()))
    phones = copies(phone, app, AT_ONCE)
    same = [lambda one=one: one.posts(body=entry).status_code for one in phones]
    assert sorted(at_once(app, same)) == [200] * (AT_ONCE - 1) + [201]
    # A log and its picture pass each other on the way, more than once.
    late = an_entry(log)
    mixed = [lambda one=one: one.posts(body=late).status_code for one in phones[:3]]
    mixed += [lambda one=one: one.photographs(log, photo).status_code for one in phones[3:]]
    assert set(at_once(app, mixed)) <= {200, 201, 202}
    held = select(LogPhoto.code).join(ServiceLog, ServiceLog.id == LogPhoto.log_id).where(ServiceLog.code == log)
    assert session.scalars(held).all() == [photo]
    assert session.scalar(select(func.count()).select_from(EarlyPart)) == 0
    assert session.scalar(select(func.count()).select_from(ServiceLog)) == 2


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_hundred_workers_behind_one_address_are_each_counted_for_himself(app, tmp_path):
    phone = a_phone(app)
    with transaction():
        for number in range(2):
            a_worker(f"worker{number}")
    settings = app.extensions["settings"]
    hurried = create_app(settings_for(settings.database_url, tmp_path, rate_limits=True))
    hurried.test_client_class = FreshClient
    others = [Phone(enter(hurried.test_client(), f"worker{number}").client) for number in range(2)]
    statuses = [one.logs().status_code for one in others for _time in range(WORKERS // 2)]
    assert statuses == [201] * WORKERS
    for _time in range(7):
        last = others[0].logs()
    assert (last.status_code, last.mimetype) == (429, "application/problem+json")
    assert others[1].logs().status_code == 201
    assert phone.logs().status_code == 201
    nobody = hurried.test_client()
    assert [nobody.get(LOGS).status_code for _time in range(61)] == [401] * 60 + [429]


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_picture_is_decoded_while_nobody_waits_for_the_database(app, monkeypatch):
    phone, locked = a_phone(app), []
    monkeypatch.setattr(log_parts, "keep_photo", lambda content: locked.append(writes.get()) or keep_photo(content))
    assert phone.photographs(phone.logs().json["id"], str(uuid4())).status_code == 201
    assert locked == [False]


def serving(app, port: int) -> subprocess.Popen:
    """The portal as the Procfile serves it, over the test's own database."""
    known = app.extensions["settings"]
    told = {
        "PORT": str(port),
        "PORTAL_VAR": str(known.var),
        "DATABASE_URL": known.database_url,
        "SECRET_KEY": known.secret_key,
        "AUDIT_KEY": known.audit_key,
        "DATA_KEY": known.data_keys[0],
        "RATELIMIT_ENABLED": "false",
    }
    command = [sys.executable, "-m", "portal.serving"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | told, start_new_session=True)


def line_to(port: int, phone: Phone, cookie: str):
    """What sends an entry over a connection of its own and returns the status that came back."""
    headers = {"X-CSRFToken": phone.csrf, "Cookie": f"session={cookie}", "Content-Type": "application/json"}
    line = HTTPConnection("127.0.0.1", port, timeout=60)

    def send(entry: dict) -> int:
        line.request("POST", LOGS, json.dumps(entry), headers)
        answer = line.getresponse()
        answer.read()
        return answer.status

    return send


def stores(send, sent: list[dict], acknowledged: list[str]) -> None:
    """Send entries until the server is gone; what it answered 201 to is acknowledged."""
    try:
        while True:
            sent.append(an_entry())
            if send(sent[-1]) == 201:
                acknowledged.append(sent[-1]["id"])
    except (OSError, HTTPException):
        return


@contextmanager
def served(app, port: int) -> Iterator[subprocess.Popen]:
    """The portal while it answers, killed at the end without a word."""
    server = serving(app, port)
    try:
        wait_until(port, listens=True)
        yield server
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        # Its workers may be gone a moment later; until then the port would still take a call and drop it.
        wait_until(port, listens=False)


def wait_until(port: int, *, listens: bool) -> None:
    """Wait until somebody listens on the port, or nobody does; 15 seconds at most."""
    for _time in range(300):
        with socket.socket() as probe:
            if (probe.connect_ex(("127.0.0.1", port)) == 0) is listens:
                return
        time.sleep(0.05)


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_server_that_is_killed_has_lost_nothing_that_it_acknowledged_and_stores_each_once(app):
    phone, sent, acknowledged = a_phone(app), [[], [], []], []
    cookie = phone.client.get_cookie("session").value
    session.remove()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with served(app, port) as server:
        lines = [(line_to(port, phone, cookie), some, acknowledged) for some in sent]
        senders = [Thread(target=stores, args=line) for line in lines]
        [one.start() for one in senders]
        while len(acknowledged) < 30 and server.poll() is None and any(one.is_alive() for one in senders):
            time.sleep(0.02)
    [one.join() for one in senders]
    assert len(acknowledged) >= 30
    stored = set(session.scalars(select(ServiceLog.code)))
    assert set(acknowledged) <= stored
    session.remove()
    entries = [entry for some in sent for entry in some]
    with served(app, port):
        send = line_to(port, phone, cookie)
        answers = {entry["id"]: send(entry) for entry in entries}
    # Who was not told sends again: it is stored already, or it is stored now; never twice.
    assert {code: 200 if code in stored else 201 for code in answers} == answers
    assert sorted(session.scalars(select(ServiceLog.code))) == sorted(answers)
