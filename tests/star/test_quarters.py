"""Quarters: a street sets indicators, scores, ranks each town; whoever is behind is reminded, and answers."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.core.access import Scope
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from portal.star.actions import quarters as actions
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.models.secretaries import Secretary
from portal.star.queries import quarters as queries
from portal.star.rules.quarters import QuarterItem, quarter_items
from portal.star.terms.scoring import IndicatorSource, Method, QuarterState, Reminder
from portal.star.terms.stars import SecretaryKind
from tests.fund.projecting import a_picture
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_stars import STREET, a_secretary, one_engine, the, village

__all__ = ["village"]
VILLAGE = SecretaryKind.VILLAGE
YEAR = today().year
ITEMS = (
    QuarterItem("K1", "防汛", 60, IndicatorSource.KEY_WORK, Method.INSPECTION),
    QuarterItem("O1", "三会一课", 40, IndicatorSource.INDICATORS, Method.REVIEW),
)


def the_street() -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == STREET)).one()


def more_secretaries(names: Sequence[str], town: str = "晋祠镇") -> list[Secretary]:
    made = []
    for name in names:
        person = Person(code=f"P-{name}", name=name, pinyin=name, organisation=the_street())
        person.education = Education.BACHELOR
        session.add(person)
        made.append(a_secretary(person, the_street(), town=town, place=f"{name}村"))
    return made


def opened(quarter: int = 1, year: int = YEAR, items: Sequence[QuarterItem] = ITEMS) -> StarQuarter:
    known = {"year": year, "quarter": quarter, "kind": VILLAGE, "items": items}
    return actions.open_quarter(the_street(), **known, by="street", now=now())


def scored(quarter: StarQuarter, *points: int) -> None:
    """Both indicators of each sheet, in their order, with so many points."""
    for sheet, of in zip(quarter.sheets, points, strict=True):
        actions.score_sheet(sheet, scores={"K1": of * 100, "O1": of * 100}, by="street", now=now())


def test_a_line_says_an_indicator_in_either_language_and_width_of_comma():
    assert quarter_items("K1，防汛，60，辖区重点工作，专项督查\n\nO1, 三会一课, 40, indicators, review") == list(ITEMS)
    wrong = ("K1，防汛，60，辖区重点工作", "K1，防汛，六十，key_work，check", "，防汛，60，key_work，check")
    for line in wrong:
        with pytest.raises(ValueError):
            quarter_items(line)


def test_indicators_are_set_once_their_weights_add_up_and_nobody_is_scored_where_nobody_is(village, app):
    with app.app_context(), transaction():
        for items in (ITEMS[:1], [ITEMS[0], ITEMS[0]]):
            with pytest.raises(Refused):
                opened(items=items)
        made = opened()
        assert [one.secretary.code for one in made.sheets] == [village]
        with pytest.raises(Refused):
            opened()
        community = {"year": YEAR, "quarter": 1, "kind": SecretaryKind.COMMUNITY, "items": ITEMS}
        with pytest.raises(Refused):
            actions.open_quarter(the_street(), **community, by="street", now=now())


def test_scores_are_kept_with_who_when_and_on_what_and_only_what_changed_is_written(village, app):
    with app.app_context(), transaction():
        (sheet,) = opened().sheets
        actions.score_sheet(sheet, scores={"K1": 9000}, note="现场看过", by="street", now=now())
        actions.score_sheet(sheet, scores={"K1": 9000, "O1": 8000}, note="查台账", by="street2", now=now())
        assert {code: (one["score"], one["note"], one["by"]) for code, one in sheet.scores.items()} == {
            "K1": (9000, "现场看过", "street"),
            "O1": (8000, "查台账", "street2"),
        }
        for wrong in ({"X": 1}, {"K1": 10_001}, {"K1": -1}):
            with pytest.raises(Refused):
                actions.score_sheet(sheet, scores=wrong, by="street", now=now())


def test_a_quarter_closes_when_every_score_is_there_and_ranks_each_town_by_itself(village, app):
    with app.app_context(), transaction():
        more_secretaries(["甲", "乙", "丙"])
        more_secretaries(["丁"], town="姚村镇")
        quarter = opened()
        with pytest.raises(Refused, match="（5）：丁"):
            actions.close_quarter(quarter, by="street", now=now())
        scored(quarter, 90, 85, 85, 60, 50)
        actions.close_quarter(quarter, by="street", now=now())
        told = [(one.secretary.person.name, one.score, one.place, one.people) for one in quarter.sheets]
        of_town = [("王大勇", 9000, 1, 4), ("甲", 8500, 2, 4), ("乙", 8500, 2, 4), ("丙", 6000, 4, 4)]
        assert told == [*of_town, ("丁", 5000, 1, 1)]
        assert [one.reminder for one in quarter.sheets] == [None, None, None, Reminder.REMIND, Reminder.REMIND]
        assert quarter.state is QuarterState.CLOSED
        with pytest.raises(Refused):
            scored(quarter, 90, 85, 85, 60, 50)
        with pytest.raises(Refused):
            actions.close_quarter(quarter, by="street", now=now())


def test_who_is_behind_quarter_after_quarter_is_reminded_more_strongly_until_he_is_not(village, app):
    with app.app_context(), transaction():
        levels = []
        for number, points in enumerate((50, 50, 50, 50, 90, 50)):
            quarter = opened(number % 4 + 1, YEAR - 1 + number // 4)
            scored(quarter, points)
            actions.close_quarter(quarter, by="street", now=now())
            levels.append(quarter.sheets[0].reminder)
        assert levels == [Reminder.REMIND, Reminder.URGE, Reminder.TALK, Reminder.TALK, None, Reminder.REMIND]
        assert queries.scores_of(the(village), YEAR - 1) == dict.fromkeys((1, 2, 3, 4), 5000)


def test_a_reminder_is_sent_once_and_answered_once(village, app):
    with app.app_context(), transaction():
        quarter = opened()
        (sheet,) = quarter.sheets
        with pytest.raises(Refused):
            actions.send_reminder(sheet, text="抓紧", by="street", now=now())
        scored(quarter, 50)
        actions.close_quarter(quarter, by="street", now=now())
        with pytest.raises(Refused):
            actions.answer_reminder(sheet, answer="好", by="secretary", now=now())
        actions.send_reminder(sheet, text="抓紧", by="street", now=now())
        with pytest.raises(Refused):
            actions.send_reminder(sheet, text="再抓紧", by="street", now=now())
        actions.answer_reminder(sheet, answer="好", by="secretary", now=now())
        with pytest.raises(Refused):
            actions.answer_reminder(sheet, answer="再答", by="secretary", now=now())


@one_engine
def test_a_quarter_goes_from_the_street_s_indicators_to_the_secretary_s_answer(village, app):
    own, street, county = (enter(app.test_client(), name) for name in ("secretary", "street", "county"))
    assert "还没有季度考评" in street.opens("/star-quarters").main
    begun = street.opens("/star-quarters/new").tree
    lines = next(one.text for one in begun.iter("textarea") if one.get("name") == "items")
    told = {"organisation": STREET, "kind": "village", "year": str(YEAR), "quarter": "1"}
    elsewhere = told | {"organisation": "371322002"}
    assert street.sends("/star-quarters/new", **elsewhere, items=lines).error_of("organisation")
    assert street.sends("/star-quarters/new", **told, items="防汛").error_of("items")
    assert street.sends("/star-quarters/new", **told, items=lines.replace("，4，", "，5，", 1)).error_of("items")
    assert street.sends("/star-quarters/new", **told, items=lines).status == 303
    with app.app_context():
        quarter, sheet = session.scalars(select(StarQuarter.code)).one(), session.scalars(select(StarSheet.code)).one()
        many = len(session.scalars(select(StarQuarter)).one().items)
    assert county.client.get("/star-quarters/new").status_code == 403
    assert "0 / " in street.opens(f"/star-quarters/{quarter}").main
    assert "还有没有打的分（1）：王大勇" in street.sends(f"/star-quarters/{quarter}/close").main
    assert street.sends(f"/star-sheets/{sheet}/score", i0="101").error_of("i0")
    file = (BytesIO(a_picture()), "台账.png")
    scores = {f"i{at}": "60" for at in range(many)}
    assert street.sends(f"/star-sheets/{sheet}/score", **scores, note="查了台账", file=file).status == 303
    assert own.client.get(f"/own-stars/sheets/{sheet}").status_code == 404
    assert street.sends(f"/star-quarters/{quarter}/close").status == 303
    assert "季度落后的提醒等待确认" in street.opens("/desk").main
    page = street.opens(f"/star-sheets/{sheet}/remind")
    assert "您得 60.00 分，在 1 人中排第 1" in next(one.text for one in page.tree.iter("textarea"))
    assert street.sends(f"/star-sheets/{sheet}/remind", text="请抓紧三会一课").status == 303
    assert "有提醒请您回复" in own.opens("/desk").main
    assert "请抓紧三会一课" in own.opens(f"/own-stars/sheets/{sheet}").main
    assert own.client.get(f"/own-stars/sheets/{sheet}/file").headers["Content-Disposition"].startswith("attachment")
    assert own.sends(f"/own-stars/sheets/{sheet}/answer", answer="每月十日前开").status == 303
    assert "每月十日前开" in county.opens(f"/star-sheets/{sheet}").main
    assert "60.00" in own.opens("/own-stars").main
    known = county.opens(f"/secretaries/{village}/rate?year={YEAR}").tree
    assert next(one.get("value") for one in known.iter("input") if one.get("name") == "q1") == "60.00"


@one_engine
def test_the_pages_of_quarters_ask_the_same_number_of_questions_however_many_there_are(village, app):
    street = enter(app.test_client(), "street")
    with app.app_context(), transaction():
        code = opened().code
    few = asked(street, code)
    with app.app_context(), transaction():
        more_secretaries("甲乙丙丁戊")
        code = opened(2).code
        opened(3)
    assert asked(street, code) == few


def asked(visitor, code: str) -> list[int]:
    """How many questions the list and the page of a quarter ask."""
    return [selects(lambda: visitor.opens("/star-quarters")), selects(lambda: visitor.opens(f"/star-quarters/{code}"))]


def test_a_street_sees_no_other_street_s_quarters(village, app):
    with app.app_context(), transaction():
        code = opened().code
        elsewhere = Scope(("371322/371322002/",))
        assert queries.quarter_in(code, elsewhere) is None
        assert queries.quarters_page(elsewhere, 1).total == 0
        assert queries.sheet_in(session.scalars(select(StarSheet.code)).one(), elsewhere) is None
