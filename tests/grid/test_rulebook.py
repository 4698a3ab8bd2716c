"""The county's rules of grid work: issued from a day on, never changed, no used kind lost."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.account.terms import Role
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.grid.actions.rulebook import issue_grid_rules
from portal.grid.forms.rulebook import GridRulesForm, event_classes_in, log_kinds_in
from portal.grid.models.events import Event
from portal.grid.queries.rulebook import defaults, grid_rules_on
from portal.grid.rules.rulebook import rulebook
from portal.grid.terms.events import EventChannel, EventState, EventUrgency
from portal.grid.terms.rulebook import GridRulesFault
from tests.grid.land import HERE, organisation, some_ground
from tests.people import a_person_with

DAY = date(2026, 11, 24)


def issued(day: date = DAY, **other):
    values = defaults().values
    told = {name: values[name] for name in ("figures", "deadlines", "log_kinds", "event_classes")} | other
    known = {"origin": "县文件", "departments": ["县民政局"], "by": "county", "today": DAY}
    return issue_grid_rules(from_day=day, **told, **known)


def test_rules_hold_from_their_day_and_what_was_before_keeps_its_own(app):
    with transaction():
        issued(DAY + timedelta(days=1), figures={**defaults().values["figures"], "most_photos": 3})
        assert grid_rules_on(DAY).most_photos == 6
        assert grid_rules_on(DAY + timedelta(days=1)).most_photos == 3
        with pytest.raises(Refused, match=GridRulesFault.TAKEN.zh):
            issued(DAY + timedelta(days=1))
        with pytest.raises(Refused, match=GridRulesFault.PAST.zh):
            issued(DAY - timedelta(days=1))


def test_a_kind_that_was_used_is_not_lost(app):
    with transaction():
        some_ground()
        at = datetime(2026, 11, 1, tzinfo=UTC)
        told = {"kind": "noise", "urgency": EventUrgency.USUAL, "text": "吵", "channel": EventChannel.WORKER}
        here = {"organisation": organisation(HERE), "filed_by": "x", "filed_at": at}
        session.add(Event(code="E1", state=EventState.REPORTED, state_since=at, **told, **here))
        without = [one for one in defaults().values["event_classes"] if one["code"] != "dispute"]
        with pytest.raises(Refused, match="noise"):
            issued(event_classes=without)


def test_what_the_form_shows_is_what_it_reads_back():
    shown = GridRulesForm.data_of(defaults())
    assert log_kinds_in(shown["log_kinds"]) == defaults().values["log_kinds"]
    assert event_classes_in(shown["event_kinds"]) == defaults().values["event_classes"]
    assert rulebook(defaults().values) == defaults()


@pytest.mark.parametrize(
    "written", ["visit，走访，Visit", "Visit，走访，Visit，3", "a，走访，Visit，3\na，走访，Visit，3", ""]
)
def test_a_line_that_is_no_kind_is_refused(written):
    with pytest.raises(ValueError):
        log_kinds_in(written)


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_the_county_issues_rules_on_the_page(app):
    county = a_person_with(app, Role.COUNTY_ORGANISATION, "371322", "county")
    assert "还没有制定过" in county.opens("/grid-rules").main
    with app.test_request_context():
        told = GridRulesForm.data_of(defaults()) | {
            "from_day": today().isoformat(),
            "origin": "县文件",
            "reopen_days": 20,
        }
    wrong = county.sends("/grid-rules/new", **told | {"log_kinds": "走访"})
    assert wrong.error_of("log_kinds") == GridRulesFault.KINDS.zh
    assert county.sends("/grid-rules/new", **told).status == 303
    assert "县文件" in county.opens("/grid-rules").main
