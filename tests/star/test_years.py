"""A year of stars: six steps, none closes while something is missing; appeals, signatures, filing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.access import Scope
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.organisation.models import Organisation
from portal.star.actions import appeals, appraisals, quarters
from portal.star.actions import years as actions
from portal.star.actions.rating import rate_secretary
from portal.star.models.rulebook import StarRules
from portal.star.models.secretaries import StarRating
from portal.star.models.years import StarAppeal, StarYear
from portal.star.queries import appeals as queries_of_appeals
from portal.star.queries import years as queries
from portal.star.queries.quarters import own_sheets
from portal.star.queries.rulebook import defaults
from portal.star.terms.scoring import YearStep
from portal.star.terms.years import AppealState, Lack
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_quarters import ITEMS, VILLAGE, more_secretaries, the_street
from tests.star.test_stars import LAST, one_engine, the, village

__all__ = ["village"]
COUNTY = Scope(("371322/",))
LATER = timedelta(days=40)


def the_county() -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == "371322")).one()


def begun() -> StarYear:
    return actions.begin_year(the_county(), year=LAST, by="county", now=now())


def published_rules() -> None:
    known = {"values": defaults().values, "origin": "县文件", "issued_by": "county", "issued_at": now()}
    session.add(StarRules(year=LAST, version=1, **known))
    session.flush()


def ranked(number: int, points: int = 80) -> None:
    known = {"year": LAST, "quarter": number, "kind": VILLAGE, "items": ITEMS}
    made = quarters.open_quarter(the_street(), **known, by="street", now=now())
    for sheet in made.sheets:
        quarters.score_sheet(sheet, scores={"K1": points * 100, "O1": points * 100}, by="street", now=now())
    quarters.close_quarter(made, by="street", now=now())


def walked(to: YearStep, points: int = 80) -> StarYear:
    """A year in the step that is asked for, everybody scored on the way."""
    year = begun()
    published_rules()
    ranked(1, points)
    deeds = {
        YearStep.INDICATORS: lambda: None,
        YearStep.TRAINING: lambda: None,
        YearStep.QUARTERS: lambda: [ranked(number, points) for number in (2, 3, 4)],
        YearStep.APPRAISAL: lambda: scored(year, points),
        YearStep.RATING: lambda: settled(year),
    }
    while year.step is not to:
        deeds[year.step]()
        later = now() + LATER if year.step is YearStep.RATING else now()
        actions.close_step(year, note="三月集中培训", by="county", now=later)
    return year


def scored(year: StarYear, points: int) -> None:
    for one in queries.to_be_rated(year, COUNTY):
        appraisals.score_year(one, year=LAST, score=points * 100, by="street", now=now())


def rated(year: StarYear) -> None:
    for one in queries.to_be_rated(year, COUNTY):
        scores = {"quarters": [8000] * 4, "year_end": 8000}
        rate_secretary(one, year=LAST, **scores, by="county", now=now())


def settled(year: StarYear) -> None:
    rated(year)
    actions.publish_results(year, by="county", now=now())


def lacks(year: StarYear) -> set[Lack]:
    return {one.lack for one in queries.lacking(year, COUNTY, today())}


def test_no_step_closes_while_something_is_missing_and_each_says_what(village, app):
    with app.app_context(), transaction():
        more_secretaries("甲")
        year = begun()
        assert lacks(year) == {Lack.RULES, Lack.INDICATORS}
        with pytest.raises(Refused, match="还没有公布这一年的规则"):
            actions.close_step(year, by="county", now=now())
        published_rules()
        ranked(1)
        actions.close_step(year, by="county", now=now())
        with pytest.raises(Refused, match="动员培训"):
            actions.close_step(year, by="county", now=now())
        actions.close_step(year, note="三月五日集中培训", by="county", now=now())
        assert [(one.who[-1], one.lack) for one in queries.lacking(year, COUNTY, today())] == [
            (number, Lack.QUARTER) for number in "234"
        ]
        with pytest.raises(Refused, match="季度考评还没有排名"):
            actions.close_step(year, by="county", now=now())
        for number in (2, 3, 4):
            ranked(number)
        actions.close_step(year, by="county", now=now())
        with pytest.raises(Refused, match="还没有年终考核得分（2）"):
            actions.close_step(year, by="county", now=now())
        scored(year, 80)
        actions.close_step(year, by="county", now=now())
        assert lacks(year) == {Lack.RATING, Lack.PUBLICITY}
        with pytest.raises(Refused, match="（2）"):
            actions.publish_results(year, by="county", now=now())
        settled(year)
        with pytest.raises(Refused, match="公示期"):
            actions.close_step(year, by="county", now=now())
        actions.close_step(year, by="county", now=now() + LATER)
        assert lacks(year) == {Lack.FAIRNESS, Lack.SIGNATURE}
        assert [one.step for one in year.steps] == list(YearStep)[:5]


def test_what_is_closed_is_locked(village, app):
    with app.app_context(), transaction():
        year, secretary = walked(YearStep.QUARTERS), the(village)
        with pytest.raises(Refused):
            actions.begin_year(the_county(), year=LAST, by="county", now=now())
        with pytest.raises(Refused):
            rate_secretary(secretary, year=LAST, quarters=[8000] * 4, year_end=8000, by="county", now=now())
        for number in (2, 3, 4):
            ranked(number)
        actions.close_step(year, by="county", now=now())
        appraisals.state_year(secretary, year=LAST, statement="抓了防汛", by="secretary", now=now())
        scored(year, 80)
        actions.close_step(year, by="county", now=now())
        with pytest.raises(Refused):
            scored(year, 90)
        with pytest.raises(Refused):
            appraisals.state_year(secretary, year=LAST, statement="再写", by="secretary", now=now())
        community = {"year": LAST, "quarter": 1, "kind": VILLAGE, "items": ITEMS}
        with pytest.raises(Refused):
            quarters.open_quarter(the_street(), **community, by="street", now=now())


def test_a_year_is_filed_when_every_level_has_signed_the_results_as_they_are(village, app):
    with app.app_context(), transaction():
        year = walked(YearStep.FILING)
        with pytest.raises(Refused):
            actions.file_year(year, number="1 号", by="county", now=now())
        actions.note_fairness(year, note="没有明显偏差", by="county", now=now())
        actions.sign_results(year, the_street(), by="street", now=now())
        actions.sign_results(year, the_county(), by="county", now=now())
        rate_secretary(
            the(village), year=LAST, quarters=[9900] * 4, year_end=9900, why="成绩登记错了", by="county", now=now()
        )
        with pytest.raises(Refused, match="还没有签字"):
            actions.file_year(year, number="1 号", by="county", now=now())
        actions.sign_results(year, the_street(), by="street", now=now())
        actions.sign_results(year, the_county(), by="county", now=now())
        actions.file_year(year, number="1 号", by="county", now=now())
        assert (year.step, year.number, len(year.filed), len(year.signatures)) == (YearStep.FILED, "1 号", 1, 2)
        assert queries.filed_digest(year) == year.digest == queries.digest_of("371322/", LAST)
        with pytest.raises(Refused):
            actions.close_step(year, by="county", now=now())


def test_after_filing_a_correction_is_a_new_version_and_what_was_filed_stays(village, app):
    with app.app_context(), transaction():
        year = walked(YearStep.FILING)
        actions.note_fairness(year, note="没有明显偏差", by="county", now=now())
        for where in (the_street(), the_county()):
            actions.sign_results(year, where, by="x", now=now())
        actions.file_year(year, number="1 号", by="county", now=now())
        again = {"year": LAST, "quarters": [9900] * 4, "year_end": 9900, "by": "county", "now": now()}
        with pytest.raises(Refused):
            rate_secretary(the(village), **again)
        made = rate_secretary(the(village), **again, why="法院判决")
        assert [one.id for one in queries.corrections_of(year)] == [made.id]
        assert queries.filed_digest(year) == year.digest != queries.digest_of("371322/", LAST)
        assert [rating.version for _code, rating in queries.results_of(year, COUNTY)] == [1]
        filed = session.get_one(StarRating, year.filed[0])
        filed.stars += 1
        session.flush()
        assert queries.filed_digest(year) != year.digest


def test_an_appeal_is_filed_once_in_time_and_not_answered_by_who_scored(village, app):
    with app.app_context(), transaction():
        year = walked(YearStep.RATING)
        rated(year)
        rating = session.scalars(select(StarRating)).one()
        sheet = last_sheet(village)
        with pytest.raises(Refused):
            appeals.appeal_against_rating(rating, text="x", by="secretary", now=now() + LATER)
        first = appeals.appeal_against_sheet(sheet, text="台账交过了", by="secretary", now=now())
        with pytest.raises(Refused):
            appeals.appeal_against_sheet(sheet, text="再说一次", by="secretary", now=now())
        second = appeals.appeal_against_rating(rating, text="偏低", by="secretary", now=now())
        assert queries_of_appeals.waiting(COUNTY) == (2, first.due_on)
        assert Lack.APPEALS in lacks(year)
        for appeal in (first, second):
            with pytest.raises(Refused):
                appeals.answer_appeal(appeal, upheld=True, answer="属实", by="street", now=now())
        with pytest.raises(Refused):
            appeals.answer_appeal(first, upheld=True, answer=" ", by="county", now=now())
        appeals.answer_appeal(first, upheld=True, answer="属实", by="county", now=now())
        appeals.answer_appeal(second, upheld=False, answer="复核无误", by="county", now=now())
        assert (first.state, second.state) == (AppealState.UPHELD, AppealState.DISMISSED)
        with pytest.raises(Refused):
            appeals.answer_appeal(first, upheld=False, answer="改了主意", by="county", now=now())
        assert Lack.APPEALS not in lacks(year)


def last_sheet(code: str):
    return own_sheets(the(code))[0]


def test_scores_are_corrected_after_an_upheld_appeal_until_the_year_is_rated(village, app):
    with app.app_context(), transaction():
        year = walked(YearStep.APPRAISAL)
        sheet = last_sheet(village)
        known = {"scores": {"K1": 9500}, "note": "台账找到了", "by": "street", "now": now()}
        with pytest.raises(Refused):
            quarters.correct_sheet(sheet, **known)
        appeal = appeals.appeal_against_sheet(sheet, text="台账交过了", by="secretary", now=now())
        appeals.answer_appeal(appeal, upheld=True, answer="属实", by="county", now=now())
        quarters.correct_sheet(sheet, **known)
        assert (sheet.score, sheet.scores["K1"]["note"]) == (8900, "台账找到了")
        scored(year, 80)
        actions.close_step(year, by="county", now=now())
        rated(year)
        with pytest.raises(Refused):
            quarters.correct_sheet(sheet, **known | {"scores": {"K1": 9900}})


def test_a_rating_is_read_by_the_one_it_is_about_and_a_correction_anew(village, app):
    with app.app_context(), transaction():
        year, secretary = walked(YearStep.RATING), the(village)
        rated(year)
        first = queries.unread(secretary)
        appraisals.acknowledge_rating(first, by="secretary", now=now())
        assert queries.unread(secretary) is None
        again = {"year": LAST, "quarters": [9900] * 4, "year_end": 9900}
        made = rate_secretary(secretary, **again, why="更正", by="county", now=now())
        assert queries.unread(secretary) is made


@one_engine
def test_the_year_is_walked_on_its_pages_from_its_begin_to_its_filing(village, app):
    own, street, county, nobody = (
        enter(app.test_client(), "secretary"),
        enter(app.test_client(), "street"),
        enter(app.test_client(), "county"),
        app.test_client(),
    )
    assert "还没有开始过一年" in county.opens("/star-years").main
    assert county.sends("/star-years/new", organisation="371322001", year=str(LAST)).error_of("organisation")
    assert county.sends("/star-years/new", organisation="371322", year=str(LAST)).status == 303
    here = f"/star-years/371322-{LAST}"
    assert "还没有公布这一年的规则" in county.opens(here).main
    assert "这一步还缺" in county.sends(f"{here}/close").main
    assert street.client.get(f"{here}/close").status_code == 403
    with app.app_context(), transaction():
        published_rules()
        for number in (1, 2, 3, 4):
            ranked(number)
    assert county.sends(f"{here}/close").status == 303
    assert "动员培训" in county.sends(f"{here}/close").main
    assert county.sends(f"{here}/close", note="三月五日，县委组织部讲，30 人").status == 303
    assert county.sends(f"{here}/close").status == 303
    assert "请写年度述职" not in own.opens("/desk").main
    assert own.sends(f"/own-stars/account?year={LAST}", statement="抓了防汛和产业").status == 303
    assert "年终考核还没有打分" in street.opens("/desk").main
    scores = f"/secretaries/{village}/appraisal?year={LAST}"
    assert "抓了防汛和产业" in street.opens(scores).main
    assert street.sends(scores, year_end="101", one_off="0").error_of("year_end")
    assert street.sends(scores, year_end="88.5", one_off="2000", rigid_failed="y").status == 303
    assert "88.50" in county.opens(f"{here}/people").main
    assert county.sends(f"{here}/close").status == 303
    assert county.sends(f"/own-stars/account?year={LAST}", statement="x").status == 403
    known = county.opens(f"/secretaries/{village}/rate?year={LAST}").tree
    fields = {one.get("name"): one.get("value") for one in known.iter("input")}
    assert (fields["q4"], fields["year_end"], fields["one_off"]) == ("80.00", "88.50", "2000.00")
    told = {name: fields[name] for name in ("year", "q1", "q2", "q3", "q4", "year_end", "one_off")}
    assert county.sends(f"/secretaries/{village}/rate", **told, rigid_failed="y").status == 303
    assert nobody.get(f"/star-notices/371322-{LAST}").status_code == 404
    assert county.sends(f"{here}/publish").status == 303
    assert "王大勇" in nobody.get(f"/star-notices/371322-{LAST}").text
    assert f"{LAST} 年星级评定结果" in nobody.get("/star-notices").text
    assert "新的星级评定请您看" in own.opens("/desk").main
    assert own.sends(f"/own-stars/read?year={LAST}").status == 303
    assert own.sends(f"/own-stars/appeal?year={LAST}", text="防汛得分偏低").status == 303
    assert "星级申诉等待答复" in county.opens("/desk").main
    with app.app_context():
        appeal = session.scalars(select(StarAppeal.code)).one()
    assert "防汛得分偏低" in street.opens(f"/star-appeals/{appeal}").main
    assert street.client.get(f"/star-appeals/{appeal}/answer").status_code == 403
    assert county.sends(f"/star-appeals/{appeal}/answer", upheld="no", answer="").error_of("answer")
    assert county.sends(f"/star-appeals/{appeal}/answer", upheld="no", answer="复核无误").status == 303
    assert "复核无误" in own.opens(f"/own-stars/appeals/{appeal}").main
    assert "公示期还没有开始或还没有满" in county.sends(f"{here}/close").main
    with app.app_context(), transaction():
        found = session.scalars(select(StarYear)).one()
        found.public_until = today() - timedelta(days=1)
    assert county.sends(f"{here}/close").status == 303
    assert county.client.get(f"{here}/fairness").status_code == 200
    assert street.client.get(f"{here}/fairness").status_code == 403
    assert county.sends(f"{here}/fairness", note="没有明显偏差").status == 303
    assert street.sends(f"{here}/sign", organisation="371322").error_of("organisation")
    assert street.sends(f"{here}/sign", organisation="371322001").status == 303
    assert "还没有签字" in county.sends(f"{here}/file", number="1 号").main
    assert county.sends(f"{here}/sign", organisation="371322").status == 303
    assert county.sends(f"{here}/file", number="1 号").status == 303
    page = county.opens(here).main
    assert "和备案时一致" in page
    assert "1 号" in page


@one_engine
def test_the_pages_of_a_year_ask_the_same_number_of_questions_however_many_people_there_are(village, app):
    county = enter(app.test_client(), "county")
    here = f"/star-years/371322-{LAST}"
    with app.app_context(), transaction():
        year = walked(YearStep.RATING)
        rated(year)
    few = [selects(lambda address=one: county.opens(address)) for one in (here, f"{here}/people")]
    with app.app_context(), transaction():
        for one in more_secretaries("甲乙丙丁戊"):
            rate_secretary(one, year=LAST, quarters=[8000] * 4, year_end=8000, by="county", now=now())
    assert [selects(lambda address=one: county.opens(address)) for one in (here, f"{here}/people")] == few
