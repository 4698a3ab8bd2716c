"""Each night who has been gone for long enough is forgotten."""

from portal.core.clock import today
from portal.core.jobs import crontab, huey, task
from portal.core.settings import settings
from portal.privacy.actions.forgetting import forget_who_left
from portal.privacy.rules import left_before


# 2:20 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="20", hour="18"))  # type: ignore[untyped-decorator]
@task
def forget_each_night() -> None:
    """Make anonymous who left as many years ago as the county keeps people."""
    forget_who_left(left_before(today(), settings().keep_people_years), by="portal", today=today())
