"""Reading the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select, text

from portal.audit.models import AuditEntry
from portal.audit.rules import START, Anchor, digest_of
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf

ROWS_AT_A_TIME = 1000
GUARDS = {
    "sqlite": {"audit_entry_no_update", "audit_entry_no_delete"},
    "postgresql": {"audit_entry_no_update", "audit_entry_no_delete", "audit_entry_no_truncate"},
}
STANDING_GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    " AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE tgrelid = 'audit_entry'::regclass AND tgenabled IN ('O', 'A') AND prosrc LIKE '%RAISE EXCEPTION%'",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that is not what was once written, or is not there."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are looked for; what is empty narrows nothing. Days are the county's."""

    by: str = ""
    deed: str = ""
    subject: str = ""
    from_day: date | None = None
    to_day: date | None = None


def page(wanted: Wanted, number: int) -> PageOf[AuditEntry]:
    """Page `number` (from 1) of the entries, the latest first, in two statements."""
    total = count(wanted)
    rows = session.scalars(
        select(AuditEntry)
        .where(*_where(wanted))
        .order_by(AuditEntry.number.desc())
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    )
    return PageOf(rows.all(), number, total)


def count(wanted: Wanted) -> int:
    """How many such entries there are."""
    return session.scalar(select(func.count()).select_from(AuditEntry).where(*_where(wanted))) or 0


def matching(wanted: Wanted) -> Iterator[AuditEntry]:
    """All such entries in their order, a stretch of numbers at a time: in bounded memory, however long the record is,
    and up to the last entry that there was at the beginning."""
    after, last, where = 0, head().number, _where(wanted)
    while True:
        stretch = select(AuditEntry).where(*where, AuditEntry.number > after, AuditEntry.number <= last)
        entries = session.scalars(stretch.order_by(AuditEntry.number).limit(ROWS_AT_A_TIME)).all()
        yield from entries
        if len(entries) < ROWS_AT_A_TIME:
            return
        after = entries[-1].number


def entry(number: int) -> AuditEntry | None:
    """One entry."""
    return session.get(AuditEntry, number)


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for column, text_ in ((AuditEntry.by, wanted.by), (AuditEntry.deed, wanted.deed)):
        if text_:
            where.append(column == text_.strip())
    if wanted.subject:
        where.append(AuditEntry.subject.startswith(wanted.subject.strip(), autoescape=True))
    if wanted.from_day:
        where.append(AuditEntry.at >= datetime.combine(wanted.from_day, time(), LOCAL))
    if wanted.to_day:
        where.append(AuditEntry.at < datetime.combine(wanted.to_day + timedelta(days=1), time(), LOCAL))
    return where


def entry_count() -> int:
    """How many entries the record holds."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def head() -> Anchor:
    """The last entry, to be written down elsewhere; number 0 for an empty record."""
    last = select(AuditEntry.number, AuditEntry.digest).order_by(AuditEntry.number.desc()).limit(1)
    found = session.execute(last).first()
    return Anchor(found.number, found.digest) if found else Anchor(0, START)


def missing_guards() -> list[str]:
    """The triggers that should refuse a change of the record and are not there, are switched off or refuse nothing."""
    engine = session.get_bind().dialect.name
    return sorted(GUARDS[engine] - set(session.scalars(text(STANDING_GUARDS[engine]))))


def faults(key: str, anchor: Anchor | None = None) -> Iterator[Fault]:
    """Walk the whole chain in bounded memory and name each entry that was changed, removed or put in later.

    Entries cut off at the end, and a chain hashed anew by who has the key, are found by an anchor.
    """
    previous, expected = START, 1
    in_order = select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=ROWS_AT_A_TIME)
    for entry in session.scalars(in_order):
        if entry.number != expected:
            yield Fault(expected, f"entries {expected} to {entry.number - 1} are missing")
        elif entry.digest != _digest(key, previous, entry):
            yield Fault(entry.number, "changed since it was written, or chained to another entry")
        if anchor and entry.number == anchor.number and entry.digest != anchor.digest:
            yield Fault(entry.number, "not the entry that was anchored: the chain was hashed anew")
        previous, expected = entry.digest, entry.number + 1
    if anchor and expected <= anchor.number:
        yield Fault(expected, f"entries {expected} to {anchor.number} are missing: they were anchored")


def _digest(key: str, previous: str, entry: AuditEntry) -> str:
    spoken = {
        "by": entry.by,
        "deed": entry.deed,
        "subject": entry.subject,
        "reason": entry.reason,
        "details": entry.details,
        "address": entry.address,
    }
    return digest_of(key, previous, entry.number, entry.at, spoken)
