"""Activities: sign-up, waiting list, the organiser's list, the changing code, hours and their corrections."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import LOCAL, now, today
from portal.core.database import db, session, transaction
from portal.core.errors import Refused
from portal.registration.actions import activities as actions
from portal.registration.actions import hours as hours_actions
from portal.registration.actions.paper import print_forms
from portal.registration.actions.rulebook import issue_rules
from portal.registration.models.reporting import PaperForm
from portal.registration.models.roster import Member
from portal.registration.models.service import Activity, ServiceHours, SignUp
from portal.registration.queries import activities as queries
from portal.registration.queries.rulebook import rules_on
from portal.registration.terms.reporting import PaperKind
from portal.registration.terms.roster import ReportState, ServiceField
from portal.registration.terms.rulebook import RulebookFault
from portal.registration.terms.service import HoursFrom, Presence, PresenceBy, ServiceFault, SignUpState
from tests.house.test_walk import token_of
from tests.people import a_tree, enter
from tests.registration.rows import COMMUNITY, a_member, a_unit, account_of, organisation


@pytest.fixture
def staff(app, signed_in):
    with transaction():
        a_tree()
    return signed_in(Role.COMMUNITY_STAFF, COMMUNITY, "anna")


def an_activity(places: int = 2, begins_in: timedelta = timedelta(days=1)) -> Activity:
    starts = now() + begins_in
    told = {"field": ServiceField.SAFETY, "title": "消防演练", "detail": "", "place": "广场", "grid": None}
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "sign_up_until": starts}
    return actions.announce(organisation(), places=places, by="anna", **told, **times)


def members(how_many: int) -> list[Member]:
    unit = a_unit()
    return [a_member(unit, f"王{name}") for name in "一二三四五六七八"[:how_many]]


def states() -> list[SignUpState]:
    return list(session.scalars(select(SignUp.state).order_by(SignUp.id)))


def test_the_third_waits_and_moves_up_when_the_first_withdraws(app, staff):
    with transaction():
        activity = an_activity()
        people = members(3)
        for one in people:
            actions.sign_up(activity, one, by="x", now=now())
        assert states() == [SignUpState.SIGNED_UP, SignUpState.SIGNED_UP, SignUpState.WAITING]
        actions.withdraw(activity, people[0], by="x", now=now())
        session.flush()
        assert states() == [SignUpState.WITHDRAWN, SignUpState.SIGNED_UP, SignUpState.SIGNED_UP]
        actions.sign_up(activity, people[0], by="x", now=now())
        session.flush()
        assert states()[0] is SignUpState.WAITING
        actions.change_places(activity, places=3, by="anna")
        session.flush()
        assert states()[0] is SignUpState.SIGNED_UP


def test_those_who_sign_up_at_once_never_get_more_places_than_there_are(app, staff):
    with transaction():
        code = an_activity(places=3).code
        codes = [one.code for one in members(8)]

    def sign_up(who: str) -> None:
        with app.app_context():
            with transaction():
                activity = session.scalars(select(Activity).where(Activity.code == code)).one()
                member = session.scalars(select(Member).where(Member.code == who)).one()
                actions.sign_up(activity, member, by=who, now=now())
            session.remove()

    threads = [threading.Thread(target=sign_up, args=(who,)) for who in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states()) == sorted([SignUpState.SIGNED_UP] * 3 + [SignUpState.WAITING] * 5)


def test_the_organisers_list_makes_the_hours_and_stands(app, staff):
    with transaction():
        activity = an_activity(begins_in=timedelta(hours=-1))
        activity.sign_up_until = now() + timedelta(hours=1)
        first, second = members(2)
        for one in (first, second):
            actions.sign_up(activity, one, by="x", now=now())
        code, came = activity.code, first.code
    page = staff.opens(f"/activities/{code}")
    assert "勾选到场的人" in page.main
    answer = staff.presses(f"/activities/{code}/attendance", on=f"/activities/{code}")
    assert answer.status == 303
    assert session.scalar(select(func.count()).select_from(ServiceHours)) == 0
    assert {one.presence for one in session.scalars(select(SignUp))} == {Presence.ABSENT}
    with transaction():
        held = session.scalars(select(Activity)).one()
        with pytest.raises(Refused, match=ServiceFault.STATE.zh):
            actions.close_attendance(held, {came: 120}, how=PresenceBy.LIST, by="anna", now=now())


def test_a_sheet_of_paper_is_entered_once(app, staff):
    with transaction():
        activity = an_activity(begins_in=timedelta(hours=-1))
        activity.sign_up_until = now() + timedelta(hours=1)
        (one,) = members(1)
        actions.sign_up(activity, one, by="x", now=now())
        made = {"kind": PaperKind.ATTENDANCE, "copies": 1, "about": activity.code, "by": "anna", "now": now()}
        (sheet,) = print_forms(organisation(), **made)
        code, who, paper = activity.code, one.code, sheet.code
    there = f"/activities/{code}/enter-attendance?paper={paper}"
    assert f"照纸质签到表 {paper} 录入" in staff.opens(there).main
    token = token_of(staff.client)
    listed = {"csrf_token": token, "came": who, f"minutes-{who}": "60", "paper": paper}
    assert staff.posts(f"/activities/{code}/attendance", **listed).status == 303
    assert session.scalars(select(SignUp.presence_by)).one() is PresenceBy.PAPER
    assert session.scalars(select(PaperForm.entered_as)).one() == code
    assert staff.client.get(there).status_code == 303


def test_who_came_has_his_minutes_and_is_active(app, staff):
    with transaction():
        activity = an_activity(begins_in=timedelta(hours=-1))
        activity.sign_up_until = now() + timedelta(hours=1)
        (one,) = members(1)
        actions.sign_up(activity, one, by="x", now=now())
        actions.close_attendance(activity, {one.code: 120}, how=PresenceBy.LIST, by="anna", now=now())
        day = activity.starts_at.astimezone(LOCAL).date()
    (entry,) = session.scalars(select(ServiceHours))
    assert (entry.minutes, entry.day, entry.source) == (120, day, activity.code)
    assert session.scalars(select(Member.state)).one() is ReportState.ACTIVE


def test_hours_are_corrected_by_another_entry_and_a_day_holds_only_so_much(app, staff):
    with transaction():
        (one,) = members(1)
        told = {"day": today(), "served_for": HoursFrom.OTHER, "field": ServiceField.OTHER, "note": "帮忙"}
        told |= {"by": "anna", "now": now()}
        entry = hours_actions.enter_service(one, one.organisation, minutes=90, **told)
        session.flush()
        hours_actions.correct_hours(entry, minutes=60, reason="记错", by="anna", now=now())
        hours_actions.correct_hours(entry, minutes=0, reason="没来", by="anna", now=now())
        with pytest.raises(Refused, match=ServiceFault.SAME.zh):
            hours_actions.correct_hours(entry, minutes=0, reason="没来", by="anna", now=now())
        assert list(session.scalars(select(ServiceHours.minutes).order_by(ServiceHours.id))) == [90, -30, -60]
        with pytest.raises(Refused, match=ServiceFault.TOO_MUCH.zh):
            hours_actions.enter_service(one, one.organisation, minutes=481, **told)


def test_a_code_on_the_screen_is_good_for_a_moment_and_only_where_the_county_uses_it(app, staff):
    with transaction():
        activity = an_activity(begins_in=timedelta(minutes=-10))
        activity.sign_up_until = now() + timedelta(hours=1)
        (one,) = members(1)
        account_of(one, "fang", Role.MEMBER)
        actions.sign_up(activity, one, by="x", now=now())
        with pytest.raises(Refused, match=ServiceFault.SWITCHED_OFF.zh):
            actions.attend_by_code(activity, one, code="000000", by="x", now=now())
        issue_rules(from_day=today(), origin="县委组织部", by="county", today=today(), attendance_code=True)
        code = activity.code
    screen = staff.opens(f"/activities/{code}/attendance-code").main
    shown = "".join(letter for letter in screen if letter.isdecimal())[:6]
    member = enter(app.test_client(), "fang")
    assert member.opens(f"/attend/{code}?shown={shown}").status == 200
    assert session.scalars(select(SignUp)).one().presence is None, "looking takes no part"
    assert member.sends(f"/attend/{code}", code="123").error_of("code") == ServiceFault.CODE.zh
    with transaction():
        activity = session.scalars(select(Activity)).one()
        one = session.scalars(select(SignUp)).one().member
        good = queries.attendance_clock(activity, rules_on(today())).at(now())
        with pytest.raises(Refused, match=ServiceFault.CODE.zh):
            actions.attend_by_code(activity, one, code=good, by="x", now=now() + timedelta(minutes=3))
        actions.attend_by_code(activity, one, code=f"{good[:3]} {good[3:]}", by="x", now=now())
    assert session.scalars(select(SignUp)).one().presence_by is PresenceBy.CODE


def test_a_member_sees_and_downloads_his_own_year_and_nobody_elses(app, staff):
    with transaction():
        activity = an_activity(begins_in=timedelta(hours=-1))
        activity.sign_up_until = now() + timedelta(hours=1)
        one, other = members(2)
        account_of(one, "fang", Role.MEMBER)
        for who in (one, other):
            actions.sign_up(activity, who, by="x", now=now())
        actions.close_attendance(activity, {one.code: 90, other.code: 60}, how=PresenceBy.LIST, by="a", now=now())
    member = enter(app.test_client(), "fang")
    page = member.opens("/own-year")
    assert "1.5 小时" in page.main
    assert "积分" not in page.main
    assert member.client.get("/own-year/service.xlsx").data[:2] == b"PK"
    assert member.client.get("/own-year?year=1999").status_code == 404


def test_rules_begin_today_or_later_and_once_a_day(app, signed_in):
    county = signed_in(Role.COUNTY_ORGANISATION, "371322", "ren")
    page = county.opens("/registration-rules/new")
    typed = {
        element.get("name"): element.get("value", "")
        for element in page.tree.iter("input")
        if element.get("type") not in {"hidden", "checkbox"} and element.get("name")
    }
    typed |= {"origin": "县委组织部〔2026〕3 号", "points": "y", "points_per_hour": "1.5"}
    past = county.sends("/registration-rules/new", **(typed | {"from_day": "2020-01-01"}))
    assert past.error_of("from_day") == RulebookFault.PAST.zh
    assert county.sends("/registration-rules/new", **typed).status == 303
    assert county.sends("/registration-rules/new", **typed).error_of("from_day") == RulebookFault.TAKEN.zh
    assert "1.5" in county.opens("/registration-rules").main


def test_lists_take_the_same_number_of_statements_however_many_rows(app, staff):
    def count(question) -> int:
        seen = []

        def note(*_):
            seen.append(1)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            question()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    scope = Scope(("371322/371322001/",))
    with transaction():
        an_activity()
    few = count(lambda: queries.activities_page(scope, 1))
    with transaction():
        for _ in range(12):
            an_activity()
    session.remove()
    assert count(lambda: queries.activities_page(scope, 1)) == few
