"""Work beside the requests: a fresh snapshot for the nearest search once enough has changed."""

from portal.core.jobs import crontab, huey, task
from portal.station.nearest import store


@huey.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
@task
def keep_snapshot_fresh() -> None:
    """Build the snapshot of now, so that processes need no overlay and a start is instant."""
    store.build()
