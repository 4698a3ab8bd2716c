"""What is asked about bulk work."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select

from portal.bulk.models import BulkExport, BulkRun, ExportRun
from portal.bulk.terms import ExportState, RunState
from portal.core.access import Scope
from portal.core.bulk import Base, Filters, Importer, Incoming, Outcome, Progress, importer
from portal.core.database import session
from portal.core.files import path_of
from portal.core.sheets import VERSION, Line, RowError, SheetError, SheetLines, open_sheet

# A run that nobody moved for so long lost its job: the process died.
LOST_AFTER = timedelta(minutes=2)
# How long the file of an export can be fetched.
KEPT = timedelta(days=7)
# So many lines of a long file are compared at a time.
STRETCH = 2000


def run_of(code: str, by: str) -> BulkRun | None:
    """One's own run."""
    return session.scalar(select(BulkRun).where(BulkRun.code == code, BulkRun.by == by))


def run_to_look_at(code: str) -> BulkRun | None:
    """The run for its job, to be read."""
    return session.scalar(select(BulkRun).where(BulkRun.code == code))


def run_to_work_on(code: str) -> BulkRun | None:
    """The run for its job; another job that wants it waits."""
    return session.scalar(select(BulkRun).where(BulkRun.code == code).with_for_update())


def latest_runs(kind: str, by: str) -> Sequence[BulkRun]:
    """One's own runs of a kind, the latest first; ten at most."""
    found = select(BulkRun).where(BulkRun.kind == kind, BulkRun.by == by)
    return session.scalars(found.order_by(BulkRun.id.desc()).limit(10)).all()


def lost_runs(now: datetime) -> Sequence[tuple[str, RunState]]:
    """Runs that a job should have and none moves."""
    running = [state for state in RunState if state.is_running]
    found = select(BulkRun.code, BulkRun.state).where(BulkRun.state.in_(running), BulkRun.moved_at < now - LOST_AFTER)
    return session.execute(found).tuples().all()


def base_of(kind: str, versions: Iterable[str]) -> Base:
    """The rows of the exports that a file's versions name, each as it left."""
    rows: dict[str, dict[str, str]] = {}
    found = select(BulkExport.rows).where(BulkExport.kind == kind, BulkExport.code.in_(set(versions)))
    for exported in session.scalars(found.order_by(BulkExport.id)):
        rows |= exported
    return rows


def outcome_of(run: BulkRun, progress: Progress = lambda _done, _total: None) -> Outcome:
    """Read the run's file and compare it with what its scope holds, in the language of who handed it in."""
    kind = importer(run.kind)
    if kind is None:
        return Outcome(errors=[RowError(0, "", run.kind)])
    with force_locale(run.language):
        path, suffix = path_of(run.file_key), Path(run.file_name).suffix
        return outcome_of_file(kind, path, suffix, Scope(run.scope), frozenset(run.options), progress)


def outcome_of_file(
    kind: Importer,
    path: Path,
    suffix: str,
    scope: Scope,
    options: frozenset[str] = frozenset(),
    progress: Progress = lambda _done, _total: None,
) -> Outcome:
    """What a file would do to what the scope holds, in the language of the moment."""
    try:
        read = open_sheet(path, (*kind.columns, VERSION), suffix, most=kind.most_rows)
        if read.errors:
            return Outcome(errors=read.errors)
        found = _compared(kind, read, scope, options, progress)
    except SheetError as error:
        return Outcome(errors=[RowError(0, "", str(error))])
    found.left_out = read.left_out
    return found


def _compared(kind: Importer, read: SheetLines, scope: Scope, options: frozenset[str], progress: Progress) -> Outcome:
    if kind.in_stretches:
        stretches = batched(read.lines, STRETCH)
        return kind.in_stretches(Incoming(stretches, lambda some: _base(kind, some), scope, options, progress))
    assert kind.plan
    lines = list(read.lines)
    found = kind.plan(lines, _base(kind, lines), scope, progress)
    found.rows = len(lines)
    return found


def _base(kind: Importer, lines: Sequence[Line]) -> Base:
    return base_of(kind.kind, (line.cells.get(VERSION.name, "") for line in lines))


def export_of(code: str, by: str) -> ExportRun | None:
    """One's own export."""
    return session.scalar(select(ExportRun).where(ExportRun.code == code, ExportRun.by == by))


def export_to_look_at(code: str) -> ExportRun | None:
    """The export for its job, to be read."""
    return session.scalar(select(ExportRun).where(ExportRun.code == code))


def export_to_work_on(code: str) -> ExportRun | None:
    """The export for its job; another job that wants it waits."""
    return session.scalar(select(ExportRun).where(ExportRun.code == code).with_for_update())


def latest_exports(by: str) -> Sequence[ExportRun]:
    """One's own exports, the latest first; thirty at most."""
    return session.scalars(select(ExportRun).where(ExportRun.by == by).order_by(ExportRun.id.desc()).limit(30)).all()


def same_export(kind: str, filters: Filters, by: str) -> Sequence[ExportRun]:
    """One's own exports of the same rows that are still being written."""
    running = [state for state in ExportState if state.is_running]
    found = select(ExportRun).where(ExportRun.by == by, ExportRun.kind == kind, ExportRun.state.in_(running))
    return [run for run in session.scalars(found) if run.filters == filters]


def lost_exports(now: datetime) -> Sequence[str]:
    """Exports that a job should have and none moves."""
    running = [state for state in ExportState if state.is_running]
    found = select(ExportRun.code).where(ExportRun.state.in_(running), ExportRun.moved_at < now - LOST_AFTER)
    return session.scalars(found).all()


def old_exports(now: datetime) -> Sequence[ExportRun]:
    """Exports whose time is over."""
    return session.scalars(select(ExportRun).where(ExportRun.moved_at < now - KEPT)).all()
