"""What is done with the tree. Each deed has a day of effect, and what was before stays readable as of its days."""

from datetime import date

from sqlalchemy import ColumnElement, Select, func, insert, literal, or_, select, update

from portal.audit.actions import record
from portal.core.database import session, within
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.core.settings import settings
from portal.organisation.models import HorizontalOrganisation, Organisation, OrganisationVersion
from portal.organisation.queries.keeping import wait_for_tree
from portal.organisation.rules import tree as rules
from portal.organisation.terms import OrganisationLevel, TreeFault


class TreeRefused(Refused):
    """The law of the tree said no, and why."""

    def __init__(self, fault: TreeFault, field: str | None = None) -> None:
        super().__init__(fault.label, field)
        self.fault = fault


def found_county(*, by: str, today: date) -> None:
    """The county itself, from which everything hangs, where it is not there yet."""
    code = settings().county_code
    if session.scalar(select(Organisation.id).where(Organisation.code == code)) is not None:
        return
    name = f"中共{settings().county_name}委员会"
    _add(Organisation(code=code, path=f"{code}/", level=OrganisationLevel.COUNTY, name=name, founded_on=today))
    record(by, "organisation.found_county", code, name=name)


def found(parent: Organisation, *, name: str, day: date, by: str, today: date, code: str = "") -> Organisation:
    """A new organisation below `parent`. Streets and communities bring their official code, others get one."""
    wait_for_tree()
    level = rules.level_below(parent.level)
    if level is None:
        raise _refused(TreeFault.NOTHING_BELOW)
    _check_open(parent)
    _check_day(day, _since(Organisation.path == parent.path), today)
    _check_name(parent, name)
    made = Organisation(
        code=_code_for(parent, level, code.strip()),
        level=level,
        name=name.strip(),
        parent=parent,
        founded_on=day,
    )
    made.path = f"{parent.path}{made.code}/"
    _add(made)
    record(by, "organisation.found", made.code, name=made.name, below=parent.code, day=day.isoformat())
    return made


def rename(organisation: Organisation, *, name: str, day: date, by: str, today: date) -> None:
    """Another name from that day on."""
    wait_for_tree()
    _check_open(organisation)
    before, name = organisation.name, name.strip()
    if name == before:
        raise _refused(TreeFault.SAME, "name")
    _check_day(day, _since(Organisation.path == organisation.path), today)
    if organisation.parent:
        _check_name(organisation.parent, name)
    organisation.name = name
    session.flush()
    _new_versions(Organisation.id == organisation.id, day)
    record(by, "organisation.rename", organisation.code, before=before, after=name, day=day.isoformat())


def move(organisation: Organisation, *, to: str, day: date, by: str, today: date) -> None:
    """Hang it, with everything below, from another parent: a bounded number of statements, however much hangs there."""
    wait_for_tree()
    _check_open(organisation)
    parent = _open_one(to)
    if not rules.may_hang(organisation.level, parent.level):
        raise _refused(TreeFault.LEVEL, "to")
    if organisation.parent_id == parent.id:
        raise _refused(TreeFault.SAME, "to")
    _check_day(day, _since(_either(organisation, parent)), today)
    _check_name(parent, organisation.name, "to")
    before = organisation.parent.code if organisation.parent else ""
    moved = _rehang(organisation, parent, day)
    record(by, "organisation.move", organisation.code, before=before, after=to, day=day.isoformat(), moved=moved)


def merge(organisation: Organisation, *, to: str, day: date, by: str, today: date) -> None:
    """Close it; what hangs from it, and whoever was responsible through it, goes over to another of its level."""
    wait_for_tree()
    _check_open(organisation)
    into = _open_one(to)
    if organisation.level is not into.level or organisation.id == into.id:
        raise _refused(TreeFault.OTHER_LEVEL, "to")
    _check_day(day, _since(_either(organisation, into)), today)
    for child in _open_children(organisation):
        _rehang(child, into, day)
    session.execute(
        update(HorizontalOrganisation)
        .where(HorizontalOrganisation.organisation_id == organisation.id)
        .values(organisation_id=into.id)
    )
    organisation.closed_on, organisation.merged_into = day, into.code
    _end_version(organisation, day)
    tell("organisation.merged", gone=organisation.id, into=into.id)
    record(by, "organisation.merge", organisation.code, into=to, day=day.isoformat())


def close(organisation: Organisation, *, day: date, reason: str, by: str, today: date) -> None:
    """It is no more from that day on; refused while something hangs below it."""
    wait_for_tree()
    _check_open(organisation)
    if _open_children(organisation):
        raise _refused(TreeFault.HAS_BELOW)
    _check_day(day, _since(Organisation.path == organisation.path), today)
    organisation.closed_on = day
    _end_version(organisation, day)
    record(by, "organisation.close", organisation.code, reason=reason, day=day.isoformat())


def _add(made: Organisation) -> None:
    session.add(made)
    session.flush()
    opened = made.founded_on or rules.ALWAYS
    session.add(OrganisationVersion(organisation_id=made.id, from_day=opened, name=made.name, path=made.path))
    session.flush()


def _rehang(organisation: Organisation, to: Organisation, day: date) -> int:
    """Change the parent and the paths of the whole subtree; returns how many organisations moved."""
    old, start = organisation.path, len(organisation.path) - len(organisation.code)
    new_path = literal(to.path).concat(func.substr(Organisation.path, start))
    organisation.parent_id = to.id
    session.flush()
    below = update(Organisation).where(within(old, Organisation.path)).values(path=new_path)
    moved = session.execute(below, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    session.expire_all()
    _new_versions(within(f"{to.path}{organisation.code}/", Organisation.path), day)
    return int(moved)


def _new_versions(which: ColumnElement[bool], day: date) -> None:
    """Open a version of that day for these organisations as they are now, and end the one before."""
    version, now_open = OrganisationVersion, OrganisationVersion.until_day.is_(None)
    of_these = version.organisation_id.in_(select(Organisation.id).where(which, Organisation.closed_on.is_(None)))
    as_now = {
        column: select(getattr(Organisation, column))
        .where(Organisation.id == version.organisation_id)
        .scalar_subquery()
        for column in ("name", "path")
    }
    same_day = update(version).where(of_these, now_open, version.from_day == day).values(**as_now)
    session.execute(same_day, execution_options={"synchronize_session": False})
    source: Select[int, date, str, str] = select(
        Organisation.id, literal(day), Organisation.name, Organisation.path
    ).where(Organisation.id.in_(select(version.organisation_id).where(of_these, now_open, version.from_day < day)))
    session.execute(insert(version).from_select(["organisation_id", "from_day", "name", "path"], source))
    ended = update(version).where(of_these, now_open, version.from_day < day).values(until_day=day)
    session.execute(ended, execution_options={"synchronize_session": False})


def _end_version(organisation: Organisation, day: date) -> None:
    version = OrganisationVersion
    of_it = (version.organisation_id == organisation.id) & version.until_day.is_(None)
    session.execute(update(version).where(of_it).values(until_day=day))


def _code_for(parent: Organisation, level: OrganisationLevel, written: str) -> str:
    if rules.is_numbered(level):
        start = f"{parent.code}-{rules.LETTERS[level]}"
        used = session.scalars(select(Organisation.code).where(Organisation.code.startswith(start, autoescape=True)))
        return rules.next_code(parent.code, level, used)
    if fault := rules.code_fault(written, parent.code):
        raise _refused(fault, "code")
    if session.scalar(select(Organisation.id).where(Organisation.code == written)) is not None:
        raise _refused(TreeFault.CODE_TAKEN, "code")
    return written


def _open_children(organisation: Organisation) -> list[Organisation]:
    found = select(Organisation).where(Organisation.parent_id == organisation.id, Organisation.closed_on.is_(None))
    return list(session.scalars(found.order_by(Organisation.path)))


def _open_one(code: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.code == code))
    if found is None or found.closed_on:
        raise _refused(TreeFault.CLOSED, "to")
    return found


def _either(moving: Organisation, target: Organisation) -> ColumnElement[bool]:
    """What moves, with all below it, and where it goes."""
    return or_(within(moving.path, Organisation.path), Organisation.id == target.id)


def _since(which: ColumnElement[bool]) -> date:
    """The latest day on which anything of these changed."""
    latest = (
        select(func.max(OrganisationVersion.from_day))
        .join(OrganisationVersion.organisation)
        .where(which, OrganisationVersion.until_day.is_(None))
    )
    return session.scalar(latest) or rules.ALWAYS


def _check_open(organisation: Organisation) -> None:
    if organisation.closed_on:
        raise _refused(TreeFault.CLOSED)


def _check_day(day: date, since: date, today: date) -> None:
    if fault := rules.day_fault(day, since, today):
        raise _refused(fault, "day")


def _check_name(parent: Organisation, name: str, field: str = "name") -> None:
    same = select(Organisation.id).where(
        Organisation.parent_id == parent.id, Organisation.name == name.strip(), Organisation.closed_on.is_(None)
    )
    if session.scalar(same) is not None:
        raise _refused(TreeFault.NAME_TAKEN, field)


def _refused(fault: TreeFault, field: str | None = None) -> TreeRefused:
    return TreeRefused(fault, field)
