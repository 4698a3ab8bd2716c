"""All secretaries of a year rated as a job: from what is on file, in portions, taken up again where it broke off."""

import json
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from sqlalchemy import select

from portal.core.clock import now
from portal.core.database import portions, session, transaction
from portal.core.errors import Refused
from portal.core.jobs import serve
from portal.organisation.models import Person
from portal.star import jobs
from portal.star.actions import appraisals, appraising
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.years import StarRun, StarYear
from portal.star.queries.runs import lost_runs
from portal.star.queries.secretaries import ratings_of
from portal.star.terms.scoring import YearStep
from portal.star.terms.stars import Grade
from portal.star.terms.years import RunState
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_quarters import more_secretaries
from tests.star.test_stars import LAST, one_engine, rate, the, village
from tests.star.test_years import walked

__all__ = ["village"]
NAMES = [f"甲{number}" for number in range(7)]


@pytest.fixture
def rating_step(village, app):
    """A year in its step of rating with eight people, all scored; who may ask for it is the county."""
    with transaction():
        more_secretaries(NAMES)
        return walked(YearStep.RATING, 95).code


def asked() -> str:
    with transaction():
        return appraising.ask_for_rating(session.scalars(select(StarYear)).one(), by="county", now=now()).code


def the_run(code: str) -> StarRun:
    return session.scalars(select(StarRun).where(StarRun.code == code)).one()


def test_everybody_is_rated_as_he_would_be_by_hand(rating_step, village, app):
    with app.app_context():
        code = asked()
        with pytest.raises(Refused):
            asked()
        jobs.work_on(code)
        with transaction():
            run = the_run(code)
            assert (run.state, run.total, run.done, run.rated, run.told) == (RunState.DONE, 8, 8, 8, [])
            (mine,) = ratings_of(the(village))
            known = (mine.is_initial, mine.stars, mine.grade, mine.score, mine.quarters, mine.rated_by)
            assert known == (True, 3, Grade.EXCELLENT, 9500, [9500] * 4, "county")
            by_hand = rate(the(village), LAST, why="重评")
            assert (by_hand.stars, by_hand.reasons, by_hand.score) == (mine.stars, mine.reasons, mine.score)


def test_who_cannot_be_rated_is_named_with_the_reason_and_who_is_rated_is_left_alone(rating_step, village, app):
    with app.app_context():
        with transaction():
            rate(the(village), LAST - 1)
            rate(the(village), LAST)
            new = more_secretaries(["新来的"])[0]
            new.term_from = date(LAST, 6, 1)
            held = appraisals.appraisal_of(the_secretary("甲0"), LAST)
            held.score = None
        code = asked()
        jobs.work_on(code)
        with transaction():
            run = the_run(code)
            assert (run.done, run.rated) == (9, 6)
            assert set(run.told) == {"甲0（甲0村）：四个季度或年终的得分不全", "新来的（新来的村）：任职不满一年"}
            assert len(ratings_of(the(village))) == 2
        again = asked()
        jobs.work_on(again)
        with transaction():
            assert the_run(again).rated == 0


def the_secretary(name: str):
    return session.scalars(select(Secretary).join(Secretary.person).where(Person.name == name)).one()


def test_a_run_that_broke_off_goes_on_after_its_last_whole_portion(rating_step, app, monkeypatch):
    monkeypatch.setattr(appraising, "PORTION", 3)
    with app.app_context():
        code = asked()
        ends = patch.object(appraising, "flush_or_again", side_effect=[None, MemoryError()])
        with ends, pytest.raises(MemoryError):
            list(portions(lambda: appraising.rate_next(code, now=now())))
        session.remove()
        with transaction():
            run = the_run(code)
            assert (run.state, run.done, run.rated) == (RunState.RUNNING, 3, 3)
            assert len(session.scalars(select(StarRating)).all()) == 3
            assert lost_runs(now() - timedelta(minutes=3)) == []
            run.moved_at = now() - timedelta(minutes=5)
        serve(app)
        jobs.find_lost_ratings.call_local()
        with transaction():
            run = the_run(code)
            assert (run.state, run.done, run.rated) == (RunState.DONE, 8, 8)
            assert len(session.scalars(select(StarRating)).all()) == 8


def test_a_run_that_fails_says_so_and_keeps_what_was_rated(rating_step, app):
    with app.app_context():
        code = asked()
        with patch.object(appraising, "_rated", side_effect=ValueError("x")):
            jobs.work_on(code)
        with transaction():
            assert the_run(code).state is RunState.FAILED
        assert asked() != code


def test_as_many_questions_are_asked_for_five_people_as_for_two(rating_step, app, monkeypatch):
    with app.app_context():
        monkeypatch.setattr(appraising, "PORTION", 2)
        code = asked()
        going = portions(lambda: appraising.rate_next(code, now=now()))
        few = selects(lambda: next(going))
        monkeypatch.setattr(appraising, "PORTION", 5)
        assert selects(lambda: next(going)) == few


@one_engine
def test_the_county_asks_for_it_on_the_page_and_the_street_may_not(rating_step, village, app):
    county, street = (enter(app.test_client(), name) for name in ("county", "street"))
    here = f"/star-years/{rating_step}"
    assert street.client.get(f"{here}/rate").status_code == 403
    assert "全部评定" in county.opens(here).main
    assert "还没有评定的 8" in county.opens(f"{here}/rate").main
    waiting: list[str] = []
    app.extensions["followers"]["star.rating_waits"] = [lambda code: waiting.append(code)]
    assert county.sends(f"{here}/rate").status == 303
    (code,) = waiting
    assert county.client.get(f"/star-runs/{code}/progress").json == {
        "running": True,
        "text": "等待开始",
        "done": 0,
        "total": 8,
    }
    assert "等待开始" in county.opens(here).main
    assert "正在评定，请等它做完" in county.sends(f"{here}/rate").main
    with app.app_context():
        jobs.work_on(code)
    page = county.opens(f"/star-runs/{code}").main
    assert "已评完" in page
    assert "开始公示" in county.opens(here).main


@one_engine
def test_the_command_rates_everybody_and_says_what_it_did(rating_step, app):
    runner = app.test_cli_runner()
    told = json.loads(runner.invoke(args=["stars", "appraise", str(LAST), "--json", "--by", "x"]).stdout)
    assert told == {"year": LAST, "people": 8, "rated": 8, "left_out": [], "state": "done"}
    again = runner.invoke(args=["stars", "appraise", str(LAST)])
    assert "rated 0 of 8" in again.stdout
    missing = runner.invoke(args=["stars", "appraise", "2001"])
    assert (missing.exit_code, "was not begun" in missing.stderr) == (1, True)
