"""The overview: each figure is the number of the rows that its page lists, within the caller's part of the county."""

import pytest

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import today
from portal.core.database import transaction
from portal.overview.queries import figures as queries
from portal.overview.terms import Figure
from portal.registration.terms.roster import ReportState
from tests.conftest import DEMO_DAY
from tests.people import a_tree
from tests.registration.counting import selects
from tests.registration.rows import SIBLING, a_member, a_unit

COUNTY = Scope(("371322/",))


def test_the_demo_county_counts_what_the_article_reports(demo):
    counted = queries.figures(COUNTY, DEMO_DAY)
    assert {one.figure: one.value for one in counted} == {one.figure: one.baseline for one in counted}


@pytest.mark.parametrize("figure", list(Figure))
def test_a_figure_is_the_number_of_its_rows(demo, figure):
    (counted,) = (one for one in queries.figures(COUNTY, DEMO_DAY) if one.figure is figure)
    page = queries.rows_of(figure, COUNTY, DEMO_DAY, 1)
    if figure.is_money:
        assert (page.total, sum(row[3] for row in page.rows)) == (16, counted.value)
    else:
        assert page.total == counted.value


def test_all_figures_are_counted_in_one_statement_beside_the_two_lists_that_the_star_rules_keep(demo):
    assert selects(lambda: queries.figures(COUNTY, DEMO_DAY)) == 3


def test_a_community_counts_its_own(app, signed_in):
    with transaction():
        a_tree()
        unit = a_unit()
        a_member(unit)
        a_member(unit, "李强", state=ReportState.LEFT)
        a_member(unit, "赵敏", at=SIBLING)
    secretary = signed_in(Role.COMMUNITY_SECRETARY, "371322001001", "anna")
    told = secretary.client.get("/api/v1/overview").json
    by_key = {one["key"]: one for one in told["figures"]}
    assert told["as_of"] == today().isoformat()
    assert told["scope"] == ["371322/371322001/371322001001/"]
    assert (by_key["members"]["value"], by_key["units"]["value"], by_key["branches"]["value"]) == (1, 1, 1)
    assert by_key["members"]["url"] == "/overview/members"
    assert "王芳" in secretary.opens("/overview/members").main
    assert secretary.client.get("/overview/nothing").status_code == 404


def test_finance_reads_the_figures_and_nobodys_name(app, signed_in):
    with transaction():
        a_tree()
        a_member(a_unit())
    finance = signed_in(Role.COUNTY_FINANCE, "371322", "cai")
    assert "在职党员" in finance.opens("/overview").main
    assert finance.client.get("/overview/members").status_code == 404
    assert finance.client.get("/overview/service_stations").status_code == 200


def test_a_visitor_is_told_to_sign_in(app):
    assert app.test_client().get("/api/v1/overview").status_code == 401
