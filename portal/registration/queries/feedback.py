"""The yearly feedback: who is in a community's list, what the figures of his year are, what has been written.

Figures of many people are asked together: a fixed number of statements, whether for a page or for a whole community.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.feedback import Feedback
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.figures import OF_MEMBER, OF_UNIT, Figures, days_of, member_figures, unit_figures
from portal.registration.terms.feedback import FeedbackState
from portal.registration.terms.roster import HERE

NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """A member or a unit in a community's list, with what was written and the figures: frozen once it is signed."""

    subject: Any
    feedback: Feedback | None
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A community's list of a year: of its units or of its members; `state` is a state's value or "none"."""

    path: str
    year: int
    units: bool
    state: str = ""


def page_of(wanted: Wanted, number: int) -> PageOf[Line]:
    """A page of the list, by name."""
    found = subjects(wanted)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(_table(wanted).id).subquery())) or 0
    rows = session.execute(found.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).tuples().all()
    return PageOf(_lines(rows, wanted.units, wanted.year), number, total)


def all_of(wanted: Wanted) -> list[Line]:
    """The whole list, for a workbook."""
    return _lines(session.execute(subjects(wanted)).tuples().all(), wanted.units, wanted.year)


def count_of(wanted: Wanted) -> int:
    """How many lines that is."""
    found = subjects(wanted).with_only_columns(_table(wanted).id)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def subjects(wanted: Wanted) -> Select[Any, Feedback | None]:
    """Who was on the roster in that year, with the feedback on his year."""
    table = _table(wanted)
    about: Any = Feedback.unit_id if wanted.units else Feedback.member_id
    same = (about == table.id) & (Feedback.year == wanted.year)
    if wanted.units:
        same &= Feedback.organisation_id == Unit.organisation_id
    found = select(table, Feedback).join(table.organisation).outerjoin(Feedback, same)
    found = found.options(contains_eager(table.organisation), *([] if wanted.units else [joinedload(Member.unit)]))
    found = found.where(within(wanted.path, Organisation.path), _in_year(table, wanted.year))
    if wanted.state:
        found = found.where(Feedback.id.is_(None) if wanted.state == NONE else Feedback.state == wanted.state)
    return found.order_by(table.pinyin, table.code)


def drafts_to_sign(wanted: Wanted) -> list[Line]:
    """The drafts of a community's list that have both a word and a grade."""
    found = subjects(wanted).where(
        Feedback.state == FeedbackState.DRAFT, Feedback.word != "", Feedback.grade.is_not(None)
    )
    return _lines(session.execute(found).tuples().all(), wanted.units, wanted.year)


def one(subject: Member | Unit, year: int) -> Line:
    """A single subject's line."""
    return _lines([(subject, feedback_on(subject, year))], isinstance(subject, Unit), year)[0]


def feedback_on(subject: Member | Unit, year: int) -> Feedback | None:
    """What is written on a subject's year."""
    found = select(Feedback).where(Feedback.year == year)
    if isinstance(subject, Member):
        return session.scalar(found.where(Feedback.member_id == subject.id))
    mine = (Feedback.unit_id == subject.id) & (Feedback.organisation_id == subject.organisation_id)
    return session.scalar(found.where(mine))


def feedback_in(code: str, scope: Scope) -> Feedback | None:
    """A feedback by a community of the scope."""
    return session.scalar(_feedbacks().where(Feedback.code == code, within(scope, Organisation.path)))


def feedback_by(code: str) -> Feedback | None:
    """A feedback, wherever it is: whoever asks must say why he may."""
    return session.scalar(_feedbacks().where(Feedback.code == code))


def signed_on(subject: Member | Unit) -> Sequence[Feedback]:
    """What communities signed on a member or a unit, the latest year first."""
    mine = Feedback.member_id == subject.id if isinstance(subject, Member) else Feedback.unit_id == subject.id
    found = _feedbacks().where(mine, Feedback.state != FeedbackState.DRAFT)
    return session.scalars(found.order_by(Feedback.year.desc(), Feedback.id)).all()


def signed_of_unit(unit: Unit, year: int) -> Select[Feedback]:
    """What communities signed on a unit and on its members in a year: the unit first, then by name."""
    of_member = Feedback.member_id.in_(select(Member.id).where(Member.unit_id == unit.id))
    found = _feedbacks().outerjoin(Feedback.member).where(Feedback.year == year, Feedback.state != FeedbackState.DRAFT)
    unit_first = case((Feedback.unit_id.is_not(None), 0), else_=1)
    found = found.where((Feedback.unit_id == unit.id) | of_member)
    return found.order_by(unit_first, Member.pinyin, Feedback.id)


def own_page(unit: Unit, year: int, number: int) -> PageOf[Feedback]:
    """A page of them."""
    found = signed_of_unit(unit, year)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(Feedback.id).subquery())) or 0
    rows = session.scalars(found.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def all_of_unit(unit: Unit, year: int) -> Sequence[Feedback]:
    """All of them."""
    return session.scalars(signed_of_unit(unit, year)).all()


def unseen_of_unit(unit: Unit) -> tuple[int, int | None]:
    """How many signed feedbacks a unit has not seen, and of which year the latest are."""
    mine = (Feedback.unit_id == unit.id) | Feedback.member_id.in_(select(Member.id).where(Member.unit_id == unit.id))
    found = select(func.count(Feedback.id), func.max(Feedback.year)).where(mine, Feedback.state == FeedbackState.SIGNED)
    return session.execute(found).tuples().one()


def without_feedback(scope: Scope, year: int) -> int:
    """How many members of a scope, here today, have no feedback on that year."""
    written = select(Feedback.member_id).where(Feedback.year == year, Feedback.member_id.is_not(None))
    found = select(func.count(Member.id)).join(Member.organisation).where(within(scope, Organisation.path))
    return session.scalar(found.where(Member.state.in_(HERE), Member.id.not_in(written))) or 0


def _lines(rows: Sequence[tuple[Any, Feedback | None]], units: bool, year: int) -> list[Line]:
    open_ids = [subject.id for subject, kept in rows if kept is None or kept.state is FeedbackState.DRAFT]
    names = OF_UNIT if units else OF_MEMBER
    figures = (unit_figures if units else member_figures)(open_ids, year) if open_ids else {}
    return [
        Line(
            subject,
            kept,
            kept.figures if kept and kept.figures else dict.fromkeys(names, 0) | figures.get(subject.id, {}),
        )
        for subject, kept in rows
    ]


def _in_year(table: Any, year: int) -> ColumnElement[bool]:
    first, last = days_of(year)
    entered: ColumnElement[bool] = table.entered_on <= last
    return entered & (table.left_on.is_(None) | (table.left_on >= first))


def _table(wanted: Wanted) -> Any:
    return Unit if wanted.units else Member


def _feedbacks() -> Select[Feedback]:
    return (
        select(Feedback)
        .join(Feedback.organisation)
        .options(
            contains_eager(Feedback.organisation),
            joinedload(Feedback.unit),
            joinedload(Feedback.member).joinedload(Member.unit),
        )
    )
