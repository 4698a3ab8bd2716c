"""Positions as those keep them who answer for them, and what visitors find wrong about them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.clock import LOCAL, now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.grid.queries.rulebook import defaults
from portal.grid.rules.rulebook import rulebook
from portal.grid.terms.events import EventChannel
from portal.station.actions.announcing import announce_change
from portal.station.models import ChangedHours, Station, StationReport
from portal.station.queries import keeping as queries
from portal.station.rules import announced_span, check_by, kind_of_fault
from portal.station.terms import ChangeKind, StationFault, StationRefusal
from tests.grid.eventing import grid
from tests.grid.land import BRANCH, HERE, organisation, some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects
from tests.station.conftest import station
from tests.visitor import Visitor

MINE, OTHER = "SS-001", "SS-002"
DAY = timedelta(days=1)


@pytest.fixture
def keeper(app) -> Visitor:
    """A member of a community's staff with one position of his, and one of the neighbour's."""
    with transaction():
        some_ground()
        an_account("staff", (Role.COMMUNITY_STAFF, HERE))
        session.add(station(MINE, 1, organisation=organisation(BRANCH), lat=34.605, lon=118.305, phone="0539-6220001"))
        session.add(station(OTHER, 2, organisation=organisation("371322001002"), lat=34.605, lon=118.325))
    return enter(app.test_client(), "staff")


def the_station() -> Station:
    session.expire_all()
    return session.scalars(select(Station).where(Station.code == MINE)).one()


def test_closed_today_takes_a_reason_and_a_press_and_every_page_knows_at_once(keeper, app):
    visitor = Visitor(app.test_client())
    assert MINE in visitor.opens("/stations?q=SS-001").html
    path = f"/my-stations/{MINE}/today"
    assert path in keeper.opens("/my-stations").links()
    assert keeper.sends(path, kind="closed", words="").error_of("reason") == "请点一个"
    day = today().isoformat()
    sent = {"kind": "closed", "reason": "outage", "words": "", "first": day, "last": day, "back_at": ""}
    assert keeper.sends(path, **sent).goes_to == f"/my-stations/{MINE}"
    for page in ("/?open_now=0&lat=34.605&lon=118.305", f"/stations/{MINE}"):
        assert "临时关闭" in visitor.opens(page).main
    assert "停电或停水" in visitor.opens(f"/stations/{MINE}").main
    assert "收回公告" in keeper.opens(f"/my-stations/{MINE}").main
    assert "临时关闭" in keeper.opens("/my-stations?only=changed").main
    keeper.presses(f"/my-stations/{MINE}/withdraw", on=f"/my-stations/{MINE}")
    assert "临时关闭" not in visitor.opens("/?open_now=0&lat=34.605&lon=118.305").main
    keeper.presses(f"/my-stations/{MINE}/withdraw", on="/my-stations")
    assert StationRefusal.NOTHING.zh in keeper.opens(f"/my-stations/{MINE}").main


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"kind": "changed_hours"}, "opens", StationRefusal.NO_HOURS),
        ({"kind": "moved"}, "moved_to", StationRefusal.WHERE),
        ({"reason": "other"}, "words", StationRefusal.REASON),
        ({"last": "2020-01-01"}, "last", StationRefusal.ENDS),
    ],
)
@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_what_a_change_lacks_is_said_beside_its_field_in_both_languages(keeper, changed, field, said):
    day = (today() + DAY).isoformat()
    sent = {"kind": "closed", "reason": "away", "first": day, "last": day} | changed
    assert keeper.sends(f"/my-stations/{MINE}/today", **sent).error_of(field) == said.zh
    keeper.client.set_cookie("language", "en")
    assert keeper.sends(f"/my-stations/{MINE}/today", **sent).error_of(field) == said.en


def test_other_hours_are_announced_as_they_are_read_by_everybody(keeper):
    day = (today() + DAY).isoformat()
    hours = {"kind": "changed_hours", "opens": "09:00", "shuts": "11:30", "reason": "other", "words": "领导检查"}
    assert keeper.sends(f"/my-stations/{MINE}/today", **hours, first=day, last=day).status == 303
    announced = session.scalars(select(ChangedHours)).one()
    assert (announced.opening_hours, announced.reason) == ("09:00-11:30", "领导检查")
    assert announced.ends_at - announced.starts_at == DAY


def test_positions_to_be_checked_are_counted_at_the_desk_and_end_there_when_verified(keeper):
    assert "服务点信息要核实" in keeper.opens("/desk").main
    assert "还没有核实" in keeper.opens("/my-stations?only=check").main
    path = f"/my-stations/{MINE}/verify"
    assert keeper.sends(path).error_of("checked") == StationRefusal.CHECKED.zh
    assert keeper.sends(path, checked=["hours", "phone"]).status == 303
    assert (the_station().verified_on, the_station().verified_by) == (today(), "王小红")
    assert "服务点信息要核实" not in keeper.opens("/desk").main
    assert "没有符合条件" in keeper.opens("/my-stations?only=check").main


def test_what_is_to_be_checked_is_known_before_it_decays(keeper):
    scope, days = [organisation(HERE).path], defaults().verify_station_days
    with transaction():
        the_station().verified_on = today() - timedelta(days=days - queries.AHEAD_DAYS)
    assert queries.to_check(scope, today(), days) == (0, None)
    assert queries.to_check(scope, today() + DAY, days) == (1, today() + timedelta(days=queries.AHEAD_DAYS))


def test_wrong_details_are_put_right_and_what_cannot_be_is_said(keeper):
    path = f"/my-stations/{MINE}/correct"
    right = {"address": "人民路 2 号", "phone": "0539-6220002", "opening_hours": "周一至周五 8:30-17:30"}
    place = {"lat": "34.605", "lon": "118.305", "manager": "", "in_service_until": ""}
    for name, value, said in (
        ("opening_hours", "早上", StationRefusal.HOURS),
        ("phone", "12", StationRefusal.PHONE),
        ("lat", "10", StationRefusal.OUTSIDE),
    ):
        assert keeper.sends(path, **(right | place | {name: value})).error_of(name) == said.zh
    assert keeper.sends(path, **right, **place).status == 303
    changed = the_station()
    assert (changed.address, changed.phone) == ("人民路 2 号", "0539-6220002")
    assert changed.opening_hours == "Mo-Fr 08:30-17:30"
    assert changed.grid.code == f"{HERE}001"
    stamp = changed.changed
    assert keeper.sends(path, **right, **place).status == 303
    assert the_station().changed == stamp, "what is as it was leaves no trace"


def test_a_neighbours_position_does_not_exist(keeper):
    for page in ("", "/today", "/verify", "/correct"):
        keeper.opens(f"/my-stations/{OTHER}{page}", status=404)
    assert OTHER not in keeper.opens("/my-stations").html


def test_a_visitor_says_what_is_wrong_and_the_community_sees_it_through(keeper, app):
    visitor = Visitor(app.test_client())
    path = f"/stations/{MINE}/wrong"
    assert path in visitor.opens(f"/stations/{MINE}").links()
    assert visitor.sends(path, text="").error_of("fault") == "请点一个"
    assert visitor.sends(path, fault="other", text=" ").error_of("text") == StationRefusal.SENTENCE.zh
    assert visitor.sends(path, fault="phone", text="", phone="138 1234 5678").goes_to == "/events/sent"
    assert "查询码" in visitor.opens("/events/sent").main
    report = session.scalars(select(StationReport)).one()
    event = report.event
    assert (report.fault, event.channel, event.kind) == (
        StationFault.PHONE,
        EventChannel.STATION_WRONG,
        "station_wrong",
    )
    assert (event.organisation.code, event.phone) == (HERE, "13812345678")
    told = keeper.opens(f"/event-desk/{event.code}").main
    assert "上报以后还没有人核实过" in told
    assert "1 人说信息不对" in keeper.opens("/my-stations?only=wrong").main
    assert f"/event-desk/{event.code}" in keeper.opens(f"/my-stations/{MINE}").links()
    keeper.sends(f"/my-stations/{MINE}/verify", checked=["phone"])
    assert "已由王小红核实" in keeper.opens(f"/event-desk/{event.code}").main


def test_a_door_leads_to_a_report_with_its_place_filled_in(keeper, app):
    with transaction():
        the_station().grid = grid()
    place = app.test_client().get(f"/stations/{MINE}/report").headers["Location"]
    assert f"community={HERE}" in place
    assert "from=station" in place
    page = Visitor(app.test_client()).opens(place)
    assert f"服务站 {MINE}" in page.html


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_more_positions_ask_no_more_of_the_database(keeper):
    few = selects(lambda: keeper.opens("/my-stations"))
    with transaction():
        for number in range(12):
            session.add(station(f"CP-{number}", 3, organisation=organisation(BRANCH)))
    assert selects(lambda: keeper.opens("/my-stations")) <= few


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_a_change_ends_after_now(keeper):
    late = {"starts_at": now() - 2 * DAY, "ends_at": now() - DAY}
    with pytest.raises(Refused, match=StationRefusal.ENDS.zh):
        announce_change(MINE, kind=ChangeKind.CLOSED, reason="停电", by="x", **late)


def test_a_change_of_days_runs_from_now_to_the_end_of_the_last():
    noon = datetime(2026, 11, 25, 4, tzinfo=UTC)
    day = date(2026, 11, 25)
    assert announced_span(day, day, None, noon) == (noon, datetime(2026, 11, 26, tzinfo=LOCAL))
    assert announced_span(day, day, time(15), noon)[1] == datetime(2026, 11, 25, 15, tzinfo=LOCAL)
    assert announced_span(day + DAY, day + DAY, None, noon)[0] == datetime(2026, 11, 26, tzinfo=LOCAL)


def test_details_are_believed_so_long_and_a_county_without_the_kind_uses_its_last():
    assert check_by(date(2026, 1, 1), 180) == date(2026, 6, 30)
    assert check_by(None, 180) is None
    assert kind_of_fault(defaults()) == "station_wrong"
    other = defaults().values | {
        "event_classes": [one for one in defaults().values["event_classes"] if one["code"] != "station"]
    }
    assert kind_of_fault(rulebook(other)) == "other"
