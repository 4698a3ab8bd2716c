"""The rating of all as a job: some hundred secretaries in a transaction, taken up again where a process died."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from flask import Flask

from portal.core.clock import now
from portal.core.database import retried, session, transaction
from portal.core.jobs import crontab, huey
from portal.star.actions.appraising import fail_run, rate_portion
from portal.star.queries.runs import lost_runs, run_to_work_on

log = logging.getLogger(__name__)
# A portion takes seconds; a run that has not moved for so long is nobody's.
LOST_AFTER = timedelta(minutes=3)


@huey.task()  # type: ignore[untyped-decorator]
def rate_all(code: str) -> None:
    """Rate everybody whom a run is about."""
    portal: Flask = huey.portal
    with portal.app_context():
        work_on(code)


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def find_lost_ratings() -> None:
    """A run whose process died goes on after its last portion: a broken one was undone."""
    portal: Flask = huey.portal
    with portal.app_context():
        with transaction(reads_only=True):
            lost = lost_runs(now() - LOST_AFTER)
        for code in lost:
            work_on(code)


def work_on(code: str) -> None:
    """Portion after portion, each kept by itself, until it is done; a failure is told on its page and in the log."""
    try:
        for done in carry_on(code):
            log.info("rating %s: %s", code, done)
    except Exception:
        log.exception("rating %s failed", code)
        session.remove()
        with transaction():
            if run := run_to_work_on(code):
                fail_run(run, now=now())


def carry_on(code: str) -> Iterator[int]:
    """Portion after portion: how many secretaries have been looked at after each."""
    while (done := retried(lambda: _portion(code))) is not None:
        yield done


def _portion(code: str) -> int | None:
    """One portion, and how far the run is then; None where it is over."""
    with transaction():
        run = run_to_work_on(code)
        if run is None:
            return None
        rate_portion(run, now=now())
        done = run.done
    session.remove()
    return done
