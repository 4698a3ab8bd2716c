"""Who a grid worker is, and which grids are his on a day: those he answers for, and those he stands in for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, union_all
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


def person_id_of(username: str) -> int | None:
    """The row of that person, for where nothing else of him is needed."""
    found = select(AccountHolder.person_id).join(AccountHolder.account)
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


def hands_of(username: str, day: date) -> tuple[int | None, list[int]]:
    """The row in the register of who signs in under that name, where that is known, and those of his grids of a day."""
    person = person_of(username)
    return (person.id, [grid.id for grid in grids_of(person.id, day)]) if person else (None, [])


def held_since(person_id: int, day: date) -> dict[int, date]:
    """The grids (by row) of somebody on a day as `grids_of` has them, each with the day since when it is his."""
    grids = [grid.id for grid in grids_of(person_id, day)]
    going = (GridDuty.grid_id.in_(grids), GridDuty.from_day <= day)
    lasting = (*going, or_(GridDuty.until_day.is_(None), GridDuty.until_day >= day))
    own = select(GridDuty.grid_id, GridDuty.from_day, GridDuty.from_day).where(
        GridDuty.person_id == person_id, *lasting
    )
    away = (Absence.stand_in_id == person_id, Absence.from_day <= day, Absence.until_day >= day)
    stood_in = select(GridDuty.grid_id, GridDuty.from_day, Absence.from_day).where(*lasting, *away)
    rows = session.execute(union_all(own, stood_in.join(Absence, Absence.person_id == GridDuty.person_id)))
    since: dict[int, date] = {}
    for grid, on_duty, stands_in in rows.tuples():
        began = max(on_duty, stands_in)
        since[grid] = min(since.get(grid, began), began)
    return since
