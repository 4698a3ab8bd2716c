"""The jobs of bulk work: reading, writing, and finding again what a dead process left behind."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask

from portal.bulk import actions, queries
from portal.bulk.models import BulkRun
from portal.bulk.terms import RunState
from portal.core.bulk import Outcome
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.jobs import crontab, huey

log = logging.getLogger("portal.bulk")


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
        for code in lost:
            work_on(code)


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
