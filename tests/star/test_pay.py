"""The pay sheet of a year: computed from ratings to the fen, the same on the page, in the workbook and on paper."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.organisation.models import Person
from portal.organisation.terms import Education
from portal.star.queries import pay as queries
from portal.star.terms.pay import PayLine
from portal.star.terms.stars import SecretaryKind
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_stars import LAST, a_secretary, rate, the, village

__all__ = ["village"]
COUNTY = Scope(("371322/",))
one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


@pytest.fixture
def rated(village, app):
    """A village's and a community's secretary, both rated twice."""
    with app.app_context(), transaction():
        first = the(village)
        person = Person(code="P2", name="李小河", pinyin="lixiaohe", organisation=first.organisation)
        person.education = Education.BACHELOR
        session.add(person)
        more = {"kind": SecretaryKind.COMMUNITY, "town": "郯城街道", "place": "富民社区", "both": False}
        for one in (first, a_secretary(person, first.organisation, **more)):
            rate(one, LAST - 1)
            rate(one, LAST)
    return village


def test_a_village_secretary_gets_base_pots_and_rewards_a_community_one_the_rewards_alone(rated, app):
    with app.app_context():
        found = {one.secretary.kind: one for one in queries.paid_in(COUNTY, LAST)}
        village_lines = {line.kind: line.fen for line in found[SecretaryKind.VILLAGE].sheet.lines}
        assert village_lines[PayLine.BASE] == 44_503_20
        assert [line.kind for line in found[SecretaryKind.COMMUNITY].sheet.lines] == [PayLine.STARS]
        assert found[SecretaryKind.COMMUNITY].sheet.total == 1_000_00


def test_the_first_year_of_a_term_rewards_no_star_and_a_corrected_rating_pays_what_it_says(rated, app):
    with app.app_context(), transaction():
        first = {one.secretary.code: one for one in queries.paid_in(COUNTY, LAST - 1)}[rated]
        assert {line.kind: line.fen for line in first.sheet.lines}[PayLine.STARS] == 0
        before = {one.secretary.code: one.sheet.total for one in queries.paid_in(COUNTY, LAST)}[rated]
        rate(the(rated), LAST, quarters=[7500, 9500, 9500, 9500], why="第一季度登记错了")
        after = {one.secretary.code: one.sheet.total for one in queries.paid_in(COUNTY, LAST)}[rated]
        assert after < before


def test_the_sums_of_towns_add_up_to_what_everybody_gets(rated, app):
    with app.app_context():
        found = list(queries.paid_in(COUNTY, LAST))
        sums = queries.by_town(found)
        assert [one.town for one in sums] == sorted({one.secretary.town for one in found})
        assert sum(one.pay for one in sums) == sum(line.fen for one in found for line in one.sheet.lines)
        assert queries.rated_years(COUNTY) == [LAST, LAST - 1]


@one_engine
def test_the_page_shows_towns_then_people_and_knows_no_other_year(rated, app):
    county = enter(app.test_client(), "county")
    page = county.opens("/star-pay").main
    assert "晋祠镇" in page
    assert "王大勇" not in page
    people = county.opens(f"/star-pay?year={LAST}&town=晋祠镇").main
    assert "王大勇" in people
    assert "李小河" not in people
    assert county.client.get("/star-pay?year=1999").status_code == 404
    assert county.client.get("/star-pay?town=没有这个镇").status_code == 404


@one_engine
def test_without_ratings_the_page_says_what_will_stand_there(village, app):
    county = enter(app.test_client(), "county")
    assert "还没有评定过" in county.opens("/star-pay").main


@one_engine
def test_the_workbook_adds_up_and_says_each_line_s_rule(rated, app):
    county = enter(app.test_client(), "county")
    book = load_workbook(BytesIO(county.client.get(f"/star-pay/book.xlsx?year={LAST}").data))
    sheet, lines = (list(book[name].iter_rows(values_only=True)) for name in ("工资表", "计算过程"))
    total = sheet[0].index("合计（元）")
    assert sheet[-1][0] == "合计"
    assert round(sum(row[total] for row in sheet[1:-1]), 2) == round(sheet[-1][total], 2)
    money, rule = lines[0].index("金额（元）"), lines[0].index("怎么算的")
    pension = [row for row in lines[1:] if PayLine.PENSION.zh in row]
    assert round(sum(row[money] for row in lines[1:]) - sum(row[money] for row in pension), 2) == sheet[-1][total]
    assert all(row[rule] for row in lines[1:])
    with app.app_context():
        taken = select(func.count()).where(AuditEntry.deed == "star.take_pay")
        assert session.scalar(taken) == 1


@one_engine
def test_a_slip_is_a_pdf_for_the_county_and_for_himself_and_for_nobody_else(rated, app):
    county = enter(app.test_client(), "county")
    slip = county.client.get(f"/secretaries/{rated}/slip.pdf?year={LAST}")
    assert slip.data.startswith(b"%PDF")
    assert county.client.get(f"/secretaries/{rated}/slip.pdf?year=1999").status_code == 404
    own = enter(app.test_client(), "secretary")
    assert own.client.get("/own-stars/slip.pdf").data.startswith(b"%PDF")
    assert own.client.get(f"/secretaries/{rated}/slip.pdf").status_code == 403


@one_engine
def test_the_page_asks_as_often_for_many_as_for_one(rated, app):
    county = enter(app.test_client(), "county")
    few = selects(lambda: county.opens("/star-pay"))
    with app.app_context(), transaction():
        where = the(rated).organisation
        for number in range(8):
            person = Person(code=f"PX{number}", name=f"赵{number}", pinyin="zhao", organisation=where)
            person.education = Education.BACHELOR
            session.add(person)
            rate(a_secretary(person, where, place=f"村{number}"), LAST - 1)
    assert selects(lambda: county.opens("/star-pay")) == few
