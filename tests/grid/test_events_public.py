"""Events as residents meet them: without an account, nothing typed is public unread, nobody learns who reported."""

import pytest
from sqlalchemy import select

from portal.core.database import session, transaction
from portal.grid.actions import event_desk as desk
from portal.grid.models.events import Event
from portal.grid.queries import events_public as queries
from portal.grid.queries.rulebook import defaults
from portal.grid.terms.events import EventChannel, EventFault, EventState
from tests.grid.eventing import DAY, NOW, a_worker, done, reported, verified
from tests.grid.land import HERE, some_ground
from tests.visitor import Visitor

PAGE = f"/events/new?community={HERE}"
TYPED = {"kind": "rubbish", "text": "门口垃圾没人清", "place": "3 号楼东侧", "grid": "", "phone": "", "sure": ""}


def latest() -> Event:
    session.expire_all()
    return session.scalars(select(Event).order_by(Event.id.desc())).first()


@pytest.fixture
def resident(app):
    with transaction():
        some_ground()
    return Visitor(app.test_client())


def published(**other) -> str:
    with transaction():
        event = reported(**other)
        desk.accept_event(event, side=desk.EventSide.COMMUNITY, kind="rubbish", urgency=event.urgency, by="s", now=NOW)
        desk.publish_event(event, public_text="小区门口垃圾没有清", by="s", now=NOW)
        return event.code


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_report_is_followed_with_its_code_from_the_first_word_to_the_rating(resident, app):
    assert HERE in "".join(resident.opens("/events/new").links())
    assert resident.sends(PAGE, **TYPED | {"kind": ""}).error_of("kind")
    assert resident.sends(PAGE, **TYPED | {"phone": "12"}).error_of("phone") == EventFault.PHONE.zh
    assert resident.sends(PAGE, **TYPED).goes_to == "/events/sent"
    sent = resident.opens("/events/sent")
    code = "".join(sign for sign in sent.main.split("查询码")[1] if sign.isdigit())[:12]
    assert "已上报" in resident.opens("/events/own").main
    assert resident.opens("/events").main.count("门口垃圾没人清") == 0, "nobody has read it yet"
    with app.app_context():
        assert latest().channel is EventChannel.RESIDENT
    with transaction():
        verified(latest())

    other = Visitor(app.test_client())
    assert other.sends("/events/track", code="000000000000").error_of("code") == EventFault.TRACKING.zh
    assert other.sends("/events/track", code=code).goes_to == "/events/own"
    assert "已清运" in other.opens("/events/own").main
    assert other.sends("/events/own", stars="5", rating="").status == 303
    with app.app_context():
        assert (latest().state, latest().stars) == (EventState.CLOSED, 5)
    assert other.sends("/events/own/not-done", reason="还在").status == 303
    with app.app_context():
        assert latest().state is EventState.HANDLING
    other.presses("/events/own/leave", on="/events")
    assert other.client.get("/events/own").status_code == 303


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_what_was_reported_already_is_shown_before_it_is_reported_again(resident, app):
    code = published()
    typed = {"community": HERE, "kind": "rubbish", "text": "门口垃圾"}
    (one,) = resident.client.get("/events/alike", query_string=typed).json
    assert one["address"] == f"/events/{code}"
    assert "小区门口垃圾没有清" in resident.opens(f"/events/{code}").main
    asked = resident.sends(PAGE, **TYPED)
    assert (asked.status, "是不是这一件" in asked.main) == (200, True)
    resident.presses(f"/events/{code}/also", on=PAGE)
    with app.app_context():
        assert latest().also_reported == 1
    assert resident.sends(PAGE, **TYPED | {"sure": "1"}).status == 303
    with app.app_context():
        assert session.query(Event).count() == 2


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_the_position_leads_to_the_grid_and_a_stations_code_says_so(resident, app):
    led = resident.client.get("/events/new?lat=34.605&lon=118.31").location
    assert f"grid={HERE}001" in led
    assert "不在本县的网格里" in resident.opens("/events/new?lat=30&lon=118").main
    assert resident.client.get("/events/new?lat=99&lon=118").status_code == 200
    assert resident.sends(f"{led}&from=station", **TYPED | {"grid": f"{HERE}001"}).status == 303
    with app.app_context():
        assert (latest().grid.code, latest().lat, latest().channel) == (f"{HERE}001", 34.605, EventChannel.STATION_CODE)


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_four_weeks_later_the_resident_is_asked_and_answers(resident, app):
    resident.sends(PAGE, **TYPED)
    resident.opens("/events/sent")
    with transaction():
        event = verified(latest(), now=NOW - 40 * DAY)
        desk.close_event(event, side=desk.EventSide.COMMUNITY, by="secretary", now=NOW - 40 * DAY)
    assert "还好吗" in resident.opens("/events/own").main
    token = resident.client.get("/events/own").text.split('name="csrf-token" content="')[1].split('"')[0]
    resident.posts("/events/own/still-right", csrf_token=token, still="yes")
    with app.app_context():
        assert latest().still_right is True


def test_times_are_published_of_enough_cases_only(app):
    with transaction():
        some_ground()
        a_worker()
        for days in range(defaults().same_sample):
            assert {one.middle for one in queries.service_times(defaults(), NOW.date())} == {None}
            done(reported(now=NOW - days * DAY), now=NOW)
        times = {one.title: (one.middle, one.ninth) for one in queries.service_times(defaults(), NOW.date())}
    assert times["环境卫生"] == (2, 4)
    assert times["公共设施"] == (None, None)


def test_what_nobody_has_read_or_what_was_refused_is_not_there(app):
    with transaction():
        some_ground()
        event = reported()
        assert queries.public_event(event.code) is None
        event.public_text = "有人看过"
        assert queries.public_event(event.code) is None, "it has not been accepted"
        session.flush()
        assert queries.page_of(queries.Wanted(), 1).total == 0
