"""Pages of events: the community, the street, and the worker on his phone."""

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.grid.models.events import Event
from portal.grid.sheets.events import EVENTS
from portal.grid.terms.events import EventChannel, EventFault, EventState
from tests.grid.eventing import a_worker, done, grid, reported, verified
from tests.grid.land import BRANCH, HERE, organisation, some_ground
from tests.grid.logging import picture
from tests.people import an_account, enter
from tests.visitor import CSRF, Visitor

pytestmark = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
STREET = "371322001"


@pytest.fixture
def people(app):
    with transaction():
        some_ground()
        a_worker()
        an_account("secretary", (Role.COMMUNITY_SECRETARY, HERE))
        an_account("street", (Role.STREET_OFFICE, STREET))
    return {name: enter(app.test_client(), name) for name in ("wang", "secretary", "street")}


def code() -> str:
    return session.scalars(select(Event.code).order_by(Event.id.desc())).first()


def state() -> EventState:
    session.expire_all()
    return session.scalars(select(Event.state).order_by(Event.id.desc())).first()


def test_an_event_goes_from_the_workers_phone_through_the_desk_and_back(people, app):
    worker, secretary, street = people["wang"], people["secretary"], people["street"]
    told = {"kind": "rubbish", "text": "楼道堆物", "urgency": "usual", "place": "", "lat": "34.605", "lon": "118.305"}
    assert worker.sends("/my-events/new", **told, grid="", answer="").status == 303
    with app.app_context():
        event = f"/event-desk/{code()}"
    assert "事件等待受理" in secretary.opens("/desk").main
    chosen = {"kind": "rubbish", "urgency": "usual", "department": "", "note": ""}
    page = secretary.sends(f"{event}/assign", **chosen)
    assert page.status == 422, "nobody was chosen to handle it"
    assert secretary.sends(f"{event}/assign", **chosen, handler="self").status == 303
    own = event.replace("/event-desk", "/my-events")
    assert "要您办的事件" in worker.opens("/desk").main
    assert worker.sends(f"{own}/start").status == 303
    refused = worker.sends(f"{own}/feed-back", answer="3号楼2单元501已清理")
    assert (refused.status, EventFault.PERSONAL.zh in refused.main) == (422, True)
    assert worker.sends(f"{own}/feed-back", answer="已清理").status == 303
    assert "已清理" in worker.opens(own).main
    assert secretary.sends(f"{event}/verify", note="").status == 303
    with app.app_context():
        assert state() is EventState.CLOSED
    assert "已办结" in street.opens(event).main
    assert "已办结" in street.opens("/event-desk?state=closed&level=self").main


def test_what_was_done_on_the_spot_waits_to_be_verified(people, app):
    told = {"kind": "rubbish", "text": "烟头", "urgency": "usual", "place": "", "lat": "", "lon": ""}
    assert people["wang"].sends("/my-events/new", **told, grid=f"{HERE}001", answer="已捡").status == 303
    with app.app_context():
        assert state() is EventState.DONE
        own = f"/my-events/{code()}"
    assert "没有办好" in people["wang"].opens(own).main
    assert people["wang"].sends(f"{own}/reopen", reason="又有了").status == 303
    people["wang"].opens(f"{own}/rate", status=404)
    people["secretary"].opens(f"{own}/withdraw", status=404)
    assert "又有了" in people["wang"].opens(own).main, "who handles it reads why it came back"
    assert "我上报的" in people["wang"].opens("/my-events").main


def test_staff_report_for_a_resident_and_see_his_number_for_a_reason_only(people, app):
    secretary = people["secretary"]
    told = {
        "kind": "elder",
        "text": "老人需要送饭",
        "urgency": "urgent",
        "grid": f"{HERE}001",
        "place": "",
        "lat": "",
        "lon": "",
    }
    wrong = secretary.sends("/event-desk/new", **told, name="李奶奶", phone="123")
    assert wrong.error_of("phone") == EventFault.PHONE.zh
    assert secretary.sends("/event-desk/new", **told, name="李奶奶", phone="13812345678").status == 303
    with app.app_context():
        row = session.scalars(select(Event)).one()
        event = f"/event-desk/{row.code}"
        assert row.channel is EventChannel.BEHALF
    assert "138****5678" in secretary.opens(event).main
    shown = secretary.posts(f"{event}/contact", csrf_token="", reason="")
    assert shown.status == 400
    token = CSRF.search(secretary.client.get(event).text)[1]
    answer = secretary.client.post(f"{event}/contact", data={"csrf_token": token, "reason": "约时间"})
    assert "13812345678" in answer.text


def test_a_worker_reports_for_a_resident_and_gives_his_rating(people, app):
    worker = people["wang"]
    told = {"kind": "elder", "text": "送饭", "urgency": "usual", "grid": f"{HERE}001", "place": "", "behalf": "y"}
    assert worker.sends("/event-desk/new", **told, name="", phone="", lat="", lon="").goes_to == "/my-events"
    with transaction():
        event = session.scalars(select(Event)).one()
        own = f"/my-events/{event.code}"
        assert event.channel is EventChannel.BEHALF
        verified(event)
    assert "代居民评价" in worker.opens(own).main
    assert worker.sends(f"{own}/rate", stars="5", rating="谢谢").goes_to == own
    with app.app_context():
        assert state() is EventState.CLOSED


def test_who_stands_in_sees_the_pictures_of_the_grid_and_nobody_else_does(people, app):
    with transaction():
        event = reported(photos=[picture()])
        address = f"/my-events/photos/{event.photos[0].code}"
        an_account("other", (Role.GRID_WORKER, HERE))
    assert people["wang"].client.get(address).mimetype == "image/webp"
    enter(app.test_client(), "other").opens(address, status=404)


def test_a_street_first_says_in_which_community_and_the_grid_is_found_when_it_is_accepted(people, app):
    street, secretary = people["street"], people["secretary"]
    assert "先选社区" in street.opens("/event-desk/new").main
    page = street.opens(f"/event-desk/new?community={HERE}").main
    assert ("第1网格" in page, "乙" in page) == (True, False)
    with transaction():
        event = reported()
        event.grid = None
        grid().organisation = organisation(BRANCH)
        address = f"/event-desk/{event.code}"
    chosen = {"kind": "rubbish", "urgency": "usual", "department": "", "note": "", "handler": "self"}
    refused = secretary.sends(f"{address}/assign", **chosen, grid="")
    assert refused.error_of("grid") == EventFault.GRID.zh
    assert secretary.sends(f"{address}/assign", **chosen, grid=f"{HERE}001").status == 303
    assert "王小红" in secretary.opens(address).main
    assert "本级承办的" in street.opens("/event-desk?ours=held&grid=371322001001001").main


def test_who_fed_back_is_not_offered_to_verify(people, app):
    with transaction():
        address = f"/event-desk/{done(by='secretary').code}"
    page = people["secretary"].opens(address).main
    assert ("要由别人核查" in page, f"{address}/verify" in page) == (True, False)
    assert f"{address}/verify" in "".join(people["street"].opens(address).links())


@pytest.mark.parametrize(
    ("deed", "fields", "said"),
    [
        ("accept", {"kind": "noise", "urgency": "usual"}, "已受理"),
        ("refuse", {"reason": "不属于本社区的事"}, "不予受理"),
        ("note", {"note": "已电话联系"}, "已电话联系"),
        ("pass-on", {"community": "371322001002", "note": "在那边"}, None),
    ],
)
def test_each_deed_of_the_desk_has_its_page(people, app, deed, fields, said):
    with transaction():
        event = f"/event-desk/{reported().code}"
    page = people["secretary"].sends(f"{event}/{deed}", **fields)
    assert page.status == 303, page.main
    if said:
        assert said in people["secretary"].opens(event).main
    else:
        people["secretary"].opens(event, status=404)


def test_two_of_one_kind_are_offered_to_be_merged(people, app):
    with transaction():
        first, second = reported().code, reported("门口垃圾一直没人清").code
    secretary = people["secretary"]
    assert "可能是同一件事" in secretary.opens(f"/event-desk/{second}").main
    wrong = secretary.sends(f"/event-desk/{second}/merge", code="E000000-000000")
    assert wrong.error_of("code") == EventFault.OTHER.zh
    assert secretary.sends(f"/event-desk/{second}/merge", code=first).status == 303
    assert "已并入" in secretary.opens(f"/event-desk/{second}").main


def test_a_picture_is_public_once_somebody_has_looked_and_covered_it(people, app):
    with transaction():
        event = reported(photos=[picture()])
        shown, address = event.photos[0].code, f"/event-desk/{event.code}"
        verified(event)
    secretary, visitor = people["secretary"], Visitor(app.test_client())
    assert secretary.sends(f"{address}/publish", public_text="门口垃圾").status == 303
    assert visitor.client.get(f"/event-pictures/{shown}").status_code == 404
    cover = f"/event-photos/{shown}/cover"
    assert secretary.client.get(f"/event-photos/{shown}/unread").mimetype == "image/webp"
    assert secretary.sends(cover, covers="120 0 10 10").error_of("covers")
    assert secretary.sends(cover, covers="10 10 50 50").goes_to == address
    assert visitor.client.get(f"/event-pictures/{shown}").mimetype == "image/webp"
    assert "已遮盖" in secretary.client.get(address).text
    assert secretary.client.get(f"/event-photos/{shown}/unread").status_code == 404, "the original is kept back now"
    assert secretary.client.get(f"/event-photos/{shown}/original").status_code == 200
    assert secretary.presses(f"/event-photos/{shown}/hide", on=address).goes_to == address
    assert visitor.client.get(f"/event-pictures/{shown}").status_code == 404


def test_the_list_leaves_as_it_is_narrowed_and_without_who_reported(app):
    with transaction():
        some_ground()
        reported("请打 13812345678", name="李奶奶", phone="13812345679")
        verified()
        rows = [[*row] for row in EVENTS.rows(Scope(("371322/",)), {"state": "reported"})]
    (row,) = rows
    assert len(row) == len(EVENTS.columns)
    assert row[2] == "请打 138****5678"
    assert not {"李奶奶", "13812345679"} & set(map(str, row))
    assert EVENTS.count(Scope(("371322/",)), {"state": "reported"}) == 1
