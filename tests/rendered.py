"""`python -m tests.rendered FOLDER`: every page of the demo county as a file, in both languages, for `make check`."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import and_, select

from config import ROOT
from portal.application import create_app
from portal.core.database import session, transaction
from portal.demo.actions import load_demo
from portal.grid.models.events import Event
from portal.grid.models.ground import Grid
from portal.grid.models.tasks import GridTask, Round, TaskStop
from portal.grid.terms.events import EventState
from portal.grid.terms.tasks import StopState, TaskState
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.lists import Need, SharedProject
from portal.station.models import Station
from portal.station.terms import StationKind
from tests.conftest import DEMO_DAY, FreshClient, settings_for
from tests.people import DEMO_PASSWORD, enter
from tests.visitor import Visitor
from tests.work_pages import EVERYBODY, WORK

SIGN = re.compile(r"[/?=&]")
VISITORS: dict[str, dict[str, str]] = {
    "zh": {},
    "en-large": {"language": "en", "text": "large", "profile": "wheelchair"},
}


def addresses() -> Iterator[tuple[str, str]]:
    """A name for the file and the address: each page, with a row of each kind, and what a wrong address answers."""
    yield from {
        "home": "/",
        "home-placed": "/?lat=34.61&lon=118.36",
        "home-refused": "/?lat=91&lon=118.36",
        "embed": "/embed",
        "stations": "/stations",
        "stations-empty": "/stations?q=没有这样的地方",
        "stations-print": "/stations?view=print",
        "organisations": "/organisations",
        "horizontal-organisations": "/horizontal-organisations",
        "privacy": "/privacy",
        "report": "/report",
        "report-tracking": "/report/tracking",
        "receipt-unknown": "/receipts/nothing",
        "wishes": "/wishes",
        "wishes-empty": "/wishes?state=taken&community=nowhere",
        "wish-where": "/wishes/new",
        "new-wish": "/wishes/new?community=371322001030",
        "track-wish": "/wishes/track",
        "events": "/events",
        "funds": "/funds",
        "funds-empty": "/funds?year=2001",
        "funds-community": "/funds/371322001030",
        "funds-projects": "/funds/projects",
        "funds-dictionary": "/funds/dictionary",
        "funds-question": "/funds/questions/track",
        "funds-on-notice": "/funds/projects/F26-841983",
        "funds-object": "/funds/projects/F26-841983/object",
        "funds-closed": "/funds/projects/F26-2CEDFC",
        "funds-ask": "/funds/projects/F26-2CEDFC/ask",
        "funds-rating": "/funds/projects/F26-18CE68",
        "funds-rate": "/funds/projects/F26-18CE68/rate",
        "star-notices": "/star-notices",
        "event-where": "/events/new",
        "event-class": "/events/new?community=371322001030",
        "new-event": "/events/new?community=371322001030&of=facilities",
        "track-event": "/events/track",
        "sign-in": "/sign-in",
        "phone-unknown": "/phones/nothing",
        "not-found": "/nowhere",
    }.items()
    for kind in StationKind:
        yield f"station-{kind}", f"/stations/{_code(Station.code, Station.kind == kind)}"
    yield "station-wrong", f"/stations/{_code(Station.code)}/wrong"
    for level in OrganisationLevel:
        yield f"organisation-{level}", f"/organisations/{_code(Organisation.code, Organisation.level == level)}"
    yield "grid", f"/grids/{_code(Grid.code)}"
    community = Organisation.level == OrganisationLevel.COMMUNITY
    yield "community", f"/communities/{_code(Organisation.code, community)}"


def addresses_of(username: str) -> Iterator[tuple[str, str]]:
    """The same for somebody who is signed in: what he works with, and one need, project and event of his community."""
    for address in (*EVERYBODY, *WORK[username]):
        yield SIGN.sub("-", address.strip("/")), address
    if username == "community":
        yield "need", f"/needs/{_code(Need.code)}"
        own = SharedProject.organisation.has(code="371322001030")
        yield "shared-project", f"/shared-projects/{_code(SharedProject.code, own)}"
        reported = _code(Event.code, Event.organisation.has(code="371322001030"), Event.state == EventState.REPORTED)
        for deed in ("", "/assign", "/publish", "/merge"):
            yield f"event{deed.replace('/', '-')}", f"/event-desk/{reported}{deed}"
        yield "task", f"/tasks/{_code(GridTask.code, GridTask.organisation.has(code='371322001030'))}"
        found = _code(Round.code, Round.organisation.has(code="371322001030"))
        yield from (("round", f"/rounds/{found}"), ("change-round", f"/rounds/{found}/change"))
    if username == "grid":
        own = and_(TaskStop.grid.has(code="371322001030001"), TaskStop.state == StopState.OPEN)
        going = GridTask.state == TaskState.OPEN
        yield "settle-stop", f"/my-tasks/stops/{_code(TaskStop.code, own, TaskStop.task.has(going))}"
        yield "my-task", f"/my-tasks/{_code(GridTask.code, going, GridTask.stops.any(own))}"


def write_pages(client: FlaskClient, folder: Path) -> int:
    """Write every page that is HTML, as each kind of visitor gets it; returns how many."""
    written = 0
    for visitor, cookies in VISITORS.items():
        for name, value in cookies.items():
            client.set_cookie(name, value)
        for name, address in addresses():
            _write(client, address, folder / f"{name}.{visitor}.html")
            written += 1
    for username in WORK:
        enter(client, username, DEMO_PASSWORD)
        for name, address in addresses_of(username):
            _write(client, address, folder / f"{name}.{username}.html")
            written += 1
        Visitor(client).presses("/sign-out")
    return written


def _write(client: FlaskClient, address: str, file: Path) -> None:
    answer = client.get(address)
    if answer.status_code >= 500 or answer.mimetype != "text/html":
        raise SystemExit(f"{address} answered {answer.status_code} {answer.mimetype}")
    file.write_bytes(answer.data)


def main(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as var:
        portal = create_app(settings_for(f"sqlite:///{var}/portal.db", Path(var)))
        portal.test_client_class = FreshClient
        with portal.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            with transaction():
                load_demo(DEMO_DAY)
            print(f"{write_pages(portal.test_client(), folder)} pages in {folder}")


def _code(column, *where) -> str:
    return session.scalar(select(column).where(*where).order_by(column).limit(1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
