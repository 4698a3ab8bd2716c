"""A project brought to where a test begins."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image

from portal.fund.actions import payments, projects
from portal.fund.models.projects import FundProject, PaymentRequest
from portal.fund.queries.rulebook import defaults
from portal.fund.rules.projects import next_decision
from portal.fund.rules.proposals import Invoice, Line, Proposal
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import NeedFrom, ProjectState
from tests.fund.books import MOMENT, community

LATER = MOMENT + timedelta(days=14)
EVEN_LATER = datetime(2026, 4, 1, 2, tzinfo=UTC)


def a_picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "white").save(written, "PNG")
    return written.getvalue()


def a_project(
    fen: int = 48_600_00, *, title: str = "楼道照明", use: str = "facilities", purse=Purse.SERVICE
) -> FundProject:
    lines = [Line("灯具和安装", fen, "甲公司、乙公司、丙公司")]
    known = {"title": title, "purse": purse, "use": use, "need_from": NeedFrom.RESIDENTS, "need": "楼道没有灯"}
    return projects.enter_project(community(), proposal=Proposal(**known), lines=lines, by="staff", now=MOMENT)


def decided(project: FundProject) -> FundProject:
    """All deliberations held."""
    projects.submit_project(project, by="staff", now=MOMENT)
    while (step := next_decision([one.step for one in project.decisions], project.purse, defaults())) is not None:
        votes = {"members": 60, "present": 45, "agreed": 40}
        projects.record_decision(project, step=step, held_on=MOMENT.date(), **votes, by="staff", now=MOMENT)
    projects.send_on(project, by="staff", now=MOMENT)
    return project


def approved(project: FundProject) -> FundProject:
    """With the county, the street having said yes as often as is needed."""
    decided(project)
    if project.state is ProjectState.NOTICE:
        projects.send_to_street(project, by="staff", now=LATER)
    for who in ("street", "meeting"):
        if project.state is ProjectState.STREET:
            projects.approve_project(project, by=who, now=LATER)
    return project


def running(project: FundProject) -> FundProject:
    """Recorded, with its money committed."""
    approved(project)
    if project.state is ProjectState.COUNTY:
        projects.record_project(project, by="county", now=LATER)
    return project


def asked(project: FundProject, fen: int, invoice: str = "0001") -> PaymentRequest:
    """An invoice that is asked to be paid."""
    sent = Invoice(fen=fen, what="灯具", number=invoice, day=LATER.date(), payee="甲公司")
    return payments.ask_payment(project, invoice=sent, by="staff", now=LATER)


def paid(project: FundProject, fen: int, invoice: str = "0001") -> PaymentRequest:
    """An invoice asked for by one, approved by another, paid by a third."""
    request = asked(project, fen, invoice)
    payments.approve_payment(request, by="street", now=LATER)
    payments.pay_request(request, day=LATER.date(), by="finance", now=LATER)
    return request
