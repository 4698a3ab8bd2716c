"""Counties to measure on: the demo county as it is, and the same with a million positions strewn over it."""

from datetime import date

from flask_migrate import upgrade
from sqlalchemy import func, select, text

from config import ROOT
from portal.application import create_app
from portal.core.database import session, transaction
from portal.core.stamps import bump
from portal.demo.actions import load_demo
from portal.station.models import Station
from tests.conftest import settings_for

COLUMNS = (
    "code, name, pinyin, initials, kind, site, address, phone, opening_hours, lat, lon, point, in_service_from, changed"
)
VALUES = (
    "'X-' || n, '便民点 ' || n, 'bianmindian', 'bmd', 'convenience_point', 'other', '人民路 ' || n || ' 号',"
    " '100 0000 0001', '24/7', lat, lon, {point}, '2020-01-01', {changed}"
)
SQLITE_POINTS = (
    "WITH RECURSIVE numbered(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbered WHERE n < {count}),"
    " points AS (SELECT n, 34.4 + abs(random() % 1000000) * 5e-7 AS lat,"
    " 118.1 + abs(random() % 1000000) * 4e-7 AS lon FROM numbered)"
)
POSTGRESQL_POINTS = (
    "WITH points AS (SELECT n, 34.4 + random() * 0.5 AS lat, 118.1 + random() * 0.4 AS lon"
    " FROM generate_series(1, {count}) AS n)"
)


def make_county(database_url: str, var, positions: int) -> None:  # type: ignore[no-untyped-def]
    """Fill a database with the demo county and so many positions in all."""
    portal = create_app(settings_for(database_url, var))
    with portal.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction():
            load_demo(date(2026, 11, 24))
        missing = positions - (session.scalar(select(func.count()).select_from(Station)) or 0)
        if missing > 0:
            with transaction():
                session.execute(text(_statement(database_url, missing, bump("stations"))))
            with transaction():
                session.execute(text("ANALYZE"))


def _statement(database_url: str, count: int, changed: int) -> str:
    embedded = database_url.startswith("sqlite")
    point = "MakePoint(lon, lat, 4326)" if embedded else "ST_SetSRID(ST_MakePoint(lon, lat), 4326)"
    points = (SQLITE_POINTS if embedded else POSTGRESQL_POINTS).format(count=count)
    values = VALUES.format(point=point, changed=changed)
    insert = f"INSERT INTO station ({COLUMNS})"
    return (
        f"{points} {insert} SELECT {values} FROM points"
        if not embedded
        else (f"{insert} {points} SELECT {values} FROM points")
    )
