"""What the work on the ground does by itself: late events, questions after four weeks, rounds that come again."""

from portal.core.clock import now, today
from portal.core.jobs import crontab, huey, task
from portal.grid.actions.event_nights import ask_again, close_unrated, escalate_late
from portal.grid.actions.tasks import make_due_tasks


# 0:20 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="20", hour="16"))  # type: ignore[untyped-decorator]
@task
def rounds_that_come() -> None:
    """Make the tasks of the rounds whose day it is."""
    make_due_tasks(now=now(), today=today())


# 0:30 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="30", hour="16"))  # type: ignore[untyped-decorator]
@task
def events_whose_time_is_up() -> None:
    """What is late goes one level up; unrated ones are closed; four weeks later it is asked whether all is well."""
    escalate_late(now())
    close_unrated(now())
    ask_again(now())
