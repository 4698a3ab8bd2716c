"""Tasks and rounds: given by those above, done by whoever has the grid, place by place; each entry is logged too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.account.models import AccountHolder
from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import today as today_now
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.grid.actions import tasks as actions
from portal.grid.actions.tasks import Place
from portal.grid.models.ground import Grid, GridDuty
from portal.grid.models.logs import ServiceLog
from portal.grid.models.tasks import GridTask, Round, TaskStop
from portal.grid.queries import duties
from portal.grid.queries import tasks as queries
from portal.grid.queries.tasks import Wanted
from portal.grid.terms.events import HandlerKind
from portal.grid.terms.ground import DutyKind
from portal.grid.terms.tasks import RoundEvery, StopState, TaskFault, TaskKind, TaskState
from portal.organisation.models import Person
from portal.organisation.terms import Education
from tests.grid.eventing import a_worker, assigned
from tests.grid.land import BESIDE, HERE, organisation, some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects

TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 2, tzinfo=UTC)
STREET = "371322001"
SCOPE = Scope(("371322/371322001/",))
WHAT = {"kind": TaskKind.CHECK, "title": "消防通道检查", "about": ""}


def place(code: str = f"{HERE}001", label: str = "1 号楼") -> Place:
    grid = session.scalars(select(Grid).where(Grid.code == code)).one()
    return Place(grid.id, label, 34.605, 118.31)


def given(*places: Place, due_on: date = TODAY, from_day: date = TODAY) -> GridTask:
    known = {"from_day": from_day, "due_on": due_on, "by": "street", "now": NOW, "today": min(due_on, TODAY)}
    return actions.give_task(organisation(STREET), **WHAT, **known, places=places or (place(),))


def arranged(every: RoundEvery = RoundEvery.WEEK, ends_on: date | None = None) -> Round:
    known = {"every": every, "days_to_do": 5, "starts_on": TODAY, "ends_on": ends_on}
    return actions.arrange_round(organisation(STREET), **WHAT, **known, places=[place()], by="street", today=TODAY)


@pytest.fixture
def ground(app):
    with transaction():
        some_ground()
        yield


def test_a_task_is_done_when_its_last_place_is_settled_and_what_was_done_is_in_the_log(ground):
    task = given(place(), place(label="2 号楼"))
    first, second = task.stops
    actions.settle_stop(first, state=StopState.DONE, helped=2, note="都好", by="grid", now=NOW)
    assert task.state is TaskState.OPEN
    with pytest.raises(Refused, match=TaskFault.STOP_DONE.zh):
        actions.settle_stop(first, state=StopState.DONE, by="grid", now=NOW)
    with pytest.raises(Refused, match=TaskFault.REASON.zh):
        actions.settle_stop(second, state=StopState.IMPOSSIBLE, by="grid", now=NOW)
    actions.settle_stop(second, state=StopState.IMPOSSIBLE, note="门锁着", by="grid", now=NOW)
    assert task.state is TaskState.DONE
    (log,) = session.scalars(select(ServiceLog))
    assert (log.kind, log.helped, log.grid_id, first.log_id, second.log_id) == (
        "patrol",
        2,
        first.grid_id,
        log.id,
        None,
    )


@pytest.mark.parametrize(
    ("due_on", "places", "fault"), [(TODAY - timedelta(days=1), 1, TaskFault.DUE), (TODAY, 0, TaskFault.NO_STOPS)]
)
def test_a_task_without_places_or_time_is_refused(ground, due_on, places, fault):
    known = {"from_day": TODAY, "due_on": due_on, "by": "street", "now": NOW, "today": TODAY}
    with pytest.raises(Refused, match=fault.zh):
        actions.give_task(organisation(STREET), **WHAT, **known, places=[place()] * places)


def test_a_withdrawn_task_is_nobodys_any_more(ground):
    task = given()
    actions.withdraw_task(task, by="street", now=NOW)
    assert queries.own_tasks([place().grid_id], TODAY) == []
    with pytest.raises(Refused, match=TaskFault.STATE.zh):
        actions.settle_stop(task.stops[0], state=StopState.DONE, by="grid", now=NOW)


def test_a_task_follows_the_grid_and_each_sees_what_is_his(ground):
    here, beside = place(), place(f"{BESIDE}001", "门卫")
    task = given(here, beside, due_on=TODAY - timedelta(days=1), from_day=TODAY - timedelta(days=3))
    (own,) = queries.own_tasks([here.grid_id], TODAY)
    assert ([stop.label for stop in own.stops], own.open) == (["1 号楼"], 1)
    assert queries.open_stops([beside.grid_id], TODAY) == (1, task.due_on)
    assert queries.own_task(task.code, []) is None
    seen = Scope((organisation(BESIDE).path,))
    assert queries.task_in(task.code, seen) is task, "it leads there"
    assert queries.given_in(task.code, seen) is None, "but was given above"
    assert queries.late_tasks(SCOPE, TODAY) == (1, task.due_on)


def test_who_leaves_hands_over_what_is_not_finished_in_his_grids(ground):
    person = a_worker()
    given(place(), place(label="2 号楼"))
    assigned(to=HandlerKind.SELF)
    told = {text for _kind, text in duties.work_to_hand_over(person=person.id, today=TODAY)}
    assert told == {"网格任务 2 处", "网格事件 1 件"}
    assert duties.work_to_hand_over(person=person.id, today=TODAY - timedelta(days=365)) == []


def test_a_round_makes_each_task_once_and_after_a_pause_only_the_latest(ground):
    found = arranged()
    assert [actions.make_due_tasks(now=NOW, today=TODAY + timedelta(days=days)) for days in (0, 0, 6, 7, 7)] == [
        1,
        0,
        0,
        1,
        0,
    ]
    assert actions.make_due_tasks(now=NOW, today=TODAY + timedelta(days=30)) == 1
    days = session.scalars(select(GridTask.from_day).order_by(GridTask.id)).all()
    assert days == [TODAY, TODAY + timedelta(days=7), TODAY + timedelta(days=28)]
    assert found.next_on == TODAY + timedelta(days=35)
    actions.end_round(found, by="street", today=TODAY + timedelta(days=31))
    assert actions.make_due_tasks(now=NOW, today=TODAY + timedelta(days=60)) == 0
    with pytest.raises(Refused, match=TaskFault.ENDED.zh):
        actions.end_round(found, by="street", today=TODAY + timedelta(days=31))


def test_a_round_that_has_an_end_stops_by_itself(ground):
    found = arranged(ends_on=TODAY + timedelta(days=7))
    for days in range(40):
        actions.make_due_tasks(now=NOW, today=TODAY + timedelta(days=days))
    assert session.scalar(select(func.count()).select_from(GridTask)) == 2
    assert found.next_on == date.max


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(ground):
    def page() -> None:
        session.expire_all()
        queries.tasks_page(SCOPE, Wanted(), 1, TODAY)

    given()
    few = selects(page)
    for _number in range(15):
        given(place(), place(label="2 号楼"))
    session.flush()
    assert selects(page) == few


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_the_street_gives_a_task_and_the_worker_does_it_on_the_page(app):
    with transaction():
        some_ground()
        account = an_account("wang", (Role.GRID_WORKER, HERE))
        known = {"name": "王小红", "pinyin": "wangxiaohong", "education": Education.BACHELOR}
        person = Person(code="P1", organisation=organisation(HERE), **known)
        session.add(AccountHolder(account=account, person=person))
        grid = session.scalars(select(Grid).where(Grid.code == f"{HERE}001")).one()
        session.add(GridDuty(code="D1", grid=grid, person=person, kind=DutyKind.PRIMARY, from_day=TODAY))
        an_account("street", (Role.STREET_OFFICE, STREET))
    street = enter(app.test_client(), "street")
    assert HERE in "".join(street.opens("/tasks/new").links())
    form = f"/tasks/new?community={HERE}"
    day = today_now().isoformat()
    told = {"title": "走访", "kind": "visit", "about": "", "from_day": day, "due_on": day}
    assert street.sends(form, **told).error_of("places") == TaskFault.NO_STOPS.zh
    assert street.sends(form, **told, places=[f"area:{HERE}-R01", f"grid:{HERE}002"]).status == 303
    assert "0/3" in street.opens("/tasks").main

    worker = enter(app.test_client(), "wang")
    assert "任务里要去的地方" in worker.opens("/desk").main
    (task,) = [link for link in worker.opens("/my-tasks").links() if link.startswith("/my-tasks/")]
    page = worker.opens(task)
    assert "花园小区 1 号楼" in page.main
    assert "第2网格" not in page.main
    stops = [link for link in page.links() if "/stops/" in link]
    refused = worker.sends(stops[0], state="impossible", helped="0", note="")
    assert (refused.status, refused.error_of("note")) == (422, TaskFault.REASON.zh)
    for stop in stops:
        assert worker.sends(stop, state="done", helped="1", note="").status == 303
    with app.app_context():
        assert session.scalar(select(func.count()).where(TaskStop.state == StopState.OPEN).select_from(TaskStop)) == 1
        code = session.scalar(select(GridTask.code))
    assert "已撤回" in street.opens(street.presses(f"/tasks/{code}/withdraw").goes_to).main
    assert worker.opens("/my-tasks").main


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_round_is_arranged_and_ended_on_the_page(app):
    with transaction():
        some_ground()
        an_account("secretary", (Role.COMMUNITY_SECRETARY, HERE))
    secretary = enter(app.test_client(), "secretary")
    day = today_now().isoformat()
    told = {"title": "夜巡", "kind": "check", "about": "", "every": "week", "days_to_do": "3", "starts_on": day}
    made = secretary.sends(f"/rounds/new?community={HERE}", **told, ends_on="", places=[f"grid:{HERE}001"])
    assert made.status == 303
    assert "夜巡" in secretary.opens("/rounds").main
    with app.app_context():
        code = session.scalar(select(Round.code))
    assert "已停止" in secretary.opens(secretary.presses(f"/rounds/{code}/end").goes_to).main
