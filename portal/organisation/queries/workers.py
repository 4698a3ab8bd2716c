"""What is asked about community workers: who is in which grade, what he is paid, who is due for the next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import CommunityWorker, GradeStep, Organisation, PayTable, Person, WorkerExam
from portal.organisation.rules.pay import Pay, Scale, grade_by_rule, pay, qualified_years
from portal.organisation.terms import Certificate, ExamResult, WorkerPost


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A community worker in a list; `proposed` is the grade that the rule gives on the first of January."""

    code: str
    name: str
    organisation: str
    post: WorkerPost
    grade: int | None
    pay: Pay | None
    proposed: int | None

    @property
    def is_due(self) -> bool:
        """Whether the rule gives more than he has."""
        return self.proposed is not None and (self.grade is None or self.proposed > self.grade)


def pay_tables() -> Sequence[PayTable]:
    """All tables, the newest first."""
    return session.scalars(select(PayTable).order_by(PayTable.from_day.desc())).all()


def scale_on(day: date) -> Scale | None:
    """The table in force on a day."""
    newest = select(PayTable).where(PayTable.from_day <= day).order_by(PayTable.from_day.desc()).limit(1)
    row = session.scalar(newest)
    if row is None:
        return None
    return Scale(
        base_fen=row.base_fen,
        coefficients=tuple(row.coefficients),
        basic_share=row.basic_share,
        certificates={Certificate(name): fen for name, fen in row.certificates.items()},
        ranges={WorkerPost(name): (first, last) for name, (first, last) in row.ranges.items()},
    )


def workers(scope: Scope | str, today: date) -> list[WorkerLine]:
    """The community workers of a scope in the tree's order, in four statements."""
    scale = scale_on(today)
    rows = session.execute(
        select(CommunityWorker, Person, Organisation.name)
        .join(CommunityWorker.person)
        .join(Organisation, Person.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Person.left_on.is_(None))
        .order_by(Organisation.path, Person.pinyin, Person.code)
    ).all()
    ids = [worker.id for worker, _person, _name in rows]
    grades, unqualified = _grades(ids, today), _unqualified(ids)
    return [
        _line(worker, person, name, scale, grades.get(worker.id), unqualified[worker.id], today)
        for worker, person, name in rows
    ]


def worker_of(person: Person) -> CommunityWorker | None:
    """This person as a community worker."""
    return session.scalar(select(CommunityWorker).where(CommunityWorker.person_id == person.id))


def steps_of(worker: CommunityWorker) -> Sequence[GradeStep]:
    """The grades that somebody was in, the latest first."""
    found = select(GradeStep).where(GradeStep.worker_id == worker.id)
    return session.scalars(found.order_by(GradeStep.from_day.desc(), GradeStep.id.desc())).all()


def last_step(worker: CommunityWorker) -> GradeStep | None:
    """The grade that somebody is in."""
    return next(iter(steps_of(worker)), None)


def exams_of(worker: CommunityWorker) -> Sequence[WorkerExam]:
    """The results of his years, the latest first."""
    found = select(WorkerExam).where(WorkerExam.worker_id == worker.id)
    return session.scalars(found.order_by(WorkerExam.year.desc())).all()


def _line(
    worker: CommunityWorker, person: Person, name: str, scale: Scale | None, grade: int | None, lost: int, today: date
) -> WorkerLine:
    paid = pay(scale, grade, worker.certificate) if scale and grade else None
    years = qualified_years(worker.hired_on, date(today.year, 1, 1), lost)
    proposed = grade_by_rule(scale, worker.post, person.education, worker.has_degree, years) if scale else None
    return WorkerLine(person.code, person.name, name, worker.post, grade, paid, proposed)


def _grades(ids: Sequence[int], today: date) -> dict[int, int]:
    rows = session.execute(
        select(GradeStep.worker_id, GradeStep.grade)
        .where(GradeStep.worker_id.in_(ids), GradeStep.from_day <= today)
        .order_by(GradeStep.from_day, GradeStep.id)
    )
    return dict(rows.tuples().all())


def _unqualified(ids: Sequence[int]) -> Counter[int]:
    rows = session.execute(
        select(WorkerExam.worker_id, func.count())
        .where(WorkerExam.worker_id.in_(ids), WorkerExam.result == ExamResult.UNQUALIFIED)
        .group_by(WorkerExam.worker_id)
    )
    return Counter(dict(rows.tuples().all()))
