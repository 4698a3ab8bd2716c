"""A backup every night, where the operator has named a folder for them."""

from portal.core.backup.make_and_restore import file_name, make_backup
from portal.core.clock import LOCAL, now
from portal.core.jobs import crontab, huey, task
from portal.core.settings import settings

KEPT = 14


# 2:30 in the county: huey's clock is UTC.
@huey.periodic_task(crontab(minute="30", hour="18"))  # type: ignore[untyped-decorator]
@task
def nightly_backup() -> None:
    """Make one, and remove those older than a fortnight of nights."""
    folder = settings().backup_folder
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    make_backup(folder / file_name(now().astimezone(LOCAL)))
    for old in sorted(folder.glob("portal-*.tar"))[:-KEPT]:
        old.unlink()
