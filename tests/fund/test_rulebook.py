"""The county's rules of the funds: issued from a day on with what changes shown first, no used code lost."""

from datetime import date, timedelta

import pytest

from portal.account.terms import Role
from portal.core.clock import today
from portal.core.database import transaction
from portal.core.errors import Refused
from portal.fund.actions.rulebook import issue_fund_rules
from portal.fund.forms.rulebook import FundRulesForm, kinds_in, uses_in
from portal.fund.queries.rulebook import defaults, fund_rules_on, issued_with_changes
from portal.fund.rules.rulebook import differences, rulebook
from portal.fund.terms.rulebook import FundRulesFault
from tests.fund.books import a_tree, given
from tests.fund.projecting import a_project
from tests.people import a_person_with

DAY = date(2026, 11, 24)
NAMES = ("figures", "year_end", "mid_year", "ways", "other_kinds", "uses", "forbidden")


def issued(day: date = DAY, **other):
    parts = {name: defaults().values[name] for name in NAMES} | other
    return issue_fund_rules(from_day=day, origin="县文件", **parts, by="finance", today=DAY)


def test_rules_hold_from_their_day_and_say_what_they_changed_and_on_what_ground(app):
    with transaction():
        figures = {**defaults().values["figures"], "quotes_needed": 2}
        issued(
            DAY + timedelta(days=1), figures=figures, year_end={"work": "lapse", "service": "carry", "other": "carry"}
        )
        assert fund_rules_on(DAY).quotes_needed == 3
        book = fund_rules_on(DAY + timedelta(days=1))
        assert (book.quotes_needed, book.origins["quotes_needed"]) == (2, "县文件")
        assert book.origins["notice_days"] == defaults().origins["notice_days"]
        ((_row, changes),) = issued_with_changes()
        assert [(one.part, one.name, one.before, one.after) for one in changes] == [
            ("figure", "quotes_needed", 3, 2),
            ("year_end", "work", "carry", "lapse"),
        ]
        with pytest.raises(Refused, match=FundRulesFault.TAKEN.zh):
            issued(DAY + timedelta(days=1))
        with pytest.raises(Refused, match=FundRulesFault.PAST.zh):
            issued(DAY - timedelta(days=1))


def test_a_use_that_a_project_has_is_not_lost_and_somebody_has_to_decide(app):
    with transaction():
        a_tree()
        given(100_000_00)
        a_project()
        uses = [one for one in defaults().values["uses"] if one["code"] != "facilities"]
        with pytest.raises(Refused, match="facilities"):
            issued(uses=uses)
        ways = {**defaults().values["ways"], "work": {"decisions": [], "notice": False, "county": False}}
        with pytest.raises(Refused, match=FundRulesFault.WAY.zh):
            issued(ways=ways)


def test_what_the_form_shows_is_what_it_reads_back():
    shown = FundRulesForm.data_of(defaults())
    parts = {"uses": uses_in(shown["uses"], ruled=False), "forbidden": uses_in(shown["forbidden"], ruled=True)}
    again = rulebook({**defaults().values, **parts, "other_kinds": kinds_in(shown["other_kinds"])})
    assert differences(defaults(), again) == []


@pytest.mark.parametrize(
    "written",
    ["a，中文，English", "a，中，E，没有的经费，依据", "A，中，E，其他经费，依据", "a，中，E，其他经费，x\n" * 2, ""],
)
def test_a_line_that_is_no_use_is_refused(written):
    with pytest.raises(ValueError):
        uses_in(written, ruled=False)


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_the_county_sees_what_would_change_before_it_issues(app):
    finance = a_person_with(app, Role.COUNTY_FINANCE, "371322", "finance")
    assert "还没有制定过" in finance.opens("/fund-rules").main
    with app.test_request_context():
        shown = FundRulesForm.data_of(defaults())
    ticked = {name: "y" for name, value in shown.items() if value is True}
    typed = {name: str(value) for name, value in shown.items() if not isinstance(value, bool)}
    told = typed | ticked | {"from_day": today().isoformat(), "origin": "县文件"}
    assert finance.sends("/fund-rules/new", **told | {"uses": "走访"}).error_of("uses") == FundRulesFault.LINES.zh
    asked = finance.sends("/fund-rules/new", **told | {"meeting_from_fen": "50000"})
    assert ("30,000.00" in asked.main, "50,000.00" in asked.main, asked.status) == (True, True, 200)
    seen = asked.tree.find(".//input[@name='seen']").get("value")
    assert finance.sends("/fund-rules/new", **told | {"meeting_from_fen": "60000", "seen": seen}).status == 200
    assert finance.sends("/fund-rules/new", **told | {"meeting_from_fen": "50000", "seen": seen}).status == 303
    assert "50,000.00" in finance.opens("/fund-rules").main
