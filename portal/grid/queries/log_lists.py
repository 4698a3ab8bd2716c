"""What staff ask about the service logs of their part of the county. What lies outside the scope does not exist."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.account.models import Account, RoleGrant
from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Community, Grid
from portal.grid.models.logs import LogPhoto, RefusedEntry, ServiceLog
from portal.organisation.models import Organisation

USUAL_DAYS = 30
MOST_TO_CHOOSE = 100
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class LogsWanted:
    """What narrows the list: first and last day, and what may be left out. Codes that are none find nothing."""

    from_day: date
    until_day: date
    kind: str = ""
    grid: str = ""
    community: str = ""


@dataclass(frozen=True, slots=True)
class LogSums:
    """Of the logs that are wanted: how many, how many of them withdrawn; how many people the others helped."""

    logs: int
    withdrawn: int
    helped: int


def wanted_of(asked: Mapping[str, str], today: date) -> LogsWanted:
    """What an address asks for; without days the last thirty."""
    until = _day(asked.get("until", "")) or today
    from_day = _day(asked.get("from", "")) or until - timedelta(days=USUAL_DAYS - 1)
    return LogsWanted(from_day, until, *(asked.get(name, "")[:60] for name in ("kind", "grid", "community")))


def logs_page(scope: Scope, wanted: LogsWanted, number: int) -> tuple[PageOf[ServiceLog], LogSums]:
    """A page of them, the latest first, and what all of them add up to, in two statements."""
    sums = sums_of(scope, wanted)
    rows = session.scalars(
        _whole(scope, wanted)
        .order_by(ServiceLog.happened_at.desc(), ServiceLog.id.desc())
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    ).all()
    return PageOf(rows, number, sums.logs), sums


def sums_of(scope: Scope, wanted: LogsWanted) -> LogSums:
    """What the wanted logs add up to; a withdrawn one helped nobody."""
    counts = ServiceLog.withdrawn_at.is_(None)
    found = _wanted(scope, wanted).with_only_columns(
        func.count(), func.sum(case((counts, 0), else_=1)), func.sum(case((counts, ServiceLog.helped), else_=0))
    )
    logs, withdrawn, helped = session.execute(found).one()
    return LogSums(logs, int(withdrawn or 0), int(helped or 0))


def all_logs(scope: Scope, wanted: LogsWanted) -> Iterator[tuple[ServiceLog, int]]:
    """All of them with the number of their pictures, in the order of days, for a workbook: some at a time."""
    photos = select(func.count()).where(LogPhoto.log_id == ServiceLog.id).scalar_subquery()
    found = _whole(scope, wanted).add_columns(photos).order_by(ServiceLog.happened_at, ServiceLog.id)
    for row in session.execute(found.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield row[0], row[1]


def log_in(code: str, scope: Scope) -> ServiceLog | None:
    """The log of that number with its grid and pictures."""
    found = select(ServiceLog).join(ServiceLog.organisation).join(ServiceLog.grid)
    whole = found.options(contains_eager(ServiceLog.grid), joinedload(ServiceLog.photos), joinedload(ServiceLog.person))
    asked = whole.where(ServiceLog.code == code, within(scope, Organisation.path))
    return session.execute(asked).unique().scalar_one_or_none()


def photo_in(code: str, scope: Scope) -> LogPhoto | None:
    """A picture of a log of the scope."""
    found = select(LogPhoto).join(ServiceLog, ServiceLog.id == LogPhoto.log_id).join(ServiceLog.organisation)
    return session.scalar(found.where(LogPhoto.code == code, within(scope, Organisation.path)))


def communities_in(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the communities of the scope, to choose from."""
    found = select(Community.code, Community.name).join(Community.organisation)
    rows = session.execute(found.where(within(scope, Organisation.path)).order_by(Community.code))
    return [(code, name) for code, name in rows]


def grids_in(scope: Scope, community: str) -> list[tuple[str, str]]:
    """Code and name of the grids to choose from: of one community, or of the scope where they are few enough."""
    found = select(Grid.code, Grid.name).join(Grid.organisation).join(Grid.community)
    found = found.where(within(scope, Organisation.path))
    if community:
        found = found.where(Community.code == community)
    rows = session.execute(found.order_by(Grid.code).limit(MOST_TO_CHOOSE + 1)).all()
    return [(code, name) for code, name in rows] if len(rows) <= MOST_TO_CHOOSE else []


def people_of(logs: Sequence[ServiceLog]) -> dict[str, str]:
    """Who made these logs, by their numbers: the person of the register, else what the account is called."""
    unknown = {one.logged_by for one in logs if one.person is None}
    accounts = _names(Account.username.in_(unknown)) if unknown else {}
    return {one.code: one.person.name if one.person else accounts.get(one.logged_by, one.logged_by) for one in logs}


def names_in(scope: Scope) -> dict[str, str]:
    """What the accounts without a known person are called that logged in a scope, by user name."""
    made = select(ServiceLog.logged_by).join(ServiceLog.organisation).where(ServiceLog.person_id.is_(None))
    return _names(Account.username.in_(made.where(within(scope, Organisation.path))))


def refused_in(scope: Scope, today: date) -> tuple[int, date | None]:
    """How many entries of the workers of a scope were not stored and are not settled, and since when the first."""
    there = (
        select(Account.username)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .join(RoleGrant.organisation)
        .where(within(scope, Organisation.path), RoleGrant.from_day <= today)
        .where(RoleGrant.until_day.is_(None) | (RoleGrant.until_day >= today))
    )
    open_ones = RefusedEntry.settled_at.is_(None) & RefusedEntry.sent_by.in_(there)
    count, first = session.execute(select(func.count(), func.min(RefusedEntry.first_at)).where(open_ones)).one()
    return count, first and first.date()


def _wanted(scope: Scope, wanted: LogsWanted) -> Select[ServiceLog]:
    found = (
        select(ServiceLog)
        .join(ServiceLog.organisation)
        .join(ServiceLog.grid)
        .join(Grid.community)
        .where(within(scope, Organisation.path), ServiceLog.day.between(wanted.from_day, wanted.until_day))
    )
    if wanted.kind:
        found = found.where(ServiceLog.kind == wanted.kind)
    if wanted.grid:
        found = found.where(Grid.code == wanted.grid)
    if wanted.community:
        found = found.where(Community.code == wanted.community)
    return found


def _whole(scope: Scope, wanted: LogsWanted) -> Select[ServiceLog]:
    grid = contains_eager(ServiceLog.grid)
    return _wanted(scope, wanted).options(grid, grid.contains_eager(Grid.community), joinedload(ServiceLog.person))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _names(wanted: ColumnElement[bool]) -> dict[str, str]:
    rows = session.execute(select(Account.username, Account.name).where(wanted))
    return {row.username: row.name for row in rows}
