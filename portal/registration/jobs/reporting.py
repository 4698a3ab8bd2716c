"""Each night whose leave of absence is over serves again."""

from portal.core.clock import today
from portal.core.jobs import crontab, huey, task
from portal.registration.actions.forgetting import end_leaves


# 0:10 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="10", hour="16"))  # type: ignore[untyped-decorator]
@task
def end_leaves_each_night() -> None:
    """Bring back those whose last day of leave was yesterday."""
    end_leaves(by="portal", today=today())
