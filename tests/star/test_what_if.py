"""A year tried with other rules: who would move, what it would cost, and that nothing is changed by trying."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from portal.core.database import session, transaction
from portal.star.models.secretaries import StarRating
from portal.star.queries.rulebook import star_rules_of
from portal.star.queries.what_if import what_if
from portal.star.terms.stars import EvidenceKind
from tests.people import enter
from tests.star.test_pay import COUNTY, rated
from tests.star.test_stars import LAST, approved, rate, rules_of, the, village
from tests.visitor import CSRF

__all__ = ["rated", "village"]
one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


def test_the_same_rules_move_nobody_and_cost_nothing(rated, app):
    with app.app_context():
        for year in (LAST - 1, LAST):
            found = what_if(COUNTY, year, star_rules_of(year))
            assert len(found.tried) == 2
            assert (found.up, found.down, found.movers, found.after - found.before) == (0, 0, [], 0)


def test_a_higher_threshold_takes_the_star_of_the_appraisal_with_its_thousand(rated, app):
    with app.app_context():
        found = what_if(COUNTY, LAST, replace(star_rules_of(LAST), excellent_from=9600))
        assert (found.up, found.down) == (0, 2)
        held, then = found.movers[0].held.rating, found.movers[0].then.rating
        assert (held.stars - then.stars, held.reasons[0]["stars"], then.reasons[0]["stars"]) == (1, 1, 0)
        assert found.after < found.before - 2 * 1_000_00


def test_evidence_counts_in_what_is_tried_and_trying_keeps_nothing(rated, app):
    with app.app_context(), transaction():
        approved(the(rated), EvidenceKind.INCOME, date(LAST, 5, 1), growth=800)
        rate(the(rated), LAST, why="补记材料")
    with app.app_context(), transaction():
        before = session.scalar(select(func.count(StarRating.id)))
        found = what_if(COUNTY, LAST, replace(star_rules_of(LAST), income_growth_share=500))
        assert [(one.held.secretary.code, one.moved) for one in found.movers] == [(rated, 1)]
        session.flush()
        assert session.scalar(select(func.count(StarRating.id))) == before


@one_engine
def test_rules_are_tried_on_the_last_year_before_they_are_published_and_taken_away_as_a_workbook(rated, app):
    county = enter(app.test_client(), "county")
    fields = rules_of(county.opens("/star-rules/new")) | {"excellent_from": "96"}
    page = county.sends("/star-rules/new", **fields).main
    assert f"按这些规则试算 {LAST} 年" in page
    assert "王大勇" in page
    token = CSRF.search(county.client.get("/star-rules/new").text)
    book = county.client.post("/star-rules/new", data=fields | {"book": "1", "csrf_token": token[1]})
    rows = list(load_workbook(BytesIO(book.data)).active.iter_rows(values_only=True))
    moved = rows[0].index("差几星")
    assert [row[moved] for row in rows[1:]] == [-1, -1]
    same = county.sends("/star-rules/new", **fields | {"excellent_from": "90"}).main
    assert "没有人的星级和待遇会变" in same
