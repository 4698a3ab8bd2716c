"""The record as a table that leaves the portal."""

import json
from collections.abc import Iterator
from datetime import date

from portal.audit import queries
from portal.audit.models import AuditEntry
from portal.audit.wording import DEEDS
from portal.core.access import Scope
from portal.core.bulk import Filters
from portal.core.clock import LOCAL
from portal.core.settings import settings
from portal.core.sheets import Cell, Column

COLUMNS = (
    Column("number", "序号", width=10),
    Column("at", "时间", width=22),
    Column("by", "操作人", width=16),
    Column("address", "网络地址", width=18),
    Column("deed", "操作", width=22),
    Column("subject", "对象", width=30),
    Column("reason", "原因", width=30),
    Column("details", "内容", width=60),
    Column("digest", "校验值", width=66),
)


def rows(scope: Scope, filters: Filters) -> Iterator[list[Cell]]:
    """All entries, each with its digest, so that a copy can be compared with the record later."""
    for entry in queries.matching(_wanted(scope, filters)):
        yield _row(entry)


def count(scope: Scope, filters: Filters) -> int:
    """How many entries there are. Raises `LookupError` for who may read only a part of the county: an entry belongs
    to no subtree."""
    return queries.count(_wanted(scope, filters))


def _wanted(scope: Scope, filters: Filters) -> queries.Wanted:
    if f"{settings().county_code}/" not in scope:
        raise LookupError("the record is the whole county's")
    words = {name: filters.get(name, "") for name in ("by", "deed", "subject")}
    return queries.Wanted(**words, from_day=_day(filters.get("from_day")), to_day=_day(filters.get("to_day")))


def _day(written: str | None) -> date | None:
    """A day that is none narrows nothing, as on the page."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _row(entry: AuditEntry) -> list[Cell]:
    at = entry.at.astimezone(LOCAL).isoformat(sep=" ", timespec="seconds")
    told = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    deed = str(DEEDS.get(entry.deed, entry.deed))
    first: list[Cell] = [float(entry.number), at, entry.by, entry.address]
    return [*first, deed, entry.subject, entry.reason, told, entry.digest]
