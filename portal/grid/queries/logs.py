"""What is asked about service logs."""

from sqlalchemy import func, select

from portal.core.database import session
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog


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
