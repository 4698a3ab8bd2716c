"""The rating of all as a job: some hundred secretaries in a transaction, taken up again where a process died."""

import logging
from datetime import timedelta

from flask import Flask

from portal.core.clock import now
from portal.core.database import portions, session, transaction
from portal.core.jobs import crontab, huey
from portal.star.actions.appraising import fail_run, rate_next
from portal.star.queries.runs import lost_runs

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
        for done in portions(lambda: rate_next(code, now=now())):
            log.info("rating %s: %s", code, done)
    except Exception:
        log.exception("rating %s failed", code)
        session.remove()
        with transaction():
            fail_run(code, now=now())
