"""What is done with community workers: entered, placed in a grade, examined; and the pay table issued."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import CommunityWorker, GradeStep, PayTable, Person, WorkerExam
from portal.organisation.queries import workers as queries
from portal.organisation.rules import pay as rules
from portal.organisation.terms import Certificate, ExamResult, GradeFault, StepReason, WorkerPost

FIRST_YEAR = 2000


def issue_pay_table(
    *,
    from_day: date,
    base_fen: int,
    coefficients: list[int],
    basic_share: int,
    certificates: Mapping[Certificate, int],
    ranges: Mapping[WorkerPost, tuple[int, int]],
    origin: str,
    by: str,
) -> None:
    """A table that holds from a day on, until a later one."""
    if fault := rules.coefficients_fault(coefficients):
        raise _refused(fault, "coefficients")
    if session.scalar(select(PayTable.id).where(PayTable.from_day == from_day)) is not None:
        raise _refused(GradeFault.DAY_TAKEN, "from_day")
    session.add(
        PayTable(
            from_day=from_day,
            base_fen=base_fen,
            coefficients=coefficients,
            basic_share=basic_share,
            certificates={one.value: fen for one, fen in certificates.items()},
            ranges={one.value: list(span) for one, span in ranges.items()},
            origin=origin,
        )
    )
    day = from_day.isoformat()
    record(by, "worker.pay_table", day, base_fen=base_fen, coefficients=coefficients, origin=origin)


def enter_worker(
    person: Person,
    *,
    post: WorkerPost,
    has_degree: bool,
    certificate: Certificate,
    hired_on: date,
    batch: str,
    by: str,
    today: date,
) -> CommunityWorker:
    """Somebody becomes a community worker, in the grade that the rule gives on this day."""
    if session.scalar(select(CommunityWorker.id).where(CommunityWorker.person_id == person.id)) is not None:
        raise _refused(GradeFault.ALREADY)
    if hired_on > today:
        raise _refused(GradeFault.FUTURE, "hired_on")
    scale = queries.scale_on(today)
    if scale is None:
        raise _refused(GradeFault.NO_TABLE)
    worker = CommunityWorker(
        person=person, post=post, has_degree=has_degree, certificate=certificate, hired_on=hired_on, batch=batch
    )
    session.add(worker)
    session.flush()
    years = rules.qualified_years(hired_on, today, 0)
    grade = rules.grade_by_rule(scale, post, person.education, has_degree, years)
    _step(worker, grade, today, StepReason.PLACED, by)
    record(by, "worker.enter", person.code, post=post.value, grade=grade, hired_on=hired_on.isoformat())
    return worker


def grade_worker(worker: CommunityWorker, *, grade: int, day: date, reason: StepReason, by: str, today: date) -> None:
    """Put somebody into a grade from a day on. The portal proposes; a person decides."""
    scale, last = queries.scale_on(day), queries.last_step(worker)
    if scale is None:
        raise _refused(GradeFault.NO_TABLE)
    if day > today:
        raise _refused(GradeFault.FUTURE, "day")
    if last and day < last.from_day:
        raise _refused(GradeFault.BEFORE, "day")
    if fault := rules.grade_fault(scale, worker.post, grade):
        raise _refused(fault, "grade")
    _step(worker, grade, day, reason, by)
    before, on = last.grade if last else None, day.isoformat()
    record(by, "worker.grade", worker.person.code, why=reason.value, before=before, after=grade, day=on)


def note_exam(worker: CommunityWorker, *, year: int, result: ExamResult, by: str, today: date) -> None:
    """The result of a year, entered or corrected."""
    if not FIRST_YEAR <= year <= today.year:
        raise _refused(GradeFault.YEAR, "year")
    found = session.scalar(select(WorkerExam).where(WorkerExam.worker_id == worker.id, WorkerExam.year == year))
    before = found.result.value if found else None
    exam = found or WorkerExam(worker_id=worker.id, year=year)
    exam.result = result
    session.add(exam)
    record(by, "worker.exam", worker.person.code, year=year, before=before, after=result.value)


def _step(worker: CommunityWorker, grade: int, day: date, reason: StepReason, by: str) -> None:
    session.add(GradeStep(worker_id=worker.id, grade=grade, from_day=day, reason=reason, entered_by=by))
    session.flush()


def _refused(fault: GradeFault, field: str | None = None) -> Refused:
    return Refused(fault.label, field)
