"""What those who keep the tree ask: a node with what hangs below it, today or as of a day; how it came to be so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.access import NOWHERE, Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation, OrganisationVersion
from portal.organisation.rules.tree import level_below
from portal.organisation.terms import OrganisationLevel

MOST_FOUND = 30
LINES_AT_A_TIME = 1000

type TreeLine = tuple[str, OrganisationLevel, str, str | None, str | None, date | None]


@dataclass(frozen=True, slots=True)
class Child:
    """An organisation in a list; `below` is how many hang directly from it."""

    code: str
    name: str
    level: OrganisationLevel
    below: int


@dataclass(frozen=True, slots=True)
class TreeNode:
    """An organisation as it was on a day: the way down to it (code, name), what hangs from it."""

    code: str
    name: str
    level: OrganisationLevel
    path: str
    above: tuple[tuple[str, str], ...]
    children: tuple[Child, ...]
    counts: tuple[tuple[OrganisationLevel, int], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A time of an organisation's life: its name and its parent's in those days."""

    from_day: date
    until_day: date | None
    name: str
    parent: str


def organisation_in(code: str, scope: Scope) -> Organisation | None:
    """The organisation of that code, closed ones too; None outside the scope: no hint that it exists."""
    return session.scalar(select(Organisation).where(Organisation.code == code, within(scope, Organisation.path)))


def narrowed(scope: Scope, under: str) -> Scope:
    """What of a scope lies in the organisation of that code; all of it where no code is given."""
    if not under:
        return scope
    found = organisation_in(under, scope)
    return Scope((found.path,)) if found else NOWHERE


def one_organisation(code: str) -> Organisation:
    """The organisation of a code that is known to be there."""
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def wait_for_tree() -> None:
    """Two changes of the tree wait for each other: each reads paths that the other might be writing."""
    session.execute(select(Organisation.id).where(Organisation.level == OrganisationLevel.COUNTY).with_for_update())


def roots(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the organisations at which the scope's subtrees begin."""
    found = select(Organisation.code, Organisation.name).where(Organisation.path.in_(scope))
    return [(code, name) for code, name in session.execute(found.order_by(Organisation.path))]


def children_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Code and name of the organisations directly below, those that stand."""
    found = select(Organisation.code, Organisation.name).where(Organisation.parent_id == organisation.id)
    rows = session.execute(found.where(Organisation.closed_on.is_(None)).order_by(Organisation.path))
    return [(code, name) for code, name in rows]


def node_on(code: str, scope: Scope, day: date) -> TreeNode | None:
    """The node as it was on that day, in four statements; None where it did not exist then, or outside the scope."""
    version = OrganisationVersion
    row = session.execute(
        select(version.path, version.name, Organisation.level)
        .join(version.organisation)
        .where(Organisation.code == code, within(scope, version.path), _on(day))
    ).first()
    if row is None:
        return None
    return TreeNode(
        code=code,
        name=row.name,
        level=row.level,
        path=row.path,
        above=_above(row.path, scope, day),
        children=_children(row.path, row.level, day),
        counts=_counts(row.path, row.level, day),
    )


def chapters(organisation: Organisation) -> list[Chapter]:
    """The organisation's history, the latest first; parents by what they are called today."""
    rows = session.execute(
        select(
            OrganisationVersion.from_day,
            OrganisationVersion.until_day,
            OrganisationVersion.name,
            OrganisationVersion.path,
        )
        .where(OrganisationVersion.organisation_id == organisation.id)
        .order_by(OrganisationVersion.from_day.desc())
    ).all()
    codes = {_parent_code(row.path) for row in rows}
    found = select(Organisation.code, Organisation.name).where(Organisation.code.in_(codes))
    named = dict(session.execute(found).tuples().all())
    return [
        Chapter(row.from_day, row.until_day, row.name, named.get(_parent_code(row.path), ""))
        for row in rows
        if row.until_day is None or row.until_day > row.from_day
    ]


def _parent_code(path: str) -> str:
    return path.split("/")[-3] if path.count("/") > 1 else ""


def search(wanted: str, scope: Scope) -> list[tuple[Organisation, str]]:
    """Open organisations whose name or code holds what is wanted, each with its parent's name; thirty at most."""
    parent = aliased(Organisation)
    holds = or_(
        Organisation.name.contains(wanted, autoescape=True), Organisation.code.startswith(wanted, autoescape=True)
    )
    rows = session.execute(
        select(Organisation, parent.name)
        .outerjoin(parent, Organisation.parent_id == parent.id)
        .where(holds, within(scope, Organisation.path), Organisation.closed_on.is_(None))
        .order_by(Organisation.path)
        .limit(MOST_FOUND)
    )
    return [(found, above or "") for found, above in rows]


def of_level(level: OrganisationLevel, scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the open organisations of a level, each with its parent's name before it."""
    parent = aliased(Organisation)
    rows = session.execute(
        select(Organisation.code, Organisation.name, parent.name)
        .outerjoin(parent, Organisation.parent_id == parent.id)
        .where(Organisation.level == level, within(scope, Organisation.path), Organisation.closed_on.is_(None))
        .order_by(Organisation.path)
    )
    return [(code, f"{above} › {name}" if above else name) for code, name, above in rows]


def all_of(path: str) -> list[TreeLine]:
    """Every line of the subtree at once."""
    return list(walk(path))


def walk(path: str) -> Iterator[TreeLine]:
    """Code, level, name, parent's code and name, founding day of each open organisation, in the tree's order; a
    thousand are held at a time."""
    parent = aliased(Organisation)
    columns = (Organisation.code, Organisation.level, Organisation.name, parent.code, parent.name)
    found = (
        select(*columns, Organisation.founded_on)
        .outerjoin(parent, Organisation.parent_id == parent.id)
        .where(within(path, Organisation.path), Organisation.closed_on.is_(None))
        .order_by(Organisation.path)
    )
    yield from session.execute(found.execution_options(yield_per=LINES_AT_A_TIME)).tuples()


def size(path: str) -> int:
    """How many open organisations a subtree has."""
    found = select(func.count()).where(within(path, Organisation.path), Organisation.closed_on.is_(None))
    return session.scalar(found) or 0


def unchanged_since(path: str) -> dict[str, date]:
    """The day of its latest change, by the code of each open organisation of a subtree."""
    version = OrganisationVersion
    found = select(Organisation.code, version.from_day).join(version.organisation)
    rows = session.execute(found.where(within(path, Organisation.path), version.until_day.is_(None)))
    return dict(rows.tuples().all())


def _on(day: date) -> ColumnElement[bool]:
    version = OrganisationVersion
    return (version.from_day <= day) & (version.until_day.is_(None) | (version.until_day > day))


def _above(path: str, scope: Scope, day: date) -> tuple[tuple[str, str], ...]:
    parts = path.split("/")[:-2]
    paths = ["/".join(parts[: number + 1]) + "/" for number in range(len(parts))]
    found = (
        select(Organisation.code, OrganisationVersion.name)
        .join(OrganisationVersion.organisation)
        .where(OrganisationVersion.path.in_(paths), within(scope, OrganisationVersion.path), _on(day))
        .order_by(OrganisationVersion.path)
    )
    return tuple((code, name) for code, name in session.execute(found))


def _children(path: str, level: OrganisationLevel, day: date) -> tuple[Child, ...]:
    below = level_below(level)
    if below is None:
        return ()
    lower, rows = level_below(below), _of_subtree(path, day)
    children = session.execute(
        select(Organisation.code, rows.c.name, rows.c.path)
        .join(rows, rows.c.organisation_id == Organisation.id)
        .where(Organisation.level == below)
        .order_by(rows.c.path)
    ).all()
    counts: dict[str, int] = {}
    if lower is not None:
        paths = session.scalars(
            select(rows.c.path)
            .join(Organisation, rows.c.organisation_id == Organisation.id)
            .where(Organisation.level == lower)
        )
        for one in paths:
            above = one[: one.rstrip("/").rindex("/") + 1]
            counts[above] = counts.get(above, 0) + 1
    return tuple(Child(code, name, below, counts.get(at, 0)) for code, name, at in children)


def _counts(path: str, level: OrganisationLevel, day: date) -> tuple[tuple[OrganisationLevel, int], ...]:
    """How many of each lower level are in the subtree."""
    rows = _of_subtree(path, day)
    counted = dict(
        session.execute(
            select(Organisation.level, func.count())
            .join(rows, rows.c.organisation_id == Organisation.id)
            .group_by(Organisation.level)
        )
        .tuples()
        .all()
    )
    return tuple((one, counted.get(one, 0)) for one in OrganisationLevel if one.depth > level.depth)


def _of_subtree(path: str, day: date) -> Subquery:
    version = OrganisationVersion
    columns = (version.organisation_id, version.name, version.path)
    return select(*columns).where(within(path, version.path), _on(day)).subquery()
