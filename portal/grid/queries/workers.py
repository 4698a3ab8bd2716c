"""Who a grid worker is, and which grids are his on a day: those he answers for, and those he stands in for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from portal.account.models import Account, AccountHolder
from portal.core.database import session
from portal.grid.models.ground import Absence, Grid, GridDuty
from portal.grid.rules.cover import Duty, cover
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


def worker_on(grid_id: int, day: date) -> Person | None:
    """Who covers a grid on a day: its worker, who stands in for him, or the backup."""
    duties = session.execute(
        select(GridDuty.kind, Person.code)
        .join(GridDuty.person)
        .where(GridDuty.grid_id == grid_id, GridDuty.from_day <= day)
        .where(or_(GridDuty.until_day.is_(None), GridDuty.until_day >= day))
    ).all()
    away = away_on(day)
    covered = cover([Duty(str(grid_id), code, kind) for kind, code in duties], away)
    return session.scalar(select(Person).where(Person.code == covered.person)) if covered.person else None


def away_on(day: date) -> dict[str, str | None]:
    """Who is absent on a day, each with his stand-in, by code."""
    other = aliased(Person)
    rows = session.execute(
        select(Person.code, other.code)
        .select_from(Absence)
        .join(Person, Absence.person_id == Person.id)
        .outerjoin(other, Absence.stand_in_id == other.id)
        .where(Absence.from_day <= day, Absence.until_day >= day)
        .order_by(Absence.id)
    )
    return dict(rows.tuples().all())


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
