"""What is asked about service logs by who makes them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geoalchemy2.shape import to_shape
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.grid.models.ground import Grid
from portal.grid.models.logs import EarlyPart, RefusedEntry, ServiceLog
from portal.grid.queries.workers import grids_of
from portal.grid.rules.rulebook import GridRulebook, LogKind
from portal.organisation.models import Organisation

LATEST = 50
MOST_GRIDS = 200
# About a metre: enough to know in which grid one stands.
OUTLINE_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class BookGrid:
    """A grid as the phone keeps it; `outline` in degrees, longitude first."""

    code: str
    name: str
    own: bool
    outline: list[list[float]]


def log_with(code: str) -> ServiceLog | None:
    """The log of that number, whoever made it."""
    return session.scalar(select(ServiceLog).where(ServiceLog.code == code))


def grid_named(code: str) -> Grid | None:
    """The grid of that code, wherever it is: who helps in another's grid may say so."""
    return session.scalar(select(Grid).where(Grid.code == code))


def grid_at(lat: float, lon: float) -> Grid | None:
    """The grid that holds a place (WGS-84 degrees), its border included; of several the smallest code."""
    here = func.ST_GeomFromText(f"POINT({lon:.7f} {lat:.7f})", 4326)
    return session.scalar(select(Grid).where(func.ST_Intersects(Grid.area, here)).order_by(Grid.code).limit(1))


def grid_of(log: str) -> Grid | None:
    """The grid in which the log of that number was stored."""
    return session.scalar(select(Grid).join(ServiceLog, ServiceLog.grid_id == Grid.id).where(ServiceLog.code == log))


def logs_of_day(by: str, day: date) -> Sequence[ServiceLog]:
    """What an account logged for a day, the latest first, with grids and pictures, in two statements."""
    found = select(ServiceLog).join(ServiceLog.grid).where(ServiceLog.logged_by == by, ServiceLog.day == day)
    whole = found.options(contains_eager(ServiceLog.grid), selectinload(ServiceLog.photos))
    return session.scalars(whole.order_by(ServiceLog.happened_at.desc(), ServiceLog.id.desc())).all()


def waiting_of(by: str) -> Sequence[EarlyPart]:
    """What an account sent that waits for its log, the oldest first."""
    return session.scalars(select(EarlyPart).where(EarlyPart.sent_by == by).order_by(EarlyPart.id)).all()


def refused_of(by: str) -> Sequence[RefusedEntry]:
    """The entries of an account that were not stored and are not settled, the oldest first."""
    own = select(RefusedEntry).where(RefusedEntry.sent_by == by, RefusedEntry.settled_at.is_(None))
    return session.scalars(own.order_by(RefusedEntry.id)).all()


def kinds_by_use(by: str, book: GridRulebook) -> list[LogKind]:
    """The kinds of service, those first that the account used most among its latest; then as the rules have them."""
    latest = select(ServiceLog.kind).where(ServiceLog.logged_by == by).order_by(ServiceLog.id.desc()).limit(LATEST)
    used = Counter(session.scalars(latest))
    return sorted(book.log_kinds, key=lambda kind: -used[kind.code])


def grids_to_log(person_id: int | None, scope: Scope, day: date) -> list[BookGrid]:
    """Somebody's own grids, then the others of their communities and of where he may work, by code, in two
    statements."""
    own = [one.id for one in grids_of(person_id, day)] if person_id else []
    same = select(Grid.community_id).where(Grid.id.in_(own))
    reach = or_(Grid.id.in_(own), Grid.community_id.in_(same), within(scope, Organisation.path))
    rows = session.execute(
        select(Grid.id, Grid.code, Grid.name, Grid.area)
        .join(Grid.organisation)
        .where(reach)
        .order_by(case((Grid.id.in_(own), 0), else_=1), Grid.code)
        .limit(MOST_GRIDS)
    )
    return [BookGrid(code, name, key in own, _outline(area)) for key, code, name, area in rows]


def _outline(area: object) -> list[list[float]]:
    ring = to_shape(area).exterior.coords  # type: ignore[arg-type, attr-defined]
    return [[round(lon, OUTLINE_DECIMALS), round(lat, OUTLINE_DECIMALS)] for lon, lat, *_height in ring]
