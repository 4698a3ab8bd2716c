"""The jobs of bulk work: reading, writing, handing out, and finding again what a dead process left behind."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale

from portal.bulk import actions, queries, sheets
from portal.bulk.models import BulkRun, ExportRun
from portal.bulk.terms import ExportState, RunState
from portal.core.access import Scope
from portal.core.bulk import Outcome, exporter
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.files import making
from portal.core.jobs import crontab, huey, task

log = logging.getLogger("portal.bulk")


class Left(Exception):
    """The person no longer wants what is being written."""


@huey.task()  # type: ignore[untyped-decorator]
def move_on(code: str) -> None:
    """Do what this run waits for: read and compare, or write."""
    portal: Flask = huey.portal
    with portal.app_context():
        work_on(code)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def find_lost() -> None:
    """A run whose process died is taken up again: what it had begun to write was undone with it."""
    portal: Flask = huey.portal
    with portal.app_context():
        with transaction(reads_only=True):
            lost = [code for code, _state in queries.lost_runs(now())]
            exports = queries.lost_exports(now())
        for code in lost:
            work_on(code)
        for code in exports:
            hand_out(code)


@huey.task()  # type: ignore[untyped-decorator]
def write_out(code: str) -> None:
    """Write the file of an export."""
    portal: Flask = huey.portal
    with portal.app_context():
        hand_out(code)


# 2:40 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="40", hour="18"))  # type: ignore[untyped-decorator]
@task
def clear_each_night() -> None:
    """Remove the files of exports that nobody fetches any more."""
    actions.clear_exports(by="portal", now=now())


def work_on(code: str) -> None:
    """One step of a run, in transactions of its own; a failure is told on the run's page and in the log."""
    try:
        with transaction(reads_only=True):
            found = queries.run_to_look_at(code)
            state = found.state if found else None
        if state is RunState.CONFIRMED:
            _with(code, lambda run: actions.carry_out(run, now=now(), today=today()))
        elif state is not None and state.is_running:
            _compare(code)
    except Refused as refusal:
        reason = refusal.reason
        _with(code, lambda run: actions.refuse(run, reason, now=now()))
    except Exception:
        log.exception("bulk run %s failed", code)
        _with(code, lambda run: actions.fail(run, now=now()))


def _compare(code: str) -> None:
    """Reading takes no write lock, so that others go on writing meanwhile."""
    _with(code, _begin)
    with transaction(reads_only=True):
        run = queries.run_to_look_at(code)
        assert run is not None
        found = queries.outcome_of(run, lambda done, total: _show_progress(code, done, total))
    session.remove()
    _with(code, lambda run: _show(run, found))


def _with(code: str, work: Callable[[BulkRun], Any]) -> None:
    session.remove()
    with transaction():
        run = queries.run_to_work_on(code)
        if run is not None:
            work(run)
    session.remove()


def _show(run: BulkRun, found: Outcome) -> None:
    """Unless it was cancelled meanwhile."""
    if run.state is RunState.READING:
        actions.show(run, found, now=now())


def _begin(run: BulkRun) -> None:
    run.state, run.moved_at = RunState.READING, now()


def _show_progress(code: str, done: int, total: int) -> None:
    """Let the page see how far it is, in a transaction of its own between two stretches of reading."""
    session.rollback()
    with transaction():
        run = queries.run_to_work_on(code)
        if run is not None:
            run.done, run.total, run.moved_at = done, total, now()


def hand_out(code: str) -> None:
    """Write an export's file whole or not at all; a failure is told on its page and in the log."""
    try:
        if _of_export(code, _begin_export):
            _write_export(code)
    except Left:
        log.info("export %s was left", code)
    except Exception:
        log.exception("export %s failed", code)
        _of_export(code, lambda run: actions.fail_export(run, now=now()))


def _write_export(code: str) -> None:
    """The rows are read in one transaction that takes no write lock; what is noted meanwhile stands in others."""
    with transaction(reads_only=True):
        run = queries.export_to_look_at(code)
        assert run is not None
        kind = exporter(run.kind)
        assert kind is not None
        key = f"{code}.{run.format}"
        with force_locale(run.language), making(key) as path:
            written = sheets.write_export(
                path,
                run.format,
                kind,
                scope=Scope(run.scope),
                filters=run.filters,
                remember=lambda rows: _remember(run.kind, rows, run.by),
                progress=lambda done: _show_written(code, done),
            )
    _of_export(code, lambda found: actions.finish_export(found, key, written, now=now()))


def _of_export(code: str, work: Callable[[ExportRun], Any]) -> Any:
    """Do this with the export in a transaction of its own, beside the one that reads."""
    with current_app.app_context(), transaction():
        run = queries.export_to_work_on(code)
        return work(run) if run is not None else None


def _begin_export(run: ExportRun) -> bool:
    """Take it, unless a living job has it."""
    if run.state is ExportState.WAITING or (run.state.is_running and run.moved_at < now() - queries.LOST_AFTER):
        run.state, run.done, run.moved_at = ExportState.WRITING, 0, now()
        return True
    return False


def _remember(kind: str, rows: sheets.Remembered, by: str) -> str:
    with current_app.app_context(), transaction():
        return actions.note_export(kind, rows, by=by, now=now())


def _show_written(code: str, done: int) -> None:
    def show(run: ExportRun) -> bool:
        run.done, run.moved_at = done, now()
        return run.state is ExportState.WRITING

    if not _of_export(code, show):
        raise Left(code)
