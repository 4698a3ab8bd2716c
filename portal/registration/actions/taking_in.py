"""What is done with rosters that came in as workbooks: everything of a file, in the statements of some batches."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any

from sqlalchemy import delete, insert, select, update

from portal.audit.actions import record
from portal.core.database import session
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit
from portal.registration.terms.roster import ChangeKind, ReportState

A_BATCH = 500

type Happened = tuple[ChangeKind, str, str]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a line asks for: the table's row (all of it), whose it is (None: a new one), what its history says."""

    id: int | None
    row: dict[str, Any]
    happened: tuple[Happened, ...]
    skills: tuple[str, ...] | None = None


@dataclass(slots=True)
class Work:
    """All that a file asks for: deeds, and the rows of those who leave with what they were."""

    deeds: Iterable[Deed]
    left: Iterable[tuple[int, str]] = field(default_factory=list)


def take_in_members(work: Work, by: str, today: date) -> None:
    """Write a roster of members: who joined, what changed, who left."""

    def write(batch: Sequence[Deed], ids: Sequence[int]) -> None:
        skilled = {row: deed.skills for row, deed in zip(ids, batch, strict=True) if deed.skills is not None}
        if skilled:
            session.execute(delete(MemberSkill).where(MemberSkill.member_id.in_(skilled)))
        rows = [{"member_id": member, "field": one} for member, skills in skilled.items() for one in skills]
        if rows:
            session.execute(insert(MemberSkill), rows)

    counts = _write(Member, "member_id", work, by, today, write)
    record(by, "roster.take_in_members", "members", counts=counts)


def take_in_units(work: Work, by: str, today: date) -> None:
    """Write a roster of units: who joined, what changed, who left."""
    counts = _write(Unit, "unit_id", work, by, today, lambda _batch, _ids: None)
    record(by, "roster.take_in_units", "units", counts=counts)


def _write(
    table: type[Member | Unit],
    subject: str,
    work: Work,
    by: str,
    today: date,
    more: Callable[[Sequence[Deed], Sequence[int]], None],
) -> dict[str, int]:
    counts = {"new": 0, "changed": 0, "left": 0}
    for batch in batched(work.deeds, A_BATCH):
        new, old = [deed for deed in batch if deed.id is None], [deed for deed in batch if deed.id is not None]
        ids = [deed.id for deed in old if deed.id is not None]
        if old:
            session.execute(update(table), [deed.row | {"id": deed.id} for deed in old])
        if new:
            rows = [{"entered_on": today} | deed.row for deed in new]
            ids += _inserted(table, rows)
        more([*old, *new], ids)
        told = [(row, one) for row, deed in zip(ids, [*old, *new], strict=True) for one in deed.happened]
        _tell(subject, told, by, today)
        counts["new"] += len(new)
        counts["changed"] += len(old)
    for gone in batched(work.left, A_BATCH):
        leaving = update(table).where(table.id.in_([row for row, _was in gone]))
        session.execute(leaving.values(state=ReportState.LEFT, left_on=today))
        _tell(subject, [(row, (ChangeKind.LEFT, was, "")) for row, was in gone], by, today)
        counts["left"] += len(gone)
    return counts


def _inserted(table: type[Member | Unit], rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows; the keys that they got, in their order. By their codes: SQLite returns keys only one by one."""
    session.execute(insert(table), rows)
    found = select(table.code, table.id).where(table.code.in_([row["code"] for row in rows]))
    keys = dict(session.execute(found).tuples().all())
    return [keys[row["code"]] for row in rows]


def _tell(subject: str, happened: Iterable[tuple[int, Happened]], by: str, today: date) -> None:
    """The history of a batch."""
    rows = [
        {subject: row, "kind": kind, "day": today, "before": before, "after": after, "reason": "名册导入", "by": by}
        for row, (kind, before, after) in happened
    ]
    if rows:
        session.execute(insert(RosterChange), rows)
