"""The record as a table that leaves the portal."""

import json
from collections.abc import Iterable
from pathlib import Path

from portal.audit.models import AuditEntry
from portal.audit.wording import DEEDS
from portal.core.clock import LOCAL
from portal.core.sheets import Column, write_workbook

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


def write(path: Path, entries: Iterable[AuditEntry]) -> None:
    """All entries, each with its digest, so that a copy can be compared with the record later."""
    write_workbook(path, COLUMNS, (_row(entry) for entry in entries))


def _row(entry: AuditEntry) -> list[str | float | None]:
    at = entry.at.astimezone(LOCAL).isoformat(sep=" ", timespec="seconds")
    told = json.dumps(entry.details, ensure_ascii=False) if entry.details else ""
    deed = str(DEEDS.get(entry.deed, entry.deed))
    first: list[str | float | None] = [float(entry.number), at, entry.by, entry.address]
    return [*first, deed, entry.subject, entry.reason, told, entry.digest]
