"""Uses of ratings: proposed by rule, decided by people, admonitions known to few and followed to the end; benefits."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.core.access import Scope
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.star.actions import uses as actions
from portal.star.actions.secretaries import leave_office
from portal.star.models.uses import StarUse
from portal.star.queries import uses as queries
from portal.star.queries.benefits import leaving_in
from portal.star.queries.pay import paid_in
from portal.star.terms.stars import Departure, SecretaryKind
from portal.star.terms.uses import UseKind, UseState
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_quarters import more_secretaries
from tests.star.test_stars import LAST, one_engine, rate, the, village
from tests.visitor import CSRF

__all__ = ["village"]
COUNTY = Scope(("371322/",))
LOW = {"quarters": [6000] * 4, "year_end": 6000}


def proposed(**more) -> list[StarUse]:
    return actions.propose_uses(COUNTY, **{"year": LAST, "by": "county", "now": now()} | more)


def high(secretary) -> None:
    rate(secretary, LAST - 1)
    rating = rate(secretary, LAST)
    rating.stars = 8
    session.flush()


def low(secretary) -> None:
    secretary.prior_months = 0
    rate(secretary, LAST, **LOW)


def test_the_rules_propose_once_and_people_decide_with_a_reason(village, app):
    with app.app_context(), transaction():
        high(the(village))
        made = proposed()
        assert {one.kind for one in made} == {UseKind.POST, UseKind.RECOMMEND, UseKind.COMMEND}
        with pytest.raises(Refused):
            proposed()
        use = made[0]
        with pytest.raises(Refused):
            actions.decide_use(use, agreed=True, reason=" ", by="county", now=now())
        actions.decide_use(use, agreed=False, reason="名额已满", by="county", now=now())
        assert (use.state, use.due_on) == (UseState.DECLINED, None)
        with pytest.raises(Refused):
            actions.decide_use(use, agreed=True, reason="再议", by="county", now=now())
        assert queries.own_uses(the(village)) == []


def test_an_admonition_is_rectified_by_a_date_and_then_lifted_or_taken_further(village, app):
    with app.app_context(), transaction():
        low(the(village))
        (use,) = proposed()
        assert use.kind is UseKind.ADMONISH
        actions.decide_use(use, agreed=True, reason="部务会研究", by="county", now=now())
        assert (use.state, use.due_on) == (UseState.RECTIFYING, today() + timedelta(days=90))
        with pytest.raises(Refused):
            actions.check_rectified(use, lifted=True, result="到位", by="county", now=now())
        actions.report_rectified(use, plan="补开了三会一课", by="secretary", now=now())
        with pytest.raises(Refused):
            actions.report_rectified(use, plan="再报", by="secretary", now=now())
        actions.check_rectified(use, lifted=True, result="到位", by="county", now=now())
        assert (use.state, use.due_on) == (UseState.LIFTED, None)
        again = more_secretaries(["乙"])[0]
        low(again)
        (silent,) = proposed()
        actions.decide_use(silent, agreed=True, reason="部务会研究", by="county", now=now())
        late = now() + timedelta(days=91)
        actions.check_rectified(silent, lifted=False, result="没有整改", by="county", now=late)
        assert silent.state is UseState.ESCALATED


def test_an_admonition_is_not_in_the_lists_of_who_need_not_know(village, app):
    with app.app_context(), transaction():
        low(the(village))
        (use,) = proposed()
        for whole, many in ((True, 1), (False, 0)):
            assert queries.uses_page(COUNTY, queries.Wanted(whole=whole), 1).total == many
            assert (queries.use_in(use.code, COUNTY, whole=whole) is not None) is bool(many)


def test_pensions_and_leaving_allowances_say_their_rule_and_who_left_dismissed_gets_no_bonus(village, app):
    with app.app_context(), transaction():
        first = the(village)
        high(first)
        others = more_secretaries(["乙", "丙"])
        others[1].kind = SecretaryKind.COMMUNITY
        for one in others:
            high(one)
        (mine, *_more) = [one for one in paid_in(COUNTY, LAST) if one.secretary.code == village]
        assert (mine.first.stars, mine.rating.stars, mine.pension.fen) == (3, 8, 500_00)
        day = date(LAST, 12, 20)
        known = {"day": day, "reason": "届满", "by": "county", "today": today()}
        leave_office(first, departure=Departure.NORMAL, **known)
        leave_office(others[0], departure=Departure.DISMISSED, **known)
        leave_office(others[1], departure=Departure.NORMAL, **known)
        told = {one.secretary.person.name: one.allowance for one in leaving_in(COUNTY, LAST)}
        assert (told["王大勇"].fen, told["乙"].fen, told["丙"]) == (350_00, 300_00, None)
        assert leaving_in(COUNTY, LAST - 1) == []


@one_engine
def test_the_lists_go_from_a_proposal_on_the_page_to_the_secretary_s_report(village, app):
    own, street, county = (enter(app.test_client(), name) for name in ("secretary", "street", "county"))
    assert "还没有提出过人选" in county.opens("/star-uses").main
    assert county.sends("/star-uses/propose", year=str(LAST)).error_of("year")
    with app.app_context(), transaction():
        low(the(village))
        for one in more_secretaries(["乙"]):
            high(one)
    assert county.sends("/star-uses/propose", year=str(LAST)).status == 303
    assert "星级结果运用等待研究决定" in county.opens("/desk").main
    page = street.opens("/star-uses").main
    assert "推荐" in page
    assert "诫勉监督" not in page
    with app.app_context():
        code = session.scalar(select(StarUse.code).where(StarUse.kind == UseKind.ADMONISH))
        other = session.scalar(select(StarUse.code).where(StarUse.kind == UseKind.RECOMMEND))
    assert street.client.get(f"/star-uses/{code}").status_code == 404
    assert street.client.get(f"/star-uses/{other}").status_code == 200
    assert street.client.get(f"/star-uses/{other}/decide").status_code == 403
    assert own.client.get(f"/own-stars/uses/{code}").status_code == 404
    assert county.sends(f"/star-uses/{code}/decide", agreed="yes", reason="").error_of("reason")
    assert county.sends(f"/star-uses/{code}/decide", agreed="yes", reason="部务会研究").status == 303
    assert "诫勉监督" not in street.opens(f"/secretaries/{village}").main
    assert "诫勉监督" in own.opens("/own-stars").main
    assert "限期整改请您报告" in own.opens("/desk").main
    assert own.sends(f"/own-stars/uses/{code}", plan="").error_of("plan")
    assert own.sends(f"/own-stars/uses/{code}", plan="补开了三会一课").status == 303
    assert "补开了三会一课" in county.opens(f"/star-uses/{code}").main
    assert county.sends(f"/star-uses/{code}/check", lifted="yes", result="到位").status == 303
    assert "整改到位" in county.opens("/star-uses?kind=admonish").main
    assert street.client.post("/exports/star-uses", data={"format": "xlsx"}).status_code in {400, 404}


@one_engine
def test_the_page_of_benefits_adds_up_and_leaves_as_a_workbook(village, app):
    county = enter(app.test_client(), "county")
    assert "还没有评定过" in county.opens("/star-benefits").main
    with app.app_context(), transaction():
        high(the(village))
    few = selects(lambda: county.opens("/star-benefits"))
    with app.app_context(), transaction():
        for one in more_secretaries("甲乙丙"):
            high(one)
    assert selects(lambda: county.opens("/star-benefits")) == few
    assert "2,000.00" in county.opens("/star-benefits").main
    assert "这一年没有人离任" in county.opens("/star-benefits").main
    token = CSRF.search(county.client.get("/star-benefits").text)[1]
    asked = {"format": "xlsx", "year": str(LAST), "csrf_token": token}
    sent = county.client.post("/exports/star-pensions", data=asked)
    rows = list(load_workbook(BytesIO(sent.data)).active.values)
    assert (rows[-1][0], rows[-1][-2]) == ("合计", 2000)
    assert county.client.get("/star-benefits?year=1999").status_code == 404
