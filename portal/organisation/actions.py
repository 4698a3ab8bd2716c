"""What is done with the tree."""

from datetime import date

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.settings import settings
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel


def found_county(*, by: str, today: date) -> None:
    """The county itself, from which everything hangs, where it is not there yet."""
    code = settings().county_code
    if session.scalar(select(Organisation.id).where(Organisation.code == code)) is not None:
        return
    name = f"中共{settings().county_name}委员会"
    session.add(Organisation(code=code, path=f"{code}/", level=OrganisationLevel.COUNTY, name=name, founded_on=today))
    record(by, "organisation.found_county", code, name=name)
