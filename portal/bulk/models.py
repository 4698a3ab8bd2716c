"""Tables of bulk work."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from portal.bulk.terms import ExportState, RunState, SheetKind
from portal.core.database import Table


class BulkRun(Table):
    """A workbook on its way in (批量导入): whose, of which kind, how far, what it would change, what is wrong."""

    __tablename__ = "bulk_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    file_key: Mapped[str]
    file_name: Mapped[str]
    by: Mapped[str] = mapped_column(index=True)
    scope: Mapped[list[str]] = mapped_column(JSON)
    options: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    state: Mapped[RunState] = mapped_column(index=True)
    done: Mapped[int]
    total: Mapped[int]
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    began_at: Mapped[datetime]
    moved_at: Mapped[datetime]


class BulkExport(Table):
    """The rows of a workbook as they left (批量导出), so that one that comes back can be compared with what it was."""

    __tablename__ = "bulk_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    by: Mapped[str]
    made_at: Mapped[datetime]
    rows: Mapped[dict[str, Any]] = mapped_column(JSON)


class ExportRun(Table):
    """A large table on its way out (批量导出任务): whose, of which kind, narrowed how, how far, where its file lies."""

    __tablename__ = "export_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    by: Mapped[str] = mapped_column(index=True)
    scope: Mapped[list[str]] = mapped_column(JSON)
    filters: Mapped[dict[str, str]] = mapped_column(JSON)
    format: Mapped[SheetKind]
    language: Mapped[str]
    state: Mapped[ExportState] = mapped_column(index=True)
    done: Mapped[int]
    total: Mapped[int]
    file_key: Mapped[str]
    made_at: Mapped[datetime]
    moved_at: Mapped[datetime]
