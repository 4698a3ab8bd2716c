"""Three posts, eighteen grades: the vectors of domain.md 4.6, and what the pages do with them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.money import fen_of, yuan
from portal.demo.staff import SCALE, TABLE
from portal.organisation.actions import workers as actions
from portal.organisation.actions.people import enter_person
from portal.organisation.models import GradeStep, Organisation, PayTable
from portal.organisation.queries import workers as queries
from portal.organisation.rules.pay import coefficients_fault, grade_by_rule, grade_fault, pay, qualified_years
from portal.organisation.terms import Certificate, Education, ExamResult, GradeFault, StepReason, WorkerPost
from tests.people import a_tree

CHIEF, DEPUTY, STAFF = WorkerPost.CHIEF, WorkerPost.DEPUTY, WorkerPost.STAFF
COLLEGE, BACHELOR, MASTER = Education.JUNIOR_COLLEGE, Education.BACHELOR, Education.MASTER
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("post", "education", "degree", "years", "grade", "standard", "basic", "performance"),
    [
        (STAFF, COLLEGE, False, 0, 1, 350_000, 245_000, 105_000),
        (STAFF, BACHELOR, True, 4, 3, 378_000, 264_600, 113_400),
        (STAFF, BACHELOR, False, 2, 2, 364_000, 254_800, 109_200),
        (DEPUTY, BACHELOR, True, 7, 7, 434_000, 303_800, 130_200),
        (CHIEF, COLLEGE, False, 10, 10, 476_000, 333_200, 142_800),
        (CHIEF, MASTER, True, 33, 18, 588_000, 411_600, 176_400),
        (STAFF, COLLEGE, False, 40, 12, 504_000, 352_800, 151_200),
    ],
)
def test_the_vectors_of_the_domain(post, education, degree, years, grade, standard, basic, performance):
    found = grade_by_rule(SCALE, post, education, degree, years)
    paid = pay(SCALE, found, Certificate.NONE)
    assert (found, paid.standard, paid.basic, paid.performance) == (grade, standard, basic, performance)


@pytest.mark.parametrize(("post", "grade"), [(CHIEF, 6), (DEPUTY, 16), (STAFF, 13)])
def test_a_grade_outside_the_posts_range_is_refused(post, grade):
    assert grade_fault(SCALE, post, grade) is GradeFault.RANGE


@given(some.integers(1, 18), some.sampled_from(list(Certificate)))
def test_the_parts_always_add_up(grade, certificate):
    paid = pay(SCALE, grade, certificate)
    assert paid.basic + paid.performance == paid.standard


@given(some.sampled_from(list(WorkerPost)), some.sampled_from(list(Education)), some.booleans(), some.integers(0, 50))
def test_a_year_more_never_lowers_a_grade_and_no_grade_leaves_its_range(post, education, degree, years):
    now, later = (grade_by_rule(SCALE, post, education, degree, one) for one in (years, years + 1))
    assert SCALE.ranges[post][0] <= now <= later <= SCALE.ranges[post][1]


@pytest.mark.parametrize(
    ("hired", "as_of", "lost", "years"),
    [
        (date(2020, 7, 1), date(2026, 1, 1), 0, 5),
        (date(2020, 1, 1), date(2026, 1, 1), 0, 6),
        (date(2020, 1, 1), date(2026, 1, 1), 1, 5),
        (date(2026, 5, 1), date(2026, 1, 1), 0, 0),
    ],
)
def test_qualified_years(hired, as_of, lost, years):
    assert qualified_years(hired, as_of, lost) == years


@pytest.mark.parametrize(
    ("coefficients", "fault"),
    [
        ([10_000] * 18, None),
        ([10_000] * 17, GradeFault.EIGHTEEN),
        ([10_000] * 17 + [9_999], GradeFault.FALLING),
    ],
)
def test_coefficients(coefficients, fault):
    assert coefficients_fault(coefficients) is fault


def test_yuan_and_fen():
    assert (yuan(123_456), fen_of(Decimal("1234.555"))) == ("1,234.56", 123_456)


@pytest.fixture
def worker(app):
    with transaction():
        a_tree()
        session.add(PayTable(**TABLE))
        community = session.scalars(select(Organisation).where(Organisation.code == "371322001001")).one()
        person = enter_person(community, name="王小红", phone="", education=BACHELOR, by="a")
        hired = {"hired_on": date(2022, 5, 1), "batch": "2022", "by": "a", "today": TODAY}
        known = {"post": STAFF, "has_degree": True, "certificate": Certificate.MIDDLE}
        return actions.enter_worker(person, **known, **hired)


def lines() -> list:
    session.expire_all()
    return queries.workers("371322/", TODAY)


def test_a_worker_comes_in_the_grade_of_the_rule_and_is_paid_by_it(worker):
    (line,) = lines()
    assert (line.grade, line.pay.total, line.is_due) == (3, 398_000, False)


def test_an_unqualified_year_delays_the_next_grade(worker):
    (line,) = lines()
    assert line.proposed == 3
    with transaction():
        found = queries.worker_of(session.get(type(worker.person), worker.person_id))
        actions.note_exam(found, year=2025, result=ExamResult.UNQUALIFIED, by="a", today=TODAY)
    assert lines()[0].proposed == 2


def test_a_decision_is_kept_with_its_reason_and_never_before_the_last(worker):
    actions.grade_worker(worker, grade=4, day=TODAY, reason=StepReason.MERIT, by="a", today=TODAY)
    assert [step.grade for step in queries.steps_of(worker)] == [4, 3]
    with pytest.raises(Refused, match=GradeFault.BEFORE.zh):
        actions.grade_worker(worker, grade=5, day=date(2026, 1, 1), reason=StepReason.MERIT, by="a", today=TODAY)


def test_a_later_table_pays_from_its_day(worker):
    more = TABLE | {"from_day": date(2026, 11, 1), "base_fen": 390_000}
    with transaction():
        session.add(PayTable(**more))
    assert queries.scale_on(date(2026, 10, 31)).base_fen == 350_000
    assert lines()[0].pay.standard == 421_200


class TestPages:
    @pytest.fixture
    def county(self, worker, signed_in):
        return signed_in(Role.COUNTY_ORGANISATION, name="county")

    @pytest.fixture
    def code(self, county):
        return lines()[0].code

    def test_the_list_shows_grade_and_pay(self, county, code):
        assert "3,980.00" in county.opens("/community-workers").main
        assert "2,646.00" in county.opens(f"/community-workers/{code}").main

    def test_a_decision_by_the_form(self, county, code):
        page = county.sends(f"/community-workers/{code}/grade", grade="13", day="2026-11-24", reason="merit")
        assert page.error_of("grade") == GradeFault.RANGE.zh
        good = county.sends(f"/community-workers/{code}/grade", grade="4", day="2026-11-24", reason="merit")
        assert good.status == 303
        session.remove()
        assert session.scalars(select(GradeStep.grade).order_by(GradeStep.id)).all() == [3, 4]

    def test_a_pay_table_is_issued_from_the_last_one(self, county):
        form = county.opens("/pay-tables/new")
        base = form.tree.find(".//input[@id='base']").get("value")
        assert Decimal(base) == 3500
        typed = {
            "from_day": "2027-01-01",
            "base": "3900.50",
            "coefficients": " ".join(f"{1 + step / 20:.2f}" for step in range(18)),
            "share": "70",
            "junior": "100",
            "middle": "200",
            "senior": "300",
            "chief": "7-18",
            "deputy": "4-15",
            "staff": "1-12",
            "origin": "县人社〔2026〕1号",
        }
        assert county.sends("/pay-tables/new", **typed).status == 303
        session.remove()
        assert session.scalars(select(PayTable.base_fen).order_by(PayTable.id.desc())).first() == 390_050
        again = county.sends("/pay-tables/new", **typed)
        assert again.error_of("from_day") == GradeFault.DAY_TAKEN.zh
        few = county.sends("/pay-tables/new", **typed | {"coefficients": "1.0 1.1"})
        assert few.error_of("coefficients") == GradeFault.EIGHTEEN.zh
        odd = county.sends("/pay-tables/new", **typed | {"coefficients": "one"})
        assert odd.error_of("coefficients") == GradeFault.NUMBER.zh

    def test_a_street_does_not_issue_tables(self, worker, signed_in):
        signed_in(Role.STREET_OFFICE, "371322001", "anna").opens("/pay-tables/new", status=403)

    def test_a_worker_of_another_street_does_not_exist(self, worker, code, signed_in):
        street = signed_in(Role.STREET_OFFICE, "371322002", "zoe")
        street.opens(f"/community-workers/{code}", status=404)
        assert "王小红" not in street.opens("/community-workers").main.removeprefix("王小红")


def test_all_51_of_the_demo_county_have_a_grade(demo):
    found = queries.workers("371322/", TODAY)
    assert len(found) == 51
    assert all(line.grade and line.pay for line in found)
