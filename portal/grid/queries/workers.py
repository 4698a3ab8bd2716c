"""Who a grid worker is, and which grids are his on a day: those he answers for, and those he stands in for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from portal.account.models import Account, AccountHolder
from portal.core.database import session
from portal.grid.models.ground import Absence, Grid, GridDuty
from portal.organisation.models import Person


@dataclass(frozen=True, slots=True)
class OwnGrid:
    """A grid that is somebody's on a day, by its row, code and name."""

    id: int
    code: str
    name: str


def person_of(username: str) -> Person | None:
    """The person of the register who signs in under that name, where that is known."""
    found = select(Person).join(AccountHolder, AccountHolder.person_id == Person.id).join(AccountHolder.account)
    return session.scalar(found.where(Account.username == username))


def grids_of(person_id: int | None, day: date) -> Sequence[OwnGrid]:
    """The grids of somebody on a day, by code: his own while he is there, and those of whom he stands in for."""
    away = select(Absence.person_id).where(Absence.from_day <= day, Absence.until_day >= day)
    stood_in = away.where(Absence.stand_in_id == person_id)
    rows = session.execute(
        select(Grid.id, Grid.code, Grid.name)
        .join(GridDuty, GridDuty.grid_id == Grid.id)
        .where(
            or_(GridDuty.person_id == person_id, GridDuty.person_id.in_(stood_in)),
            or_(GridDuty.person_id != person_id, GridDuty.person_id.not_in(away)),
            GridDuty.from_day <= day,
            or_(GridDuty.until_day.is_(None), GridDuty.until_day >= day),
        )
        .distinct()
        .order_by(Grid.code)
    )
    return [OwnGrid(*row) for row in rows]
