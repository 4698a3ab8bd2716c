"""A small county for the tests of the service positions."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from portal.core.database import session, transaction
from portal.core.pinyin import reading
from portal.core.stamps import bump
from portal.station.models import Offer, Service, Station
from portal.station.nearest import board as boards
from portal.station.terms import Site, StationKind

type Settle = Callable[..., None]


@pytest.fixture(autouse=True)
def fresh_board(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The board asks the database before each answer, and starts anew with each test, as the numbers of changes do."""
    monkeypatch.setattr(boards, "ASK_EVERY_S", 0.0)
    app.extensions.pop("nearest", None)
    app.extensions.pop("nearest_payloads", None)
    yield
    shutil.rmtree(app.extensions["settings"].var / "index", ignore_errors=True)


@pytest.fixture
def settle(app: Any) -> Settle:
    """`settle("SS-001", lat=…, lon=…, services=["meals"], …)` puts a position into the county."""

    def settled(code: str, *, services: tuple[str, ...] = (), **facts: Any) -> None:
        with transaction():
            session.add(station(code, bump("stations"), **facts))
            session.flush()
            row = session.query(Station).filter_by(code=code).one()
            for service in services:
                session.add(Offer(station_id=row.id, service_id=_service(service), note=""))

    return settled


def station(code: str, changed: int, **facts: Any) -> Station:
    """A position with everything that was not said filled in."""
    name = facts.pop("name", f"服务站 {code}")
    read = reading(name)
    lat, lon = facts.pop("lat", 34.61), facts.pop("lon", 118.36)
    known = {
        "kind": StationKind.SERVICE_STATION,
        "site": Site.COMMUNITY,
        "address": "人民路 1 号",
        "opening_hours": "24/7",
        "in_service_from": date(2020, 1, 1),
    }
    return Station(
        code=code,
        name=name,
        pinyin=read.pinyin,
        initials=read.initials,
        lat=lat,
        lon=lon,
        point=f"SRID=4326;POINT({lon!r} {lat!r})",
        changed=changed,
        **(known | facts),
    )


def _service(code: str) -> int:
    found = session.query(Service).filter_by(code=code).one_or_none()
    if found is None:
        found = Service(code=code, name=code, name_en=code, pinyin=code, initials=code, words="", place_in_list=1)
        session.add(found)
        session.flush()
    return found.id
