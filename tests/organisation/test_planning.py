"""A change for a day to come waits for it: tried when it is entered, carried out in order, visible when it fails."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import event, select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.clock import today
from portal.core.database import db, session, transaction
from portal.core.jobs import huey
from portal.organisation import jobs
from portal.organisation.actions import planning
from portal.organisation.actions import tree as actions
from portal.organisation.models import Organisation, OrganisationVersion, PlannedChange
from portal.organisation.queries import planning as queries
from portal.organisation.rules.tree import plan_fault
from portal.organisation.terms import PlanState, TreeChange, TreeFault
from tests.organisation.test_keeping import BRANCH, as_of, one, open_paths
from tests.people import a_tree

TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 3, tzinfo=UTC)
EVE, FIRST, SECOND, THIRD = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)
A, B, EAST = "371322001001", "371322001002", "371322002001"
OTHER = "371322001002-B01"


@pytest.fixture
def tree(app):
    with transaction():
        a_tree()


def plan(kind: str, at: str, day: date = FIRST, /, **wanted: str) -> PlannedChange:
    return planning.plan(TreeChange(kind), one(at), day=day, by="anna", today=TODAY, now=NOW, **wanted)


def carry_out(day: date) -> list[tuple[TreeChange, PlanState]]:
    return [(change.kind, change.state) for change in planning.carry_out_due(by="portal", today=day, now=NOW)]


def deeds() -> list[tuple[str, str]]:
    """Deed and who did it, of every change of the tree itself."""
    rows = session.execute(select(AuditEntry.deed, AuditEntry.by).order_by(AuditEntry.number))
    return [(deed, by) for deed, by in rows if deed.split(".")[1] in {"found", "rename", "move", "merge", "close"}]


@pytest.mark.parametrize(
    ("kind", "code", "wanted"),
    [
        ("found", A, {"name": "新村小区党支部", "code": ""}),
        ("rename", BRANCH, {"name": "花园里小区党支部"}),
        ("move", BRANCH, {"to": B}),
        ("merge", A, {"to": B}),
        ("close", OTHER, {"reason": "并村"}),
    ],
)
def test_each_kind_changes_nothing_before_its_day_and_is_done_on_it_once(tree, app, kind, code, wanted):
    with app.test_request_context():
        before = (open_paths(), one(code).name)
        plan(kind, code, **wanted)
        assert carry_out(EVE) == []
        assert (open_paths(), one(code).name) == before
        assert deeds() == []
        assert carry_out(FIRST) == [(TreeChange(kind), PlanState.DONE)]
        assert (open_paths(), one(code).name) != before
        assert deeds() == [(f"organisation.{kind}", "anna")]
        assert carry_out(FIRST) == []


@pytest.mark.parametrize("entered", list(permutations([("rename", FIRST), ("move", SECOND), ("close", THIRD)])))
def test_whatever_the_order_of_entry_the_order_of_days_holds(tree, entered):
    what = {"rename": (BRANCH, {"name": "甲"}), "move": (BRANCH, {"to": B}), "close": (OTHER, {"reason": "x"})}
    for kind, day in entered:
        plan(kind, what[kind][0], day, **what[kind][1])
    assert carry_out(THIRD) == [(kind, PlanState.DONE) for kind in ("rename", "move", "close")]
    assert [deed for deed, _by in deeds()] == ["organisation.rename", "organisation.move", "organisation.close"]


def test_on_one_day_what_was_entered_earlier_comes_first(tree):
    plan("move", BRANCH, to=B)
    plan("close", A, reason="没有下级了")
    assert carry_out(FIRST) == [("move", PlanState.DONE), ("close", PlanState.DONE)]
    assert one(A).closed_on == FIRST


def test_what_was_missed_is_taken_up_with_its_own_day(tree):
    plan("rename", BRANCH, FIRST, name="甲")
    plan("move", BRANCH, SECOND, to=B)
    assert len(carry_out(date(2027, 2, 20))) == 2
    assert (as_of(EVE, BRANCH).name, as_of(FIRST, BRANCH).name) == ("花园小区党支部", "甲")
    assert [as_of(day, BRANCH).above[-1][0] for day in (FIRST, SECOND)] == [A, B]
    days = session.scalars(
        select(OrganisationVersion.from_day).where(OrganisationVersion.organisation_id == one(BRANCH).id)
    )
    assert {FIRST, SECOND} < set(days)


@pytest.mark.parametrize(
    ("kind", "code", "day", "wanted", "fault", "field"),
    [
        ("found", A, FIRST, {"name": "花园小区党支部", "code": ""}, TreeFault.NAME_TAKEN, "name"),
        ("found", "371322001", FIRST, {"name": "新", "code": "1"}, TreeFault.CODE, "code"),
        ("found", "371322001", FIRST, {"name": "新", "code": A}, TreeFault.CODE_TAKEN, "code"),
        ("rename", BRANCH, FIRST, {"name": "花园小区党支部"}, TreeFault.SAME, "name"),
        ("move", BRANCH, FIRST, {"to": "371322001"}, TreeFault.LEVEL, "to"),
        ("move", BRANCH, FIRST, {"to": "nothing"}, TreeFault.CLOSED, "to"),
        ("merge", A, FIRST, {"to": BRANCH}, TreeFault.OTHER_LEVEL, "to"),
        ("close", A, FIRST, {"reason": "x"}, TreeFault.HAS_BELOW, None),
        ("rename", BRANCH, date(2062, 1, 1), {"name": "甲"}, TreeFault.TOO_FAR, "day"),
    ],
)
def test_what_can_be_known_now_is_refused_now_and_leaves_nothing(tree, kind, code, day, wanted, fault, field):
    with pytest.raises(actions.Refused) as refusal:
        plan(kind, code, day, **wanted)
    assert (refusal.value.reason, refusal.value.field) == (fault.zh, field)
    assert session.scalar(select(PlannedChange.id)) is None
    assert deeds() == []


def test_a_change_is_tried_after_all_that_is_planned_before_it(tree):
    """A name that becomes free, a committee that becomes empty."""
    with pytest.raises(actions.Refused, match=TreeFault.HAS_BELOW.zh):
        plan("close", A, SECOND, reason="x")
    plan("move", BRANCH, FIRST, to=B)
    plan("close", A, SECOND, reason="x")
    plan("rename", OTHER, SECOND, name="乙")
    with pytest.raises(actions.Refused, match=TreeFault.NAME_TAKEN.zh):
        plan("found", B, FIRST, name="金地小区党支部", code="")
    plan("found", B, SECOND, name="金地小区党支部", code="")
    assert {state for _kind, state in carry_out(SECOND)} == {PlanState.DONE}
    assert (one(A).closed_on, one("371322001002-B02").name) == (SECOND, "金地小区党支部")


def test_the_same_is_not_planned_twice_but_many_are_founded_below_one(tree):
    plan("rename", BRANCH, FIRST, name="甲")
    for day in (FIRST, SECOND):
        with pytest.raises(actions.Refused, match=TreeFault.PLANNED.zh):
            plan("rename", BRANCH, day, name="乙")
    plan("found", A, SECOND, name="丙", code="")
    plan("found", A, SECOND, name="丁", code="")
    with pytest.raises(actions.Refused, match=TreeFault.PLANNED.zh):
        plan("found", A, FIRST, name="丁", code="")


def test_one_that_fails_by_then_says_why_and_holds_up_no_other(tree):
    failing, fine = plan("rename", BRANCH, name="甲"), plan("rename", OTHER, name="乙")
    actions.rename(one(BRANCH), name="甲", day=TODAY, by="boris", today=TODAY)
    assert carry_out(FIRST) == [("rename", PlanState.FAILED), ("rename", PlanState.DONE)]
    assert (failing.fault, fine.fault) == (TreeFault.SAME, None)
    assert one(OTHER).name == "乙"
    assert carry_out(SECOND) == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.reason == TreeFault.SAME.zh)).one()
    assert (entry.by, entry.details["entered_by"], entry.details["state"]) == ("portal", "anna", "failed")


def test_one_that_breaks_the_portal_leaves_no_trace_and_holds_up_no_other(tree, monkeypatch):
    broken = plan("rename", BRANCH, name="甲")
    plan("move", OTHER, to=A)
    renamed = actions.rename

    def breaks(organisation, **more):
        renamed(organisation, **more)
        raise OSError("the power went")

    monkeypatch.setitem(planning.DEEDS, TreeChange.RENAME, breaks)
    assert carry_out(FIRST) == [("rename", PlanState.FAILED), ("move", PlanState.DONE)]
    assert (broken.fault, one(BRANCH).name) == (TreeFault.BROKEN, "花园小区党支部")
    open_paths()


def test_what_is_withdrawn_is_not_done_and_what_is_settled_is_not_withdrawn(tree):
    withdrawn, done = plan("rename", BRANCH, name="甲"), plan("rename", OTHER, name="乙")
    planning.withdraw(withdrawn, by="boris", now=NOW)
    assert len(carry_out(FIRST)) == 1
    assert (withdrawn.state, one(BRANCH).name) == (PlanState.WITHDRAWN, "花园小区党支部")
    for change in (withdrawn, done):
        with pytest.raises(actions.Refused, match=TreeFault.SETTLED.zh):
            planning.withdraw(change, by="boris", now=NOW)
    plan("rename", BRANCH, SECOND, name="甲")


@pytest.mark.parametrize(("days", "fault"), [(1, None), (732, None), (733, TreeFault.TOO_FAR)])
def test_a_mistyped_year_does_not_wait_for_ever(days, fault):
    assert plan_fault(TODAY + timedelta(days=days), TODAY) is fault


def test_the_job_and_the_operator_do_what_is_due(tree, app, monkeypatch):
    with transaction():
        plan("rename", BRANCH, today(), name="甲")
    runner = app.test_cli_runner()
    dry = json.loads(runner.invoke(args=["tree", "carry-out", "--dry-run", "--json"]).output)
    assert [(one_["organisation"], one_["state"]) for one_ in dry["changes"]] == [(BRANCH, "done")]
    session.remove()
    assert one(BRANCH).name == "花园小区党支部"
    monkeypatch.setattr(huey, "portal", app, raising=False)
    jobs.carry_out_planned.call_local()
    session.remove()
    assert one(BRANCH).name == "甲"
    assert "0 planned changes were due" in runner.invoke(args=["tree", "carry-out"]).output


def test_a_list_takes_as_many_statements_for_ten_as_for_one(tree):
    counts = []
    for number in range(10):
        plan("found", A, name=f"第{number}小区党支部", code="")
        if number not in {0, 9}:
            continue
        session.flush()
        session.expunge_all()
        seen: list[str] = []
        listener = lambda *call, seen=seen: seen.append(call[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        rows = queries.page_of("371322/", None, 1).rows
        assert len([(row.organisation.name, row.target) for row in rows]) == number + 1
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(seen))
    assert counts == [2, 2]


class TestPages:
    @pytest.fixture
    def street(self, signed_in):
        return signed_in(Role.STREET_OFFICE, "371322001", "anna")

    def test_from_the_form_to_the_list_and_back_again(self, street, signed_in):
        day = today() + timedelta(days=5)
        assert street.sends(f"/tree/{BRANCH}/rename", name="花园里小区党支部", day=day.isoformat()).status == 303
        page = street.opens(f"/tree/{A}")
        assert "已预定，将于" in page.main
        assert "更名为 花园里小区党支部" in page.main
        assert page.texts("h1") == ["和平社区大党委"]
        assert "花园小区党支部" in street.opens(f"/tree/{A}/planned").main
        assert "7 天内生效的预定变动" in street.opens("/desk").main
        assert "还没有到" in street.opens(f"/tree/{A}?on={day}").main
        assert "花园里小区党支部" in street.opens(f"/tree/{A}?on={day}").main
        assert "没有预定变动" in street.opens(f"/tree/{A}?on={day - timedelta(days=1)}").main
        again = street.sends(f"/tree/{BRANCH}/rename", name="乙", day=day.isoformat())
        assert (again.status, TreeFault.PLANNED.zh in again.main) == (422, True)
        assert "这里还有预定变动" in street.opens(f"/tree/{A}/merge").main
        assert "这里还有预定变动" in street.opens(f"/tree/{BRANCH}/close").main
        code = session.scalars(select(PlannedChange.code)).one()
        neighbour = signed_in(Role.STREET_OFFICE, "371322002", "carl")
        assert neighbour.presses(f"/planned-changes/{code}/withdraw").status == 404
        reader = signed_in(Role.COMMUNITY_STAFF, A, "boris")
        assert "花园里小区党支部" in reader.opens(f"/tree/{A}").main
        assert "撤回" not in reader.opens(f"/tree/{A}").texts("button")
        assert reader.presses(f"/planned-changes/{code}/withdraw").status == 403
        assert street.presses(f"/planned-changes/{code}/withdraw").status == 303
        assert "没有预定变动" in street.opens(f"/tree/{A}/planned").main
        assert "花园里小区党支部" in street.opens(f"/tree/{A}/planned?state=withdrawn").main
        street.presses(f"/planned-changes/{code}/withdraw")
        assert TreeFault.SETTLED.zh in street.opens("/desk").main

    def test_what_failed_is_on_the_desk_until_somebody_takes_it_off(self, street):
        with transaction():
            change = plan("move", BRANCH, TODAY + timedelta(days=1), to=B)
            actions.move(one(BRANCH), to=B, day=TODAY, by="b", today=TODAY)
            assert carry_out(FIRST) == [("move", PlanState.FAILED)]
            code = change.code
        assert "没有执行成的预定变动" in street.opens("/desk").main
        page = street.opens("/tree/371322001/planned")
        assert f"原因：{TreeFault.SAME.zh}" in page.main
        assert "知道了，撤下" in page.texts("button")
        street.presses(f"/planned-changes/{code}/withdraw")
        assert "没有执行成的预定变动" not in street.opens("/desk").main

    def test_what_comes_in_from_elsewhere_is_told_and_not_to_be_withdrawn(self, street, signed_in):
        with transaction():
            plan("move", EAST, to="371322001")
        page = street.opens("/tree/371322001/planned")
        assert "移到 郯城街道党工委" in page.main
        assert f"/tree/{EAST}" not in page.links()
        assert "撤回" not in page.texts("button")

    @pytest.mark.parametrize("address", ["?state=soon", "?page=0", "?page=2"])
    def test_a_list_that_is_none_is_no_page(self, street, address):
        street.opens(f"/tree/{A}/planned{address}", status=404)


def test_organisations_are_not_founded_by_a_trial(tree):
    before = session.scalars(select(Organisation.code).order_by(Organisation.code)).all()
    plan("found", A, name="丙", code="")
    plan("found", A, name="丁", code="")
    assert session.scalars(select(Organisation.code).order_by(Organisation.code)).all() == before
