"""The inspector asks, the community explains and puts right, the inspector checks again."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.fund.actions.allocation import allocate_year, set_rate
from portal.fund.models.supervision import Finding
from portal.fund.queries.appraisal import fund_figures
from portal.fund.queries.supervision import cautions
from portal.fund.terms.ledger import Purse
from portal.fund.terms.supervision import Caution, FindingState
from tests.fund.books import DAY, FIRST, MOMENT, given
from tests.fund.projecting import a_picture, a_project, paid, running
from tests.grid.land import some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects

COUNTY = Scope(("371322/",))
one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


@pytest.fixture
def county(app):
    """Money that was given in the year and lies there, and a payment without an invoice."""
    with transaction():
        some_ground()
        an_account("inspector", (Role.COUNTY_INSPECTOR, "371322"))
        an_account("staff", (Role.COMMUNITY_STAFF, FIRST))
        an_account("street", (Role.STREET_OFFICE, "371322001"))
        set_rate(year=2026, purse=Purse.WORK, fen=60_000_00, origin="x", by="finance", today=DAY)
        allocate_year(2026, by="finance", now=MOMENT)
        given(200_000_00)
        paid(running(a_project(48_600_00)), 30_000_00)


@pytest.fixture
def people(county, app):
    return {name: enter(app.test_client(), name) for name in ("inspector", "staff", "street")}


def the_finding(app) -> Finding:
    with app.app_context():
        return session.scalars(select(Finding)).one()


def test_the_rules_find_idle_money_and_the_missing_invoice(county, app):
    with app.app_context():
        found = cautions(COUNTY, 2026, DAY + timedelta(days=200))
    kinds = [one.caution for one in found]
    assert kinds.count(Caution.IDLE) == 2
    assert kinds.count(Caution.NO_VOUCHER) == 1
    with app.app_context():
        assert cautions(Scope(()), 2026, DAY) == []


def test_the_appraisal_reads_what_was_paid_and_asked(county, app):
    with app.app_context():
        figures = {one.code: one for one in fund_figures(COUNTY, 2026, today())}
    first = figures[FIRST]
    assert (first.given_fen, first.committed_fen, first.paid_fen) == (260_000_00, 18_600_00, 30_000_00)
    assert first.execution == 1153
    assert (first.findings, first.open_findings, first.late_findings, first.late_acceptances) == (0, 0, 0, 0)


@one_engine
def test_a_finding_goes_its_whole_way(people, app):
    inspector, staff = people["inspector"], people["staff"]
    page = inspector.opens("/fund-cautions?year=2026")
    link = next(one for one in page.links() if "about=no_voucher" in one)
    asked = inspector.opens(link).html
    assert "没有上传发票" in asked
    due = (today() + timedelta(days=10)).isoformat()
    told = {"community": FIRST, "question": "发票在哪里？", "due_on": due}
    assert inspector.sends(link, **told | {"project": "F26-NO"}).error_of("project")
    assert inspector.sends(link, **told, project="").status == 303
    finding = the_finding(app)
    here = f"/fund-findings/{finding.code}"
    assert finding.caution is Caution.NO_VOUCHER
    assert here in inspector.opens("/fund-cautions?year=2026").links()
    assert "监督问题等待说明" in staff.opens("/desk").main
    assert staff.sends(f"{here}/explain").error_of("text")
    evidence = {"text": "补上了", "file": (BytesIO(a_picture()), "a.png")}
    assert staff.sends(f"{here}/explain", **evidence).status == 303
    assert "等待核实" in inspector.opens("/desk").main
    document = next(one for one in inspector.opens(here).links() if "fund-finding-files" in one)
    assert inspector.client.get(document).headers["Content-Disposition"].startswith("attachment")
    past = {"text": "重新开票", "due_on": "2026-01-01"}
    assert inspector.sends(f"{here}/rectify", **past).error_of("due_on")
    assert inspector.sends(f"{here}/rectify", **past | {"due_on": due}).status == 303
    assert staff.sends(f"{here}/rectified", text="重开了").status == 303
    assert inspector.sends(f"{here}/rectify", text="还差一张", due_on=due).status == 303
    assert staff.sends(f"{here}/rectified", text="齐了").status == 303
    assert inspector.sends(f"{here}/close", text="复查合格").status == 303
    assert the_finding(app).state is FindingState.CLOSED
    assert staff.sends(f"{here}/explain", text="x").status == 422
    assert "复查合格" in people["street"].opens(here).main


@one_engine
def test_only_the_inspector_asks_and_the_lists_are_narrowed(people, app):
    assert people["staff"].client.get("/fund-findings/new").status_code == 403
    assert "没有监督问题" in people["staff"].opens("/fund-findings?late=1&state=asked").main
    inspector = people["inspector"]
    due = today().isoformat()
    for number in range(4):
        told = {"community": FIRST, "question": f"问题{number}", "due_on": due, "project": ""}
        assert inspector.sends("/fund-findings/new", **told).status == 303
    one = selects(lambda: inspector.opens("/fund-findings?community=nowhere"))
    assert selects(lambda: inspector.opens("/fund-findings")) <= one + 1
