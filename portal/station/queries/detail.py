"""Everything that the page of one position shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.calendar.queries import calendar_between, is_official
from portal.core.database import session
from portal.grid.models.ground import Grid
from portal.station.models import ChangedHours, Entrance, Offer, Service, ServiceGuide, Station
from portal.station.queries.timetables import known_hours, overrides_of
from portal.station.rules import LOCAL, DayOfWeek, week_of
from portal.station.terms import Hindrance


@dataclass(frozen=True, slots=True)
class Guide:
    """A service and the guide to it (办事指南) in the visitor's language; empty lines are not shown."""

    code: str
    name: str
    note: str
    who: str
    bring: str
    cost: str
    takes: str
    how: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a week, and whether the calendar behind them is official."""

    days: list[DayOfWeek]
    official: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """A position with all that hangs on it."""

    station: Station
    guides: list[Guide]
    hindrances: list[Hindrance]
    entrances: list[Entrance]
    announced: list[ChangedHours]
    week: Week | None


def detail_of(code: str, at: datetime, language: str) -> Detail | None:
    """The position of that code, in or out of service; None where there is none."""
    station = session.scalar(
        select(Station)
        .where(Station.code == code)
        .options(
            joinedload(Station.grid).joinedload(Grid.community),
            joinedload(Station.organisation),
            selectinload(Station.entrances),
            selectinload(Station.obstacles),
            selectinload(Station.changed_hours),
        )
    )
    if station is None:
        return None
    return Detail(
        station=station,
        guides=guides_of(station.id, language),
        hindrances=sorted((one.hindrance for one in station.obstacles), key=list(Hindrance).index),
        entrances=station.entrances,
        announced=_still_to_come(station, at),
        week=week_at(station, at),
    )


def photo_of(code: str) -> str | None:
    """The key of a position's photo in the file store."""
    return session.scalar(select(Station.photo).where(Station.code == code))


def guides_of(station_id: int, language: str) -> list[Guide]:
    """The guides to the services a position offers, in the catalogue's order, in one statement."""
    name = Service.name_en if language == "en" else Service.name
    texts = (ServiceGuide.who, ServiceGuide.bring, ServiceGuide.cost, ServiceGuide.takes, ServiceGuide.how)
    rows = session.execute(
        select(Service.code, name, Offer.note, *texts, ServiceGuide.elsewhere)
        .select_from(Offer)
        .join(Service, Service.id == Offer.service_id)
        .outerjoin(ServiceGuide, (ServiceGuide.service_id == Service.id) & (ServiceGuide.language == language))
        .where(Offer.station_id == station_id)
        .order_by(Service.place_in_list)
    )
    return [Guide(*(text or "" for text in row)) for row in rows]


def week_at(station: Station, at: datetime) -> Week | None:
    """The hours of the week of a moment, with what was announced; None where nobody knows them."""
    hours = known_hours(station.opening_hours)
    if hours is None:
        return None
    today = at.astimezone(LOCAL).date()
    monday = today - timedelta(days=today.weekday())
    calendar = calendar_between(monday - timedelta(days=2), monday + timedelta(days=9))
    overrides = overrides_of([station.id], datetime.combine(monday, datetime.min.time(), LOCAL))
    days = week_of(hours, overrides.get(station.id, ()), calendar, monday)
    return Week(days, is_official(_year_of(monday)))


def _still_to_come(station: Station, at: datetime) -> list[ChangedHours]:
    coming = [one for one in station.changed_hours if one.withdrawn_at is None and one.ends_at > at]
    return sorted(coming, key=lambda one: one.starts_at)


def _year_of(monday: date) -> int:
    return (monday + timedelta(days=6)).year
