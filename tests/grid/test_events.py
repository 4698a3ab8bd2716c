"""Events on both engines: nothing is skipped, late ones go up, what is one is merged, each tells its story."""

from datetime import timedelta

import pytest

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.grid.actions import event_answers as answers
from portal.grid.actions import event_desk as desk
from portal.grid.actions import event_nights as nights
from portal.grid.actions import event_work as work
from portal.grid.actions.log_people import carry_logs_over
from portal.grid.queries import events as queries
from portal.grid.queries.events import Wanted
from portal.grid.queries.rulebook import defaults
from portal.grid.rules.events import Handler
from portal.grid.terms.events import EventChannel, EventDeed, EventFault, EventPart, EventState, HandlerKind
from tests.grid import eventing as make
from tests.grid.eventing import COMMUNITY, DAY, NOW, STREET, USUAL
from tests.grid.land import BESIDE, HERE, organisation, some_ground
from tests.registration.counting import selects

S, H = EventState, HandlerKind
TODAY = NOW.date()
WHOLE = Scope(("371322/",))


@pytest.fixture
def ground(app):
    with transaction():
        some_ground()
        yield


def deeds(event) -> list[EventDeed]:
    return [step.deed for step in queries.timeline(event)]


def test_an_event_goes_from_its_first_word_to_its_closing(ground):
    event = make.verified()
    assert event.due_on == TODAY + timedelta(days=defaults().rate_days)
    answers.rate_event(event, stars=5, rating="很快", by="visitor", now=NOW)
    assert (event.state, event.stars, event.holder) == (S.CLOSED, 5, H.COMMUNITY)
    assert deeds(event)[-2:] == [EventDeed.RATED, EventDeed.CLOSED]
    with pytest.raises(Refused, match=EventFault.RATED.zh):
        answers.rate_event(event, stars=1, by="visitor", now=NOW)


def test_the_grids_worker_gets_what_he_is_to_handle_himself(ground):
    with pytest.raises(Refused, match=EventFault.WORKER.zh):
        make.assigned(to=H.SELF)
    nowhere = make.reported()
    nowhere.grid = None
    with pytest.raises(Refused, match=EventFault.GRID.zh):
        make.assigned(nowhere, to=H.SELF)
    person = make.a_worker()
    event = make.assigned(to=H.SELF)
    assert queries.in_hand(person.id, [event.grid_id]) == [event]
    assert queries.in_hand(person.id, []) == [], "who has the grid has the event"
    work.return_event(event, reason="够不着", by="wang", now=NOW)
    assert (event.state, event.worker, event.holder) == (S.ACCEPTED, None, None)
    with pytest.raises(Refused, match=EventFault.STATE.zh):
        work.start_event(event, by="wang", now=NOW)


def test_what_a_worker_did_on_the_spot_still_is_verified_by_somebody_else_and_then_closed(ground):
    event = make.reported(channel=EventChannel.WORKER)
    work.handle_on_the_spot(event, make.a_worker(), answer="已当场清理", by="wang", now=NOW)
    assert (event.state, event.answer) == (S.DONE, "已当场清理")
    with pytest.raises(Refused, match=EventFault.SAME_PERSON.zh):
        desk.verify_event(event, side=COMMUNITY, by="wang", now=NOW)
    desk.verify_event(event, side=COMMUNITY, by="secretary", now=NOW)
    assert event.state is S.CLOSED, "nobody outside waits for a rating"


def test_each_level_sees_its_own_and_what_was_sent_to_it(ground):
    event = make.assigned(to=H.STREET)
    assert event.holder_organisation.code == "371322001"
    beside, here = (Scope((organisation(code).path,)) for code in (BESIDE, HERE))
    assert queries.event_in(event.code, here) is event
    assert queries.event_in(event.code, beside) is None
    other = make.reported()
    known = {"side": COMMUNITY, "note": "在团结社区", "by": "secretary", "now": NOW}
    desk.pass_on_event(other, where=organisation(BESIDE), **known)
    assert queries.event_in(other.code, beside) is other
    assert queries.event_in(other.code, here) is None


def test_a_department_is_one_of_the_countys_list(ground):
    with pytest.raises(Refused, match=EventFault.DEPARTMENT.zh):
        make.assigned(to=H.DEPARTMENT, department="外星部门")
    event = make.assigned(to=H.DEPARTMENT, department=defaults().departments[0])
    assert (event.department, event.holder_organisation.code) == (defaults().departments[0], "371322001")


def test_what_is_late_goes_up_once_a_deadline_and_is_counted(ground):
    make.a_worker()
    event = make.assigned(to=H.SELF)
    assert nights.escalate_late(NOW + DAY) == 0, "it has a working day"
    levels = []
    for days in (2, 3, 4, 6, 8, 9):
        nights.escalate_late(NOW + days * DAY)
        levels.append((event.holder, event.escalations))
    assert levels == [(H.COMMUNITY, 1), (H.COMMUNITY, 1), (H.COMMUNITY, 1), (H.STREET, 2), (H.STREET, 3), (H.STREET, 3)]
    assert EventDeed.ESCALATED in deeds(event)
    assert queries.event_in(event.code, Scope((organisation("371322001").path,))) is event


def test_nobody_has_to_rate_and_four_weeks_later_it_is_asked_again(ground):
    event = make.verified()
    assert nights.close_unrated(NOW + 7 * DAY) == 0
    closing = NOW + 8 * DAY
    assert nights.close_unrated(closing) == 1
    later = closing + defaults().ask_again_days * DAY
    assert (nights.ask_again(later - DAY), nights.ask_again(later), nights.ask_again(later)) == (0, 1, 0)
    with pytest.raises(Refused, match=EventFault.WINDOW.zh):
        answers.reopen_event(event, by="visitor", now=later - DAY)
    (asked,) = queries.asked_about([event.grid_id], later.date())
    answers.answer_still_right(asked, still=False, by="visitor", now=later)
    assert (event.state, event.reopened, event.closed_at) == (S.HANDLING, 1, None)


def test_still_right_is_said_once(ground):
    event = make.verified()
    desk.close_event(event, side=COMMUNITY, by="secretary", now=NOW)
    later = NOW + defaults().ask_again_days * DAY
    answers.answer_still_right(event, still=True, by="visitor", now=later)
    assert event.still_right is True
    with pytest.raises(Refused, match=EventFault.STATE.zh):
        answers.answer_still_right(event, still=True, by="visitor", now=later)


def test_whoever_came_first_is_not_overtaken_by_the_night(ground, monkeypatch):
    event, unrated = make.assigned(), make.verified()
    later = NOW + 9 * DAY
    found = {"late": queries.late_events(later.date()), "unrated": queries.unrated_events(later.date())}
    make.done(event, now=later)
    answers.rate_event(unrated, stars=4, by="visitor", now=later)
    monkeypatch.setattr(nights, "late_events", lambda _day: found["late"])
    monkeypatch.setattr(nights, "unrated_events", lambda _day: found["unrated"])
    assert (found, event.escalations) == ({"late": [event], "unrated": [unrated]}, 0)
    assert (nights.escalate_late(later), nights.close_unrated(later)) == (0, 0)


def test_the_trays_tell_what_a_level_itself_has_to_do(ground):
    here, street = (Scope((organisation(code).path,)) for code in (HERE, "371322001"))
    make.reported()
    held = make.assigned(to=H.STREET)
    counted = {scope: queries.waiting_by_state(scope) for scope in (here, street)}
    assert counted[here].keys() == {S.REPORTED, S.ASSIGNED}
    assert counted[street].keys() == {S.ASSIGNED}, "what a community has to accept is the community's"
    assert queries.held_and_escalated(street) == (1, held.due_on, 0)
    assert queries.held_and_escalated(here)[0] == 0
    make.assigned()
    nights.escalate_late(NOW + 8 * DAY)
    assert queries.held_and_escalated(street)[::2] == (2, 2)
    listed = session.scalars(queries.events(street, Wanted(ours=EventPart.HELD), TODAY)).all()
    assert len(listed) == 2, "the tray and its list come from one question"


def test_what_others_have_said_as_well_is_not_withdrawn(ground):
    event = make.reported()
    answers.also_report(event, by="visitor", now=NOW)
    with pytest.raises(Refused, match=EventFault.OTHERS.zh):
        answers.withdraw_event(event, by="visitor", now=NOW)


def test_two_reports_of_one_thing_become_one_with_both_their_stories(ground):
    first, second = make.reported(), make.reported("垃圾没人清，门口都是", now=NOW + DAY)
    third = make.reported("路灯坏了", kind="lighting")
    assert queries.likely_the_same(second, defaults()) == [first]
    assert queries.likely_the_same(third, defaults()) == []
    desk.merge_events(second, first, side=COMMUNITY, by="secretary", now=NOW + DAY)
    assert (second.state, queries.main_of(second), first.also_reported) == (S.MERGED, first, 1)
    assert len(queries.timeline(first)) == 4
    with pytest.raises(Refused, match=EventFault.SAME.zh):
        desk.merge_events(first, second, side=COMMUNITY, by="secretary", now=NOW + DAY)
    with pytest.raises(Refused):
        desk.merge_events(second, third, side=COMMUNITY, by="secretary", now=NOW + DAY)
    desk.merge_events(first, third, side=COMMUNITY, by="secretary", now=NOW + DAY)
    assert (second.merged_into, third.also_reported) == (third, 2), "what followed the one follows the other"
    assert {step.event_id for step in queries.timeline(third)} == {first.id, second.id, third.id}


@pytest.mark.parametrize("text", ["请打 13812345678", "3号楼2单元501", "张三丰已处理"])
def test_an_answer_tells_nobody_who_it_was_about(ground, text):
    event = make.assigned(make.reported(name="张三丰"))
    with pytest.raises(Refused, match="公开"):
        work.feed_back(event, answer=text, by="staff", now=NOW)
    assert event.state is S.ASSIGNED


def test_what_is_not_mended_is_done_again(ground):
    event = make.done()
    desk.send_back_event(event, side=COMMUNITY, reason="还在", by="secretary", now=NOW)
    assert (event.state, event.done_at) == (S.HANDLING, None)
    work.feed_back(event, answer="再清一次", by="staff", now=NOW)
    answers.reopen_event(event, reason="没有", by="visitor", now=NOW)
    assert event.state is S.HANDLING
    with pytest.raises(Refused, match=EventFault.REASON.zh):
        desk.refuse_event(make.reported(), side=COMMUNITY, reason=" ", by="secretary", now=NOW)


def test_the_list_finds_what_is_late_and_asks_the_same_however_long_it_is(ground):
    event = make.assigned()
    make.verified()

    def page(wanted=None, day=TODAY):
        session.expire_all()
        return queries.events_page(WHOLE, wanted or Wanted(), 1, day)

    assert [one.code for one in page(Wanted(late=True), TODAY + 9 * DAY).rows] == [event.code]
    assert page(Wanted(level=H.COMMUNITY, kind="rubbish", from_day=TODAY, until_day=TODAY)).total == 2
    few = selects(page)
    for _number in range(12):
        make.reported()
    assert selects(page) == few
    assert queries.waiting(WHOLE, [S.REPORTED], TODAY)[0] == 12


def test_a_transfer_is_told_apart_from_a_first_assignment(ground):
    event = make.assigned()
    desk.assign_event(event, side=STREET, handler=Handler(H.STREET), **USUAL, by="street", now=NOW)
    assert deeds(event)[-2:] == [EventDeed.ASSIGNED, EventDeed.TRANSFERRED]


def test_when_two_records_of_a_worker_become_one_his_events_are_the_others(ground):
    gone, kept = make.a_worker("wang"), make.a_worker("li")
    event = make.assigned(to=H.SELF)
    event.worker = gone
    session.flush()
    carry_logs_over(gone=gone.id, kept=kept.id, by="street", today=TODAY)
    session.refresh(event)
    assert event.worker is kept
