"""Files that go to the bank, and its answer, line by line (E19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import flush_or_again, session
from portal.core.errors import Refused
from portal.fund.actions.payments import fail_payment, pay_request
from portal.fund.models.projects import PaymentRequest
from portal.fund.models.supervision import PaymentBatch, PaymentBatchLine
from portal.fund.terms.projects import PaymentState
from portal.fund.terms.supervision import BatchLineState, BatchState, SupervisionFault


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank said of a line (by row): paid on a day, or returned with a reason."""

    line: int
    paid: bool
    day: date
    reason: str = ""


def make_batch(requests: Sequence[PaymentRequest], wanted: int, *, by: str, now: datetime) -> PaymentBatch:
    """Put requests into a file; their rows are held by who chose them. Refuses where some of those that were wanted
    wait no longer."""
    if not wanted:
        raise Refused(SupervisionFault.NONE.label)
    if len(requests) != wanted or any(one.state is not PaymentState.APPROVED for one in requests):
        raise Refused(SupervisionFault.TAKEN.label)
    made = PaymentBatch(code=_next_code(now), state=BatchState.MADE, made_by=by, made_at=now)
    for position, one in enumerate(requests, 1):
        line = PaymentBatchLine(position=position, request=one, fen=one.fen, state=BatchLineState.WAITING)
        made.lines.append(line)
        one.state = PaymentState.SENT
    session.add(made)
    flush_or_again()  # two clerks at once count the same files: the second one takes the next number
    record(by, "fund.make_batch", made.code, lines=len(made.lines), fen=sum(line.fen for line in made.lines))
    return made


def take_answers(answers: Sequence[Answer], *, by: str, now: datetime) -> None:
    """Carry out what the bank said: what it paid is posted, what it returned may be asked for again. All or nothing."""
    batches = set()
    for answer in answers:
        line = session.get_one(PaymentBatchLine, answer.line)
        session.refresh(line, with_for_update=True)
        if line.state is not BatchLineState.WAITING:
            raise Refused(SupervisionFault.TWICE.label)
        if answer.paid:
            pay_request(line.request, day=answer.day, by=by, now=now)
        else:
            fail_payment(line.request, reason=answer.reason, by=by, now=now)
        line.state = BatchLineState.PAID if answer.paid else BatchLineState.FAILED
        line.told = answer.reason.strip()
        batches.add(line.batch_id)
    session.flush()
    for batch in batches:
        _settle(session.get_one(PaymentBatch, batch), by, now)
    record(by, "fund.take_answers", "bank", lines=len(answers), paid=sum(one.paid for one in answers))


def _settle(batch: PaymentBatch, by: str, now: datetime) -> None:
    """A file is answered once none of its lines waits."""
    if all(line.state is not BatchLineState.WAITING for line in batch.lines):
        batch.state, batch.answered_by, batch.answered_at = BatchState.ANSWERED, by, now


def _next_code(now: datetime) -> str:
    """ "B26-0001", in the order of the year."""
    year = f"B{now.astimezone(LOCAL):%y}-"
    made = session.scalar(select(func.count()).where(PaymentBatch.code.startswith(year, autoescape=True))) or 0
    return f"{year}{made + 1:04d}"
