"""The steps of bulk work. A job reads and compares; a person confirms; a job writes everything or nothing.

What leaves: a few rows at once, many by a job; either way the record says who took what.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from portal.audit.actions import record
from portal.bulk import queries
from portal.bulk.models import BulkExport, BulkRun, ExportRun
from portal.bulk.terms import ExportState, RunState, SheetKind
from portal.core.access import Scope
from portal.core.bulk import LISTS, Exporter, Filters, Importer, Outcome, importer
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import drop_made_before, keep
from portal.core.masking import masked_numbers
from portal.core.sheets import RowError

LARGEST_UPLOAD = 16 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv")
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants taken out: from where, narrowed how, as which kind of file, in which language."""

    scope: Scope
    filters: Filters
    ending: SheetKind
    language: str


def hand_in(
    kind: Importer,
    name: str,
    content: bytes,
    *,
    scope: Scope,
    options: Sequence[str] = (),
    language: str,
    by: str,
    now: datetime,
) -> BulkRun:
    """Take a file. It is kept whole or refused whole; what is in it is looked at by a job."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(_("请交 .xlsx 或 .csv 文件"), "file")
    if not content:
        raise Refused(_("文件是空的"), "file")
    if len(content) > LARGEST_UPLOAD:
        raise Refused(_("文件超过 16 MB"), "file")
    run = BulkRun(
        code=secrets.token_hex(8),
        kind=kind.kind,
        file_key=keep(content),
        file_name=Path(name).name[:120],
        by=by,
        scope=list(scope),
        options=[option.name for option in kind.options if option.name in options],
        language=language,
        state=RunState.WAITING,
        done=0,
        total=0,
        outcome={},
        began_at=now,
        moved_at=now,
    )
    session.add(run)
    record(by, "bulk.hand_in", run.code, kind=kind.kind, file=run.file_name)
    return run


def show(run: BulkRun, found: Outcome, *, now: datetime) -> None:
    """The comparison is there: the run is ready to be confirmed, or says all that is wrong."""
    run.state = RunState.FAULTY if found.errors else RunState.READY
    run.outcome, run.moved_at = _told(found), now
    record(run.by, "bulk.compare", run.code, counts=found.counts())


def confirm(run: BulkRun, *, by: str, now: datetime) -> None:
    """The person has seen the preview and wants it."""
    if run.state is not RunState.READY:
        raise Refused(_("现在不能确认，请看这一页的状态"))
    run.state, run.moved_at = RunState.CONFIRMED, now
    record(by, "bulk.confirm", run.code)


def cancel(run: BulkRun, *, by: str, now: datetime) -> None:
    """Leave it; nothing of it was written."""
    if run.state in {RunState.DONE, RunState.CONFIRMED, RunState.CANCELLED}:
        raise Refused(_("已经不能取消"))
    run.state, run.moved_at = RunState.CANCELLED, now
    record(by, "bulk.cancel", run.code)


def carry_out(run: BulkRun, *, now: datetime, today: date) -> None:
    """Do it, all in this transaction. What is there is compared again first: if it moved since the preview, the person
    sees the new preview instead."""
    kind = importer(run.kind)
    if kind is None or run.state is not RunState.CONFIRMED:
        return
    found = queries.outcome_of(run)
    told = _told(found)
    if found.errors or any(told[name] != run.outcome[name] for name in ("new", "changed", "left", "counts")):
        show(run, found, now=now)
    else:
        kind.carry_out(found.work, run.by, today)
        run.state, run.moved_at = RunState.DONE, now
    record(run.by, "bulk.carry_out", run.code, kind=run.kind, state=run.state.value, counts=found.counts())


def refuse(run: BulkRun, reason: str, *, now: datetime) -> None:
    """A rule said no while writing; everything was undone, and the page says why."""
    run.state, run.moved_at = RunState.FAULTY, now
    counts = run.outcome["counts"] | {"errors": 1}
    run.outcome = run.outcome | {"errors": [asdict(RowError(0, "", reason))], "counts": counts}
    record(run.by, "bulk.refuse", run.code, reason=reason)


def fail(run: BulkRun, *, now: datetime) -> None:
    """The job broke. Its transaction was undone, so nothing was written."""
    run.state, run.moved_at = RunState.FAILED, now
    record(run.by, "bulk.fail", run.code)


def note_export(kind: str, rows: dict[str, dict[str, str]], *, by: str, now: datetime) -> str:
    """Remember rows as they leave; returns the version that each of them carries."""
    made = BulkExport(code=secrets.token_hex(4), kind=kind, by=by, made_at=now, rows=rows)
    session.add(made)
    record(by, "bulk.export", made.code, kind=kind, rows=len(rows))
    return made.code


def take_out(kind: Exporter, filters: Filters, rows: int, *, by: str) -> None:
    """Note that rows left: of which kind, narrowed how, how many."""
    record(by, "bulk.take_out", kind.kind, kind=kind.kind, filters=_spoken(filters), rows=rows)


def ask_export(kind: Exporter, asked: Asked, *, total: int, by: str, now: datetime) -> ExportRun:
    """Have many rows written by a job; whoever asks twice for the same waits for the first."""
    for same in queries.same_export(kind.kind, asked.filters, by):
        if same.format is asked.ending:
            return same
    run = ExportRun(
        code=secrets.token_hex(8),
        kind=kind.kind,
        by=by,
        scope=list(asked.scope),
        filters=dict(asked.filters),
        format=asked.ending,
        language=asked.language,
        state=ExportState.WAITING,
        done=0,
        total=total,
        file_key="",
        made_at=now,
        moved_at=now,
    )
    session.add(run)
    record(by, "bulk.ask_export", run.code, kind=kind.kind, filters=_spoken(asked.filters), rows=total)
    return run


def finish_export(run: ExportRun, key: str, rows: int, *, now: datetime) -> None:
    """The file is there, unless the person left it or another job was faster."""
    if run.state is ExportState.WRITING:
        run.state, run.file_key, run.moved_at = ExportState.DONE, key, now
        run.done = run.total = rows
        record(run.by, "bulk.take_out", run.code, kind=run.kind, filters=_spoken(run.filters), rows=rows)


def cancel_export(run: ExportRun, *, by: str, now: datetime) -> None:
    """Leave it; the job stops at the next stretch of rows."""
    if not run.state.is_running:
        raise Refused(_("已经不能取消"))
    run.state, run.moved_at = ExportState.CANCELLED, now
    record(by, "bulk.cancel_export", run.code)


def fail_export(run: ExportRun, *, now: datetime) -> None:
    """The job broke; there is no file."""
    run.state, run.moved_at = ExportState.FAILED, now
    record(run.by, "bulk.fail_export", run.code)


def clear_exports(*, by: str, now: datetime) -> int:
    """Remove the exports of more than a week ago with their files; returns how many."""
    old = queries.old_exports(now)
    for run in old:
        session.delete(run)
    drop_made_before(now - queries.KEPT)
    if old:
        record(by, "bulk.clear_exports", "export", count=len(old))
    return len(old)


def _spoken(filters: Filters) -> dict[str, str]:
    """The filters as the record tells them: a whole number of somebody that was searched for is not among them."""
    return {name: masked_numbers(value) for name, value in filters.items()}


def _told(found: Outcome) -> dict[str, Any]:
    """The outcome as the run keeps it; of long lists the first five hundred."""
    lists = {name: [asdict(one) for one in getattr(found, name)[:MOST_SHOWN]] for name in LISTS}
    return lists | {"counts": found.counts(), "left_out": found.left_out}
