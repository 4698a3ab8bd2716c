"""A project's way on both engines: nothing is skipped, nobody does both, no money is spent twice (domain.md 4.1)."""

import pytest

from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions import payments, projects, results
from portal.fund.queries.ledger import left_in
from portal.fund.queries.projects import balance_of
from portal.fund.rules.proposals import Line, Proposal
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import DecisionStep, PaymentState, ProjectFault, ProjectSide, ProjectState
from tests.fund import projecting as make
from tests.fund.books import MOMENT, a_tree, community, given

LATER = make.LATER
S = ProjectState


@pytest.fixture
def purse(app):
    """200,000 yuan of service fund, 60,000 of work fund."""
    with app.app_context(), transaction():
        a_tree()
        given(200_000_00)
        given(60_000_00, purse=Purse.WORK)
        session.flush()
        yield


def left(kind: Purse = Purse.SERVICE) -> int:
    session.flush()
    session.expire_all()
    return left_in(community().id, kind, 2026)


def test_what_is_left_is_right_to_the_fen(purse):
    first, second = make.running(make.a_project(48_600_00)), make.running(make.a_project(120_000_00, title="活动室"))
    assert left() == 31_400_00
    too_much = make.approved(make.a_project(31_400_01, title="多一分"))
    with pytest.raises(Refused, match=r"31,400\.00"):
        projects.record_project(too_much, by="county", now=LATER)
    assert make.running(make.a_project(31_400_00, title="正好")).state is S.RUNNING
    assert left() == 0

    make.paid(first, 48_100_00)
    results.finish_project(first, day=LATER.date(), by="staff", now=LATER)
    known = {"day": LATER.date(), "who": "居民代表三人", "text": "合格", "pictures": [make.a_picture()]}
    results.accept_project(first, **known, by="staff", now=LATER)
    results.rate_project(first, stars=5, by="visitor", now=LATER)
    results.close_project(first, result="装灯 32 盏", by="staff", now=LATER)
    assert first.state is S.CLOSED
    assert left() == 500_00
    assert balance_of(second) == (120_000_00, 0)


@pytest.mark.parametrize(
    ("use", "kind", "fault"),
    [
        ("office", Purse.SERVICE, "办公经费"),
        ("member_training", Purse.SERVICE, ProjectFault.USE.zh),
    ],
)
def test_a_use_that_the_purse_is_not_for_is_refused_with_its_rule(purse, use, kind, fault):
    with pytest.raises(Refused, match=fault):
        make.a_project(use=use, purse=kind)


def test_training_members_is_what_the_work_fund_is_for_and_the_street_alone_decides(purse):
    project = make.running(make.a_project(5_000_00, use="member_training", purse=Purse.WORK))
    assert project.state is S.RUNNING
    assert left(Purse.WORK) == 55_000_00
    assert left(Purse.SERVICE) == 200_000_00


def test_no_deliberation_is_skipped_and_a_notice_is_waited_for(purse):
    project = make.a_project()
    projects.submit_project(project, by="staff", now=MOMENT)
    votes = {"held_on": MOMENT.date(), "members": 60, "present": 40, "agreed": 30, "by": "staff", "now": MOMENT}
    with pytest.raises(Refused):
        projects.send_on(project, by="staff", now=MOMENT)
    with pytest.raises(Refused):
        projects.record_decision(project, step=DecisionStep.RESIDENTS, **votes)
    noticed = make.decided(make.a_project(title="公示"))
    with pytest.raises(Refused, match=ProjectFault.NOTICE_RUNS.zh):
        projects.send_to_street(noticed, by="staff", now=MOMENT)
    objection = projects.object_to(noticed, text="不需要", by="visitor", now=MOMENT)
    with pytest.raises(Refused, match=ProjectFault.OBJECTION.zh):
        projects.send_to_street(noticed, by="staff", now=LATER)
    projects.answer_objection(noticed, objection=objection, upheld=False, answer="已说明", by="staff", now=LATER)
    projects.send_to_street(noticed, by="staff", now=LATER)
    assert noticed.state is S.STREET


def test_nobody_decides_on_what_he_asked_for_and_nobody_pays_what_he_approved(purse):
    project = make.a_project()
    make.decided(project)
    projects.send_to_street(project, by="staff", now=LATER)
    with pytest.raises(Refused, match=ProjectFault.SAME_PERSON.zh):
        projects.approve_project(project, by="staff", now=LATER)
    projects.approve_project(project, by="street", now=LATER)
    assert project.state is S.STREET, "48,600 yuan need the committee's meeting too"
    with pytest.raises(Refused, match=ProjectFault.SAME_PERSON.zh):
        projects.approve_project(project, by="street", now=LATER)
    projects.approve_project(project, by="meeting", now=LATER)
    projects.record_project(project, by="county", now=LATER)

    request = make.asked(project, 100_00)
    with pytest.raises(Refused):
        payments.approve_payment(request, by="staff", now=LATER)
    with pytest.raises(Refused):
        payments.pay_request(request, day=LATER.date(), by="finance", now=LATER)
    payments.approve_payment(request, by="street", now=LATER)
    with pytest.raises(Refused, match=ProjectFault.SAME_PERSON.zh):
        payments.pay_request(request, day=LATER.date(), by="street", now=LATER)


def test_an_invoice_is_paid_once_and_never_more_than_is_left(purse):
    project = make.running(make.a_project(1_000_00))
    refused = make.asked(project, 600_00, "AB-12")
    with pytest.raises(Refused, match=ProjectFault.INVOICE.zh):
        make.asked(project, 100_00, "ab 12")
    with pytest.raises(Refused, match=r"400\.00"):
        make.asked(project, 400_01, "CD")
    payments.refuse_payment(refused, reason="发票抬头不对", by="street", now=LATER)
    again = make.paid(project, 600_00, "AB-12")
    assert (refused.state, again.state) == (PaymentState.REFUSED, PaymentState.PAID)
    assert balance_of(project) == (400_00, 600_00)


def test_a_changed_budget_goes_to_street_and_county_again_and_a_refusal_leaves_the_old_one(purse):
    project = make.running(make.a_project(1_000_00))
    make.paid(project, 600_00)
    projects.change_running_budget(project, lines=[Line("加一层", 1_500_00)], reason="加量", by="staff", now=LATER)
    projects.return_project(project, side=ProjectSide.STREET, reason="不必", by="street", now=LATER)
    assert (project.state, project.budget_fen) == (S.RUNNING, 1_000_00)
    for fen, free in ((1_500_00, 198_500_00), (700_00, 199_300_00)):
        projects.change_running_budget(project, lines=[Line("改", fen)], reason="改", by="staff", now=LATER)
        projects.approve_project(project, by="street", now=LATER)
        projects.record_project(project, by="county", now=LATER)
        assert (project.state, left()) == (S.RUNNING, free)
    projects.change_running_budget(project, lines=[Line("改", 500_00)], reason="改", by="staff", now=LATER)
    projects.approve_project(project, by="street", now=LATER)
    with pytest.raises(Refused, match=ProjectFault.OVER_BUDGET.zh):
        projects.record_project(project, by="county", now=LATER)


def test_a_stopped_project_lets_go_of_its_money(purse):
    project = make.running(make.a_project(1_000_00))
    make.paid(project, 300_00)
    results.stop_project(project, reason="施工方退出", by="street", now=LATER)
    assert (project.state, left()) == (S.STOPPED, 199_700_00)


def test_a_returned_project_is_changed_and_decided_anew(purse):
    project = make.decided(make.a_project(1_000_00))
    projects.send_to_street(project, by="staff", now=LATER)
    projects.return_project(project, side=ProjectSide.STREET, reason="预算偏高", by="street", now=LATER)
    assert project.state is S.RETURNED
    known = {"title": project.title, "purse": project.purse, "use": project.use, "need": project.need}
    proposal = Proposal(need_from=project.need_from, **known)
    projects.change_project(project, proposal=proposal, lines=[Line("灯具", 900_00)], by="staff", now=LATER)
    assert (project.state, project.budget_fen, project.budget_version) == (S.DRAFT, 900_00, 2)
    projects.submit_project(project, by="staff", now=LATER)
    with pytest.raises(Refused):
        projects.send_on(project, by="staff", now=LATER)


def test_without_a_photo_nothing_is_accepted_and_with_a_payment_open_nothing_is_closed(purse):
    project = make.running(make.a_project(1_000_00))
    make.asked(project, 100_00)
    results.finish_project(project, day=LATER.date(), by="staff", now=LATER)
    known = {"day": LATER.date(), "who": "代表", "text": "", "by": "staff", "now": LATER}
    with pytest.raises(Refused, match=ProjectFault.PHOTO.zh):
        results.accept_project(project, **known)
    results.accept_project(project, **known, pictures=[make.a_picture()])
    with pytest.raises(Refused, match=ProjectFault.OPEN_PAYMENT.zh):
        results.close_project(project, result="好", by="staff", now=LATER)
