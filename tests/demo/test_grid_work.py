"""The demo county's work on the ground as values: by the rulebook, in its order, within its time, and nobody named."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from portal.calendar.terms import DayKind
from portal.core.clock import LOCAL
from portal.core.personal import personal_in
from portal.demo.county import SEED
from portal.demo.grid_work.courses import LEVELS
from portal.demo.grid_work.days import Days
from portal.demo.grid_work.year import make_work
from portal.demo.people import MARK
from portal.demo.watch import grid_workers
from portal.demo.words import words
from portal.grid.queries.rulebook import defaults
from portal.grid.rules.events import may_move
from portal.grid.terms.events import EventChannel, EventDeed, EventSide, EventState, HandlerKind
from portal.grid.terms.logs import LogChannel
from portal.grid.terms.social import ServiceState, SocialField, SocialKind
from portal.grid.terms.tasks import StopState, TaskKind, TaskState
from portal.station.terms import StationFault

TODAY = date(2026, 11, 24)
HOLIDAYS = {date(2026, 10, 1) + timedelta(days=number): DayKind.HOLIDAY for number in range(7)}
# What is noted without moving an event.
NOTES = {EventDeed.PUBLISHED, EventDeed.ASKED_AGAIN, EventDeed.STILL_RIGHT, EventDeed.RATED, EventDeed.MERGED}
NOTES |= {EventDeed.ESCALATED}
UNASSIGNED = {EventState.REPORTED, EventState.ACCEPTED, EventState.REFUSED, EventState.WITHDRAWN, EventState.MERGED}
# Who stands behind the names under which the demo's steps are done.
SIDES = {
    "visitor": {EventSide.REPORTER, EventSide.PORTAL},  # with a rating the portal closes
    "community": {EventSide.COMMUNITY},
    "street": {EventSide.STREET, EventSide.HANDLER},
    "staff": {EventSide.HANDLER},
    "grid": {EventSide.HANDLER},
    "demo": {EventSide.HANDLER},
    "portal": {EventSide.PORTAL},
}


def work_on(county, today: date):
    workers = grid_workers(sorted(grid.code for grid in county.ground.grids), Random(SEED + 5), today)
    return make_work(county, workers, SEED + 40, defaults(), today, HOLIDAYS)


@pytest.fixture(scope="module")
def work(county):
    return work_on(county, TODAY)


def now(today: date = TODAY) -> datetime:
    return datetime.combine(today, time(), LOCAL)


def test_764_services_were_done_some_are_planned_and_the_older_ones_were_taken_over(work):
    states = Counter(plan.state for plan in work.services)
    assert states == {ServiceState.DONE: 764, ServiceState.PLANNED: 17, ServiceState.CANCELLED: 6}
    done = [plan for plan in work.services if plan.state is ServiceState.DONE]
    assert len({plan.community for plan in done}) == 16
    assert {plan.is_imported for plan in done} == {True, False}
    assert max(plan.day for plan in done if plan.is_imported) < min(plan.day for plan in done if not plan.is_imported)
    assert all(plan.day < TODAY for plan in done)
    there = {plan.code: plan.communities for plan in work.socials}
    assert all(plan.community in there[plan.social] for plan in work.services)
    names = {plan.words["name"] for plan in work.socials}
    assert {"郯欣社工联合会", "孤贫儿童志愿团", "巾帼志愿者", "义工联合会", "飞燕志愿团"} <= names


def test_about_6000_logs_of_eight_weeks_follow_the_week(work):
    logs = [plan for plan in work.logs if plan.channel is not LogChannel.TASK]
    assert 5500 < len(logs) < 6800
    assert {plan.kind for plan in work.logs} <= {kind.code for kind in defaults().log_kinds}
    assert len({plan.code for plan in work.logs}) == len(work.logs)
    assert len({plan.worker for plan in logs}) == 108
    days = Counter(plan.at.date() for plan in logs)
    assert days[date(2026, 11, 23)] > 4 * days[date(2026, 11, 22)], "Monday and Sunday"
    assert days[date(2026, 10, 5)] < days[date(2026, 10, 12)] / 4, "a holiday Monday and another"
    of_today = [plan for plan in logs if plan.at >= now()]
    assert sum(plan.by == "grid" for plan in of_today) >= 2
    assert all(plan.received_at >= plan.at for plan in logs)
    assert all(plan.received_at.date() == plan.at.date() for plan in of_today)


def test_tasks_are_open_late_done_and_withdrawn_and_say_of_each_place_what_became_of_it(work):
    assert (len(work.tasks), len(work.rounds)) == (28, 6)
    states = Counter(plan.state for plan in work.tasks)
    assert states[TaskState.WITHDRAWN] == 2
    assert sum(plan.state is TaskState.OPEN and plan.due_on < TODAY for plan in work.tasks) >= 2
    logged = {plan.code: plan for plan in work.logs}
    for task in work.tasks:
        still = any(stop.state is StopState.OPEN for stop in task.stops)
        assert (task.state is TaskState.DONE) <= (not still)
        for stop in task.stops:
            assert bool(stop.log) == (stop.state is StopState.DONE)
            assert not stop.log or logged[stop.log].grid == stop.grid
            assert stop.done_at is None or task.made_at < stop.done_at < now()
    own = [stop for task in work.tasks if task.state is TaskState.OPEN for stop in task.stops if not stop.building]
    assert sum(stop.state is StopState.OPEN for stop in own) >= 3, "the demo account has something to do"


def test_events_are_in_all_states_and_each_went_by_the_rulebooks_moves(work):
    assert 290 < len(work.events) < 340
    assert {plan.course.state for plan in work.events} == set(EventState)
    for plan in work.events:
        steps = plan.course.steps
        assert steps[0].deed is EventDeed.FILED
        assert [one.at for one in steps] == sorted(one.at for one in steps), plan.code
        assert steps[-1].at < now()
        for before, after in pairwise(steps):
            if after.state is before.state and after.deed in NOTES:
                continue
            sides = SIDES[after.by]
            known = [side for side in sides if may_move(before.state, after.state, side, defaults())]
            assert known, f"{plan.code}: {after.by} brings it from {before.state} into {after.state}"


def test_nothing_stands_where_the_nights_would_not_have_left_it(work):
    days = Days(TODAY, HOLIDAYS)
    for plan in work.events:
        one = plan.course
        is_late = one.state.is_open and one.state is not EventState.VERIFIED and one.due and one.due < TODAY
        counted = one.escalated_at and one.escalated_at > one.since
        assert not is_late or counted or days.next_working(one.due) > TODAY - timedelta(days=1), plan.code
        assert one.state is not EventState.VERIFIED or one.due >= TODAY
        assert one.holder or one.state in UNASSIGNED, plan.code
    assert sum(plan.course.escalations > 0 for plan in work.events) >= 15
    assert sum(plan.course.escalations > 0 and plan.course.state.is_open for plan in work.events) >= 8


def test_who_verifies_is_not_who_fed_back_and_what_is_public_is_marked_and_names_nobody(work):
    public = [plan for plan in work.events if plan.course.is_public]
    assert len(public) > 50
    for plan in work.events:
        one = plan.course
        said = [step.by for step in one.steps if step.deed is EventDeed.FED_BACK]
        assert not any(step.by in said for step in one.steps if step.deed is EventDeed.VERIFIED)
        for text in (*(step.told for step in one.steps), one.words["public"], one.rating):
            assert personal_in(text, [plan.name]) == [], text
        assert not one.answer or one.answer.endswith(MARK)
        assert plan.name is None or plan.name.endswith(MARK)
        assert one.stars is None or one.state is EventState.CLOSED


def test_every_word_of_the_lists_is_one_that_the_portal_knows():
    known = words("events")
    assert all(defaults().event_kind(one["kind"]) for one in known["event"])
    assert {one["by"] for one in known["event"]} == set(LEVELS)
    assert {one["department"] for one in known["event"] if "department" in one} <= set(defaults().departments)
    assert all(("department" in one) == (one["by"] == "department") for one in known["event"])
    assert {StationFault(one["fault"]) for one in known["station"]}
    for text in (text for notes in words("logs")["notes"].values() for text in notes):
        assert personal_in(text) == [], text
    assert {TaskKind(one["kind"]) for one in words("logs")["task"]} == set(TaskKind)
    assert {SocialKind(one["kind"]) for one in words("social")["organisation"]} == set(SocialKind)
    assert set(words("social")["titles"]) == {field.value for field in SocialField}


def test_the_demo_account_has_events_in_hand_and_others_behind_him(work):
    own = [plan for plan in work.events if plan.worker == "W00000001"]
    in_hand = Counter(
        plan.course.state for plan in own if plan.course.holder is HandlerKind.SELF and plan.course.state.is_open
    )
    assert in_hand[EventState.ASSIGNED] >= 2
    assert in_hand[EventState.HANDLING] >= 2
    assert any(plan.channel is EventChannel.WORKER and plan.course.reporter == "grid" for plan in own)
    merged = [plan for plan in work.events if plan.merged_into]
    mains = {plan.code: plan for plan in work.events}
    assert len(merged) == 6
    assert all(mains[plan.merged_into].also_reported and mains[plan.merged_into].grid == plan.grid for plan in merged)
    assert sum(bool(plan.station_fault) for plan in work.events) == 2


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 10, 6), date(2028, 2, 29)])
def test_it_can_be_made_on_any_day_and_is_the_same_each_time(county, today):
    made, again = work_on(county, today), work_on(county, today)
    assert [plan.code for plan in made.events] == [plan.code for plan in again.events]
    assert made.logs == again.logs
    assert made.services == again.services
    assert all(step.at < now(today) for plan in made.events for step in plan.course.steps)
    assert sum(plan.state is ServiceState.DONE for plan in made.services) == 764
