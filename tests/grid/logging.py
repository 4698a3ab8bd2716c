"""Service logs for tests: a worker with his grid, a phone that sends, a picture."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from portal.account.models import AccountHolder
from portal.account.terms import Role
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.grid.models.ground import Grid, GridDuty
from portal.grid.terms.ground import DutyKind
from portal.organisation.models import Person
from portal.organisation.terms import Education
from tests.grid.land import HERE, organisation, some_ground
from tests.people import an_account, enter
from tests.visitor import Visitor

FIRST = f"{HERE}001"
LOGS = "/api/v1/service-logs"


def picture(colour: str = "red") -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, "JPEG")
    return written.getvalue()


def grid(code: str = FIRST) -> Grid:
    return session.scalars(select(Grid).where(Grid.code == code)).one()


def a_worker(username: str = "wang", on: str = FIRST) -> str:
    """A grid worker of the small ground who answers for a grid."""
    if session.scalar(select(Grid.id).limit(1)) is None:
        some_ground()
    account = an_account(username, (Role.GRID_WORKER, HERE))
    known = {"name": "王小红", "pinyin": "wangxiaohong", "education": Education.BACHELOR}
    person = Person(code=f"P-{username}", organisation=organisation(HERE), **known)
    session.add(AccountHolder(account=account, person=person))
    duty = {"kind": DutyKind.BACKUP, "from_day": today() - timedelta(days=400)}
    session.add(GridDuty(code=f"D-{username}", grid=grid(on), person=person, **duty))
    session.flush()
    return username


class Phone:
    """A worker's phone: it sends what it made, with the token of the sign-in."""

    def __init__(self, client: FlaskClient, csrf: str | None = None) -> None:
        self.client = client
        self.csrf = csrf or client.get("/api/v1/log-book").json["csrf"]

    def posts(self, path: str = "", body: object = None, **more):
        given = {"json": body} if body is not None else {}
        return self.client.post(LOGS + path, headers={"X-CSRFToken": self.csrf}, **given, **more)

    def logs(self, code: str | None = None, **other):
        """Send an entry, made five minutes ago unless said otherwise."""
        return self.posts(body=an_entry(code, **other))

    def photographs(self, log: str, code: str, content: bytes | None = None):
        form = {"id": code, "photo": (BytesIO(content or picture()), "a.jpg")}
        return self.posts(f"/{log}/photos", data=form)

    def day(self, **asked):
        return self.client.get(LOGS, query_string=asked).json


def an_entry(code: str | None = None, **other) -> dict:
    happened_at = (now() - timedelta(minutes=5)).isoformat()
    return {"id": code or str(uuid4()), "kind": "visit", "grid": FIRST, "happened_at": happened_at} | other


def a_phone(app: Flask, username: str = "wang") -> Phone:
    """The phone of a grid worker who is signed in."""
    with transaction():
        a_worker(username)
    return Phone(enter(app.test_client(), username).client)


def browser_of(phone: Phone) -> Visitor:
    return Visitor(phone.client)
