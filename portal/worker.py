"""What the job worker runs: the queue with the jobs of all rooms in it, and the portal that they run in."""

from portal.application import create_app
from portal.core.backup import jobs as backup_jobs
from portal.core.jobs import huey, serve
from portal.station import jobs as station_jobs

serve(create_app())

__all__ = ["backup_jobs", "huey", "station_jobs"]
