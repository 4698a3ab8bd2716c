"""What the job worker runs: the queue with the jobs of all rooms in it, and the portal that they run in."""

from portal.application import create_app
from portal.audit import jobs as audit_jobs
from portal.bulk import jobs as bulk_jobs
from portal.core.backup import jobs as backup_jobs
from portal.core.jobs import huey, serve
from portal.fund import jobs as fund_jobs
from portal.grid import jobs as grid_jobs
from portal.organisation import jobs as organisation_jobs
from portal.privacy import jobs as privacy_jobs
from portal.registration import jobs as registration_jobs
from portal.star import jobs as star_jobs
from portal.station import jobs as station_jobs

serve(create_app())

__all__ = [
    "audit_jobs",
    "backup_jobs",
    "bulk_jobs",
    "fund_jobs",
    "grid_jobs",
    "huey",
    "organisation_jobs",
    "privacy_jobs",
    "registration_jobs",
    "star_jobs",
    "station_jobs",
]
