"""Pages of events: the community, the street, and the worker on his phone."""

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.database import session, transaction
from portal.grid.models.events import Event
from portal.grid.terms.events import EventChannel, EventFault, EventState
from tests.grid.eventing import a_worker, reported
from tests.grid.land import HERE, some_ground
from tests.people import an_account, enter

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
    from tests.visitor import CSRF

    token = CSRF.search(secretary.client.get(event).text)[1]
    answer = secretary.client.post(f"{event}/contact", data={"csrf_token": token, "reason": "约时间"})
    assert "13812345678" in answer.text


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
