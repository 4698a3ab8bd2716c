"""The board of stars: numbers that open their rows, losses for who needs to know, no mean of a few."""

from io import BytesIO

from openpyxl import load_workbook

from portal.core.access import Scope
from portal.core.database import transaction
from portal.organisation.terms import Education
from portal.star.queries import board as queries
from portal.star.queries import secretaries
from portal.star.queries.secretaries import Wanted
from portal.star.terms.stars import Grade, SecretaryKind
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_quarters import more_secretaries
from tests.star.test_stars import LAST, one_engine, rate, the, village

__all__ = ["village"]
COUNTY, VILLAGE = Scope(("371322/",)), SecretaryKind.VILLAGE
LOW = {"quarters": [5000] * 4, "year_end": 5000}


def three_years_apart(village: str) -> None:
    """One who gains, one who loses, one who stays, in one town; one alone in another."""
    first = the(village)
    others = [*more_secretaries("乙丙"), *more_secretaries("丁", town="姚村镇")]
    for one in (first, *others):
        rate(one, LAST - 1)
    rate(first, LAST)
    rate(others[0], LAST, **LOW)
    for one in others[1:]:
        rate(one, LAST, quarters=[8000] * 4, year_end=8000)


def test_each_number_is_that_of_its_rows(village, app):
    with app.app_context(), transaction():
        three_years_apart(village)
        board = queries.board_of(COUNTY, LAST, VILLAGE)
        assert (len(board.rated), board.up, board.down, [one.name for one in board.fallen]) == (4, 1, 1, ["乙"])
        assert [one.code for one in board.risen] == [village]
        towns = {one.town: (one.people, one.mean is None, one.up, one.down) for one in board.towns}
        assert towns == {"姚村镇": (1, True, 0, 0), "晋祠镇": (3, False, 1, 1)}

        def many(**wanted: object) -> int:
            return secretaries.count_of(
                secretaries.secretaries(COUNTY, Wanted(VILLAGE, gone=None, year=LAST, **wanted))
            )

        assert {stars: many(stars=stars) for stars in board.spread} == board.spread
        assert {grade: many(grade=grade) for grade in Grade} == board.grades
        assert (many(moved=1), many(moved=-1), many(town="晋祠镇")) == (1, 1, 3)
        assert queries.education_of(COUNTY, VILLAGE)[Education.BACHELOR] == 3
        assert queries.board_of(COUNTY, LAST, SecretaryKind.COMMUNITY).mean is None


def test_a_correction_counts_in_place_of_what_it_corrects(village, app):
    with app.app_context(), transaction():
        three_years_apart(village)
        rate(the(village), LAST, **LOW, why="成绩登记错了")
        board = queries.board_of(COUNTY, LAST, VILLAGE)
        assert (len(board.rated), board.up, board.down) == (4, 0, 2)
        wanted = Wanted(VILLAGE, year=LAST, moved=-1)
        assert secretaries.count_of(secretaries.secretaries(COUNTY, wanted)) == 2


@one_engine
def test_the_page_shows_losses_to_the_county_alone_and_asks_as_much_for_many_as_for_one(village, app):
    county, street = (enter(app.test_client(), name) for name in ("county", "street"))
    assert "还没有评定过" in county.opens("/star-board").main
    with app.app_context(), transaction():
        rate(the(village), LAST - 1)
    few = selects(lambda: county.opens("/star-board"))
    with app.app_context(), transaction():
        for one in more_secretaries("甲乙丙丁"):
            rate(one, LAST - 1)
    assert selects(lambda: county.opens("/star-board")) == few
    with app.app_context(), transaction():
        rate(the(village), LAST, **LOW)
    assert "减星最多的" in county.opens("/star-board").main
    assert "减星最多的" not in street.opens("/star-board").main
    listed = f"/secretaries?kind=village&year={LAST}&moved=down&gone=any"
    assert "王大勇" in county.opens(listed).main
    assert street.client.get(listed).status_code == 404
    assert street.client.get("/star-board/book.xlsx").status_code == 403
    assert county.client.get("/star-board?year=1999").status_code == 404
    book = load_workbook(BytesIO(county.client.get(f"/star-board/book.xlsx?year={LAST}").data))
    assert book.sheetnames == ["分布", "各镇（街道）", "每个人"]
    assert list(book["每个人"].values)[1][1] == "王大勇"
