"""What the job worker runs: the queue with the jobs of all rooms in it."""

from portal.core.jobs import huey
from portal.station import jobs as station_jobs

__all__ = ["huey", "station_jobs"]
