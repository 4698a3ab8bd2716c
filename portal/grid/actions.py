"""What is done with the ground."""

from sqlalchemy import update

from portal.audit.actions import record
from portal.core.database import session
from portal.core.stamps import bump
from portal.grid.models import Grid, ResidentialArea


def hand_over_ground(*, gone: int, into: int) -> None:
    """An organisation was merged into another, which answers for its grids and residential areas from now on."""
    grids = update(Grid).where(Grid.organisation_id == gone).values(organisation_id=into)
    areas = update(ResidentialArea).where(ResidentialArea.branch_id == gone).values(branch_id=into)
    counts = [session.execute(change).rowcount for change in (grids, areas)]  # type: ignore[attr-defined]
    bump("ground")
    record("portal", "ground.hand_over", str(into), grids=counts[0], residential_areas=counts[1])
