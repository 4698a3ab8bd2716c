"""What a worker sees of his own service logs: his days, what waits, what was not stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.core.clock import LOCAL
from portal.core.database import session
from portal.grid.models.logs import EarlyPart, LogPhoto, RefusedEntry, ServiceLog
from portal.grid.queries.logs import refused_of

DAYS = 7
MOST_LOGS = 500


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day: what is stored of it, the latest first, and how many entries of it were not stored."""

    day: date
    logs: Sequence[ServiceLog]
    refused: int

    @property
    def made(self) -> int:
        """How many entries of this day have reached the portal."""
        return len(self.logs) + self.refused

    @property
    def withdrawn(self) -> int:
        return sum(one.withdrawn_at is not None for one in self.logs)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """An entry that was not stored, as it was sent; a picture has the number of its log instead of a kind."""

    code: str
    reason: str
    first_at: datetime
    times: int
    day: date
    kind: str
    note: str
    log: str


def days_of(by: str, until: date, refused: Sequence[RefusedLine]) -> list[OwnDay]:
    """The seven days up to that one, the latest first, those with nothing left out; in two statements."""
    first = until - timedelta(days=DAYS - 1)
    found = (
        select(ServiceLog)
        .join(ServiceLog.grid)
        .where(ServiceLog.logged_by == by, ServiceLog.day.between(first, until))
        .options(contains_eager(ServiceLog.grid), selectinload(ServiceLog.photos))
        .order_by(ServiceLog.happened_at.desc(), ServiceLog.id.desc())
        .limit(MOST_LOGS)
    )
    logs = session.scalars(found).all()
    lost = [one.day for one in refused if one.kind]
    days = (until - timedelta(days=ago) for ago in range(DAYS))
    told = (OwnDay(day, [one for one in logs if one.day == day], lost.count(day)) for day in days)
    return [one for one in told if one.made]


def refused_lines(by: str) -> list[RefusedLine]:
    """The entries of an account that were not stored and are not settled, readable."""
    return [_line(one) for one in refused_of(by)]


def own_log(code: str, by: str) -> ServiceLog | None:
    """A log that the account made itself."""
    return session.scalar(select(ServiceLog).where(ServiceLog.code == code, ServiceLog.logged_by == by))


def own_photo(code: str, by: str) -> LogPhoto | None:
    """A picture of a log that the account made itself."""
    found = select(LogPhoto).join(ServiceLog, ServiceLog.id == LogPhoto.log_id)
    return session.scalar(found.where(LogPhoto.code == code, ServiceLog.logged_by == by))


def unsettled(by: str, before: datetime) -> tuple[int, datetime | None]:
    """How many entries of an account were not stored, or parts wait for their log since before that moment; and since
    when the first."""
    refused = select(RefusedEntry.first_at.label("since")).where(
        RefusedEntry.sent_by == by, RefusedEntry.settled_at.is_(None)
    )
    waiting = select(EarlyPart.arrived_at.label("since")).where(EarlyPart.sent_by == by, EarlyPart.arrived_at < before)
    both = refused.union_all(waiting).subquery()
    count, first = session.execute(select(func.count(), func.min(both.c.since))).one()
    return count, first


def _line(entry: RefusedEntry) -> RefusedLine:
    sent = _sent(entry.content)
    return RefusedLine(
        code=entry.code,
        reason=entry.reason,
        first_at=entry.first_at,
        times=entry.times,
        day=_day_of(sent.get("happened_at")) or entry.first_at.astimezone(LOCAL).date(),
        kind=_text(sent, "kind"),
        note=_text(sent, "note"),
        log=_text(sent, "code"),
    )


def _sent(content: str) -> dict[str, Any]:
    """What was sent, as far as it can still be read."""
    try:
        sent = json.loads(content or "{}")
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _day_of(written: object) -> date | None:
    try:
        return datetime.fromisoformat(str(written)).astimezone(LOCAL).date()
    except (ValueError, OverflowError):
        return None
