"""Secretaries, evidence and ratings: who may do what, what is kept, and what the pages say of each star."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.account.models import AccountHolder
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from portal.star.actions.evidence import check_evidence, decide_evidence, file_evidence, state_case
from portal.star.actions.rating import rate_secretary
from portal.star.actions.secretaries import enter_secretary, leave_office
from portal.star.models.secretaries import Secretary, StarEvidence, StarRating
from portal.star.queries import secretaries as queries
from portal.star.terms.stars import Departure, EvidenceKind, EvidenceState, Grade, HonourLevel, SecretaryKind
from tests.fund.projecting import a_picture
from tests.people import a_tree, an_account, enter
from tests.registration.counting import selects

LAST = today().year - 1
STREET = "371322001"
SCORES = {"quarters": [9500, 9500, 9500, 9500], "year_end": 9500}
one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


@pytest.fixture
def village(app):
    """A village secretary of the street's with twelve years of tenure, who may sign in."""
    with transaction():
        a_tree()
        street = session.scalars(select(Organisation).where(Organisation.code == STREET)).one()
        person = Person(code="P1", name="王大勇", pinyin="wangdayong", organisation=street)
        person.education = Education.JUNIOR_COLLEGE
        session.add(person)
        made = a_secretary(person, street)
        an_account("secretary", (Role.COMMUNITY_SECRETARY, "371322001001"))
        account = account_by_username("secretary")
        session.add(AccountHolder(account=account, person_id=person.id))
        for name, role in (("street", Role.STREET_OFFICE), ("street2", Role.STREET_OFFICE)):
            an_account(name, (role, STREET))
        an_account("county", (Role.COUNTY_ORGANISATION, "371322"))
        return made.code


def a_secretary(person: Person, where: Organisation, **more: object) -> Secretary:
    known = {"kind": SecretaryKind.VILLAGE, "town": "晋祠镇", "place": "花塔村", "both": True, "dispatched": False}
    known |= {"term_from": date(LAST - 1, 1, 1), "prior_months": 120}
    return enter_secretary(person, where, **known | more, by="county", today=today())


def the(code: str) -> Secretary:
    return session.scalars(select(Secretary).where(Secretary.code == code)).one()


def approved(secretary: Secretary, kind: EvidenceKind, day: date, **more: object) -> StarEvidence:
    made = file_evidence(secretary, kind=kind, day=day, title="材料", **more, by="x", now=now())
    check_evidence(made, by="y", now=now())
    if kind is EvidenceKind.NEGATIVE:
        state_case(made, statement="当时不在场", by="secretary", now=now())
    decide_evidence(made, approved=True, by="z", now=now())
    return made


def rate(secretary: Secretary, year: int, **more: object) -> StarRating:
    return rate_secretary(secretary, year=year, **SCORES | more, by="county", now=now())


def test_the_first_rating_then_the_next_year_each_star_with_its_reason(village, app):
    with app.app_context(), transaction():
        secretary = the(village)
        approved(secretary, EvidenceKind.HONOUR, date(LAST - 1, 5, 1), level=HonourLevel.COUNTY)
        first = rate(secretary, LAST - 1)
        assert (first.is_initial, first.stars, first.grade) == (True, 4, Grade.EXCELLENT)
        approved(secretary, EvidenceKind.INCOME, date(LAST, 5, 1), growth=1200)
        approved(secretary, EvidenceKind.EDUCATION, date(LAST, 6, 1))
        second = rate(secretary, LAST)
        assert (second.before, second.stars) == (4, 7)
        assert {one["kind"]: one["stars"] for one in second.reasons} == {"appraisal": 1, "income": 1, "education": 1}
        assert second.score == 9500


def test_a_year_is_rated_again_only_with_a_reason_and_the_earlier_rating_stays(village, app):
    with app.app_context(), transaction():
        secretary = the(village)
        rate(secretary, LAST - 1)
        with pytest.raises(Refused):
            rate(secretary, LAST - 1)
        again = rate(secretary, LAST - 1, year_end=5000, why="年终成绩登记错了")
        assert again.version == 2
        assert [one.version for one in queries.ratings_of(secretary)] == [2]
        assert [one.version for one in queries.earlier_versions(secretary, queries.ratings_of(secretary))] == [1]
        rate(secretary, LAST)
        with pytest.raises(Refused):
            rate(secretary, LAST - 1, why="再评")


def test_who_has_served_too_short_is_not_rated_and_scores_are_checked(village, app):
    with app.app_context(), transaction():
        secretary = the(village)
        secretary.term_from, secretary.prior_months = date(LAST, 3, 1), 0
        with pytest.raises(Refused):
            rate(secretary, LAST)
        with pytest.raises(Refused):
            rate(secretary, LAST, quarters=[10_001, 0, 0, 0])


def test_what_is_against_somebody_waits_until_he_was_heard_or_his_days_are_over(village, app):
    with app.app_context(), transaction():
        secretary = the(village)
        known = {"kind": EvidenceKind.NEGATIVE, "day": today(), "title": "安全事故", "negative": "N06"}
        made = file_evidence(secretary, **known, by="street", now=now())
        with pytest.raises(Refused):
            check_evidence(made, by="street", now=now())
        check_evidence(made, by="street2", now=now())
        assert made.state is EvidenceState.HEARD
        with pytest.raises(Refused):
            decide_evidence(made, approved=True, by="county", now=now())
        later = now() + timedelta(days=30)
        decide_evidence(made, approved=True, by="county", now=later)
        assert made.state is EvidenceState.APPROVED
        with pytest.raises(Refused):
            file_evidence(secretary, **known | {"negative": "N99"}, by="street", now=now())


def test_nobody_is_a_secretary_twice_and_who_left_stays_in_the_list_of_those_gone(village, app):
    with app.app_context(), transaction():
        secretary = the(village)
        with pytest.raises(Refused):
            a_secretary(secretary.person, secretary.organisation)
        leave_office(secretary, day=today(), departure=Departure.NORMAL, reason="届满", by="county", today=today())
        assert a_secretary(secretary.person, secretary.organisation).code != village


@one_engine
def test_evidence_goes_from_the_secretary_over_the_street_to_the_county_and_onto_his_record(village, app):
    own, street, county = (enter(app.test_client(), name) for name in ("secretary", "street", "county"))
    assert "还没有评定" in own.opens("/own-stars").main
    day = date(LAST - 1, 6, 1).isoformat()
    told = {"kind": "honour", "day": day, "title": "县优秀党务工作者", "level": "county", "growth": "0"}
    assert own.sends("/own-stars/evidence", **told | {"title": ""}).error_of("title")
    assert own.sends("/own-stars/evidence", **told | {"level": ""}).error_of("level")
    file = (BytesIO(a_picture()), "证书.png")
    assert own.sends("/own-stars/evidence", **told, file=file).status == 303
    with app.app_context():
        code = session.scalars(select(StarEvidence.code)).one()
    here = f"/star-evidence/{code}"
    assert "星级依据等待审核" in street.opens("/desk").main
    assert street.client.get(f"{here}/file").headers["Content-Disposition"].startswith("attachment")
    assert street.sends(f"{here}/check").status == 303
    assert street.client.get(f"{here}/decide").status_code == 403
    assert county.sends(f"{here}/decide", approved="no").error_of("reason")
    assert county.sends(f"{here}/decide", approved="yes").status == 303
    scores = dict.fromkeys(("q1", "q2", "q3", "q4", "year_end"), "95")
    record = f"/secretaries/{village}"
    assert county.sends(f"{record}/rate", year=str(LAST - 1), **scores, one_off="0").status == 303
    page = own.opens("/own-stars").main
    assert "县优秀党务工作者" in page
    assert "任职每满 10 年一星" in page
    assert "取得更高学历" in page
    assert "44,503.20" in page
    assert "王大勇" in county.opens("/secretaries?q=花塔&kind=village").main
    corrected = {"kind": "village", "town": "晋祠镇", "place": "新花塔村", "prior_months": "120"}
    day = date(LAST - 1, 1, 1).isoformat()
    assert county.sends(f"{record}/correct", **corrected, term_from="").error_of("term_from")
    assert county.sends(f"{record}/correct", **corrected, term_from="2999-01-01").error_of("term_from")
    assert county.sends(f"{record}/correct", **corrected, term_from=day).status == 303
    assert "新花塔村" in county.opens(record).main
    assert county.sends(f"{record}/leave", day=today().isoformat(), departure="normal", reason="届满").status == 303
    assert "没有符合条件的书记" in county.opens("/secretaries").main
    assert "还没有登记" in own.opens("/own-stars").main


@one_engine
def test_what_is_held_against_somebody_is_answered_on_his_own_page(village, app):
    own, street = (enter(app.test_client(), name) for name in ("secretary", "street"))
    told = {"kind": "negative", "day": today().isoformat(), "title": "迟报事故", "negative": "N06", "growth": "0"}
    assert street.sends(f"/secretaries/{village}/evidence", **told).status == 303
    with app.app_context(), transaction():
        made = session.scalars(select(StarEvidence)).one()
        check_evidence(made, by="street2", now=now())
        code = made.code
    assert "有降星情形请您陈述" in own.opens("/desk").main
    assert own.sends(f"/own-stars/evidence/{code}", statement="").error_of("statement")
    assert own.sends(f"/own-stars/evidence/{code}", statement="已按时上报，有记录").status == 303
    assert "已按时上报" in street.opens(f"/star-evidence/{code}").main
    assert own.client.get("/own-stars/evidence/E0").status_code == 404


def rules_of(page) -> dict[str, str]:
    """The fields of the form of rules, as they stand on the page."""
    named = [one for one in page.tree.iter("input") if one.get("name")]
    fields = {one.get("name"): one.get("value", "") for one in named}
    fields |= {one.get("name"): one.text or "" for one in page.tree.iter("textarea")}
    chosen = {"education_mode": "net", "pension_basis": "vs_initial", "origin": "县文件"}
    return {name: value for name, value in fields.items() if name != "csrf_token"} | chosen


@one_engine
def test_a_rulebook_is_shown_with_what_would_change_and_published_only_when_it_passes(village, app):
    county, street = (enter(app.test_client(), name) for name in ("county", "street"))
    fields = rules_of(county.opens("/star-rules/new")) | {"star_max": "12"}
    line = "O1,organisation,三会一课,Meetings and party lectures"
    broken = fields["indicators"].replace(f"{line},4", f"{line},5")
    wrong = county.sends("/star-rules/new", **fields | {"indicators": broken})
    assert "权重合计不对" in wrong.main
    assert county.sends("/star-rules/new", **fields | {"indicators": "x"}).error_of("indicators")
    shown = county.sends("/star-rules/new", **fields)
    assert "最多几星1012" in shown.main
    seen = next(one.get("value") for one in shown.tree.iter("input") if one.get("name") == "seen")
    assert county.sends("/star-rules/new", **fields | {"seen": seen}).status == 303
    assert "第 1 版" in street.opens("/star-rules").main
    assert street.client.get("/star-rules/new").status_code == 403


@one_engine
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(village, app):
    county = enter(app.test_client(), "county")
    few = selects(lambda: county.opens("/secretaries"))
    with app.app_context(), transaction():
        street = the(village).organisation
        for number in range(8):
            person = Person(code=f"Q{number}", name=f"李{number}", pinyin="li", organisation=street)
            person.education = Education.BACHELOR
            session.add(person)
            rate(a_secretary(person, street, place=f"村{number}"), LAST - 1)
    assert selects(lambda: county.opens("/secretaries")) == few
