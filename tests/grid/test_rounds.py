"""Rounds: a task each time, once however often or late the job runs, where its places are today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import today as today_now
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.stops import Stop
from portal.grid.actions import rounds as actions
from portal.grid.models.ground import Building, Grid
from portal.grid.models.tasks import GridTask, Round
from portal.grid.queries import rounds as queries
from portal.grid.rules.tasks import Place
from portal.grid.terms.tasks import RoundEvery, TaskFault, TaskKind, TaskState
from tests.grid.land import AREA, HERE, building, organisation, some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects

TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 2, tzinfo=UTC)
STREET = "371322001"
SCOPE = Scope(("371322/371322001/",))
WHAT = {"kind": TaskKind.CHECK, "title": "消防通道检查", "about": ""}


def grid(number: int = 1) -> Grid:
    return session.scalars(select(Grid).where(Grid.code == f"{HERE}{number:03}")).one()


def place(label: str = "门口", **other) -> Place:
    return Place(grid().id, label, 34.605, 118.31, **other)


def arranged(*places: Place, every=RoundEvery.WEEK, ends_on: date | None = None, starts_on: date = TODAY) -> Round:
    known = {"every": every, "days_to_do": 5, "starts_on": starts_on, "ends_on": ends_on, "places": places or [place()]}
    return actions.arrange_round(organisation(STREET), **WHAT, **known, by="street", now=NOW, today=TODAY)


def changed(found: Round, today: date = TODAY, **other) -> None:
    known = {"every": found.every, "days_to_do": 5, "ends_on": found.ends_on} | WHAT
    known |= {"places": {stop.id for stop in found.stops}} | other
    actions.change_round(found, **known, by="street", today=today)


def made(days: int) -> int:
    return actions.make_due_tasks(now=NOW + timedelta(days=days), today=TODAY + timedelta(days=days))


def days_of(found: Round) -> list[int]:
    """The days of its tasks, from the first."""
    found = session.scalars(select(GridTask.from_day).where(GridTask.round_id == found.id).order_by(GridTask.id))
    return [(day - TODAY).days for day in found]


@pytest.fixture
def ground(app):
    with transaction():
        some_ground()
        yield


def test_a_round_makes_each_task_once_and_after_a_pause_only_the_latest(ground):
    found = arranged()
    assert days_of(found) == [0], "one that starts today comes at once"
    assert [made(days) for days in (0, 6, 7, 7, 30)] == [0, 0, 1, 0, 1]
    assert days_of(found) == [0, 7, 28]
    assert found.next_on == TODAY + timedelta(days=35)
    task = session.scalars(select(GridTask)).first()
    assert (task.due_on, task.state, task.title) == (TODAY + timedelta(days=4), TaskState.OPEN, "消防通道检查")
    actions.end_round(found, by="street", today=TODAY + timedelta(days=31))
    assert made(60) == 0
    with pytest.raises(Refused, match=TaskFault.ENDED.zh):
        actions.end_round(found, by="street", today=TODAY + timedelta(days=31))
    with pytest.raises(Refused, match=TaskFault.ENDED.zh):
        changed(found, today=TODAY + timedelta(days=31))


def test_the_database_itself_knows_no_second_task_of_a_round_on_a_day(ground):
    found = arranged()
    known = {"organisation": found.organisation, "made_by": "x", "made_at": NOW, "due_on": TODAY, "round": found}
    session.add(GridTask(code="T2", from_day=TODAY, state=TaskState.OPEN, kind=TaskKind.CHECK, title="x", **known))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_round_that_has_an_end_stops_by_itself_and_is_asked_about_before(ground):
    found = arranged(ends_on=TODAY + timedelta(days=7))
    assert queries.ending_rounds(SCOPE, TODAY, TODAY + timedelta(days=7)) == (1, found.ends_on)
    assert queries.ending_rounds(SCOPE, TODAY, TODAY + timedelta(days=6)) == (0, None)
    for days in range(40):
        made(days)
    assert (days_of(found), found.next_on) == ([0, 7], date.max)


def test_a_changed_round_comes_by_its_new_rhythm_and_no_day_twice(ground):
    found = arranged(place(), place("后门"))
    changed(found, every=RoundEvery.MONTH, title=" 月查 ", ends_on=TODAY + timedelta(days=70))
    assert (found.next_on, found.title) == (date(2026, 12, 24), "月查")
    # The job was late by a day when the rhythm was changed back: what was made of the first day is not made again.
    changed(found, today=date(2026, 12, 25), every=RoundEvery.QUARTER)
    assert made(31) == 0
    changed(found, today=date(2026, 12, 25), ends_on=date(2026, 12, 26))
    assert found.next_on == date.max
    changed(found, today=date(2026, 12, 25), ends_on=None, places={found.stops[1].id})
    assert (found.next_on, [stop.label for stop in found.stops]) == (date(2027, 2, 24), ["后门"])
    assert days_of(found) == [0]
    for wrong, fault in (({"places": set()}, TaskFault.NO_STOPS), ({"ends_on": TODAY}, TaskFault.DUE)):
        with pytest.raises(Refused, match=fault.zh):
            changed(found, today=date(2026, 12, 25), **wrong)


def test_a_round_leads_where_its_places_are_today(ground, app, monkeypatch):
    stands = [building(f"{AREA}-L01"), building(f"{AREA}-L02")]
    places = [place(one.name, building_id=one.id) for one in stands]
    arranged(place("整个网格"), *places, place("旧站名", about="thing:1"), place("停用的", about="thing:2"))
    stands[0].closed_on, stands[1].grid = TODAY, grid(2)
    here = Stop("新站名", "thing:1", 34.615, 118.32, grid(2).code)
    monkeypatch.setattr(queries, "stops_named", lambda abouts: {"thing:1": here} if "thing:1" in abouts else {})
    session.flush()
    assert made(7) == 1
    task = session.scalars(select(GridTask).order_by(GridTask.id.desc())).first()
    shown = [(stop.label, stop.grid_id, stop.lat) for stop in task.stops]
    assert shown == [("整个网格", grid().id, 34.605), ("2 号楼", grid(2).id, 34.605), ("新站名", grid(2).id, 34.615)]


def test_a_round_of_which_nothing_stands_any_more_makes_no_task(ground):
    found = arranged(place(building_id=building(f"{AREA}-L01").id), starts_on=TODAY + timedelta(days=1))
    session.scalars(select(Building)).first().closed_on = TODAY
    assert (made(1), days_of(found), found.next_on) == (0, [], TODAY + timedelta(days=8))


@pytest.mark.parametrize(("starts", "ends", "field"), [(-1, None, "starts_on"), (3, 2, "ends_on")])
def test_days_that_do_not_follow_one_another_are_refused(ground, starts, ends, field):
    with pytest.raises(Refused, match=TaskFault.DUE.zh) as told:
        arranged(starts_on=TODAY + timedelta(days=starts), ends_on=ends and TODAY + timedelta(days=ends))
    assert told.value.field == field


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(ground):
    def page() -> None:
        session.expire_all()
        queries.rounds_page(SCOPE, 1)

    arranged()
    few = selects(page)
    for _number in range(25):
        arranged(place(), place("后门"))
    assert selects(page) == few
    assert (len(queries.rounds_page(SCOPE, 2).rows), queries.rounds_page(SCOPE, 1).rows[-1].stops) == (6, 2)


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_round_is_arranged_changed_and_ended_on_the_page(app):
    with transaction():
        some_ground()
        an_account("secretary", (Role.COMMUNITY_SECRETARY, HERE))
    secretary = enter(app.test_client(), "secretary")
    day = today_now()
    told = {"title": "夜巡", "kind": "check", "about": "", "every": "week", "days_to_do": "3"}
    begins = told | {"starts_on": day.isoformat(), "ends_on": (day + timedelta(days=9)).isoformat()}
    places = [f"grid:{HERE}001", f"building:{AREA}-L02"]
    assert secretary.sends(f"/rounds/new?community={HERE}", **begins, places=places).status == 303
    assert "快到期的巡查安排" in secretary.opens("/desk").main
    (at,) = [link for link in secretary.opens("/rounds").links() if link.startswith("/rounds/R")]
    page = secretary.opens(at)
    assert "花园小区 2 号楼" in page.main
    assert "进行中" in page.main, "its first task was made at once"
    with app.app_context():
        first = session.scalars(select(Round)).one().stops[0].id
    assert secretary.sends(f"{at}/change", **told, ends_on="").error_of("places") == TaskFault.NO_STOPS.zh
    assert secretary.sends(f"{at}/change", **told | {"every": "month"}, ends_on="", places=[first]).status == 303
    page = secretary.opens(at)
    assert "每月" in page.main
    assert "花园小区 2 号楼" not in page.main
    assert "已停止" in secretary.opens(secretary.presses(f"{at}/end").goes_to).main
    with app.app_context():
        assert session.scalar(select(func.count()).select_from(GridTask)) == 1
