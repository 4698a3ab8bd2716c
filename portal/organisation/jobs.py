"""What was planned for a day is done early on it."""

from portal.core.clock import now, today
from portal.core.jobs import crontab, huey, task
from portal.organisation.actions.planning import carry_out_due


# Ten past each hour: the first run of a day in the county does the day's, the others what a stopped worker missed.
@huey.periodic_task(crontab(minute="10"))  # type: ignore[untyped-decorator]
@task
def carry_out_planned() -> None:
    """Do the changes of the tree that are due by today."""
    carry_out_due(by="portal", today=today(), now=now())
