"""What the funds do by themselves: each night rated projects are closed, and the books are proved."""

import logging

from portal.core.clock import now, today
from portal.core.jobs import crontab, huey, task
from portal.fund.actions.results import close_rated
from portal.fund.queries.proof import prove

log = logging.getLogger(__name__)


# 2:10 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="10", hour="18"))  # type: ignore[untyped-decorator]
@task
def close_rated_projects() -> None:
    """Close the projects whose time of being rated is over: what was not needed is free again, the result is open."""
    close_rated(now=now(), today=today())


# 2:20 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="20", hour="18"))  # type: ignore[untyped-decorator]
@task
def prove_the_books() -> None:
    """Prove the books and write into the log what is wrong with them, or that nothing is."""
    proof = prove()
    for fault in proof.faults:
        log.error("the books: %s: %s", fault.where, fault.what)
    log.info("the books: %s vouchers, %s transfers, %s faults", proof.vouchers, proof.transfers, len(proof.faults))
