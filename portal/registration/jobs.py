"""What double registration does each night."""

from datetime import datetime, time

from portal.core.clock import LOCAL, now, today
from portal.core.jobs import crontab, huey, task
from portal.core.settings import settings
from portal.privacy.rules import left_before
from portal.registration.actions.forgetting import end_leaves
from portal.registration.actions.leaving import settle_who_left
from portal.registration.actions.wish_nights import end_overdue, forget_residents


# 1:40 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="40", hour="17"))  # type: ignore[untyped-decorator]
@task
def end_overdue_wishes() -> None:
    """Claims held too long, wishes that nobody took, wishes that nobody rated; then residents long gone by."""
    end_overdue(now())
    last = left_before(today(), settings().keep_people_years)
    forget_residents(datetime.combine(last, time(), LOCAL))


# 0:10 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="10", hour="16"))  # type: ignore[untyped-decorator]
@task
def reports_each_night() -> None:
    """Bring back those whose last day of leave was yesterday; settle what an import left open."""
    end_leaves(by="portal", today=today())
    settle_who_left(by="portal", today=today())
