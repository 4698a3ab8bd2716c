"""Own records: seen, corrected with somebody else's approval, copied; requests have a last day (E10, E11)."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.account.actions.holders import set_holder
from portal.account.models import Account
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.organisation.actions.people import enter_person, let_go
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from portal.privacy.models import Correction, DataRequest
from portal.privacy.rules import changes, due_on, left_before
from portal.privacy.terms import CorrectionState, PrivacyFault, RequestState

BRANCH = "371322001001-B01"
PHONE, OTHER = "13812345678", "13900001111"
IDENTITY = "11010519491231002X"
KEPT = {"name": "王小红", "phone": PHONE, "education": "bachelor", "birth_year": 1985}


def one(table, **known):
    return session.scalars(select(table).filter_by(**known)).one()


def deeds_of(name: str) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.deed == name)))


@pytest.fixture
def holder(signed_in):
    """The community's secretary, in his browser, with a record of his own."""
    visitor = signed_in(Role.COMMUNITY_SECRETARY, "371322001001", "hong")
    with transaction():
        branch = one(Organisation, code=BRANCH)
        known = {"name": "王小红", "phone": PHONE, "education": Education.BACHELOR, "birth_year": 1985}
        person = enter_person(branch, by="a", **known)
        set_holder(account_by_username("hong"), person=person.code, by="operator")
    return visitor


@pytest.fixture
def street(signed_in):
    return signed_in(Role.STREET_OFFICE, "371322001", "anna")


def asks(holder, **typed):
    told = {"name": "王小红", "phone": "", "education": "bachelor", "birth_year": "1985"}
    return holder.sends("/own-record/correct", **(told | typed))


def own_copy(holder) -> dict:
    token = holder.opens("/own-record").html.partition('csrf-token" content="')[2].partition('"')[0]
    answer = holder.client.post("/own-record/copy", data={"csrf_token": token})
    assert "attachment" in answer.headers["Content-Disposition"]
    return json.loads(answer.text)


def waiting() -> str:
    session.remove()
    return session.scalars(select(Correction.code).where(Correction.state == CorrectionState.WAITING)).one()


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        (KEPT, {}),
        (KEPT | {"phone": "", "birth_year": None}, {}),
        (KEPT | {"phone": OTHER}, {"phone": OTHER}),
        (KEPT | {"name": "王晓红", "birth_year": 1986}, {"name": "王晓红", "birth_year": 1986}),
    ],
)
def test_only_what_differs_is_a_correction(typed, changed):
    assert changes(KEPT, typed) == changed


def test_a_request_is_answered_within_thirty_days():
    assert due_on(date(2026, 2, 1)) == date(2026, 3, 3)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 30))
def test_nobody_is_forgotten_before_whole_years_are_over(day, years):
    last = left_before(day, years)
    assert last.year == day.year - years
    assert (last.month, last.day) <= (day.month, day.day)
    assert (day - last).days >= 365 * years


def test_who_has_no_record_is_told_whom_to_ask(street):
    assert "还没有对应的人员档案" in street.opens("/own-record").main
    street.opens("/own-record/correct", status=404)


def test_a_correction_takes_effect_once_the_street_has_checked_it(holder, street):
    assert "138****5678" in holder.opens("/own-record").main
    assert asks(holder, name="王晓红", phone=OTHER).goes_to == "/own-record"
    assert "等待核对" in holder.opens("/own-record").main
    code = waiting()
    assert one(Person).name == "王小红"
    assert "本人申请的更正等待核对" in street.opens("/desk").main
    page = street.opens(f"/corrections/{code}")
    assert "王晓红" in page.main
    assert "139****1111" in page.main
    assert street.sends(f"/corrections/{code}", decision="yes", answer="看过身份证").status == 303
    session.remove()
    person = one(Person)
    assert (person.name, person.phone, person.birth_year) == ("王晓红", OTHER, 1985)
    assert "看过身份证" in holder.opens("/own-record").main
    assert "没有等待核对的更正" in street.opens("/corrections").main


def test_ones_own_identity_number_is_corrected_masked_and_copied_whole(holder, street):
    assert asks(holder, identity=IDENTITY[:17] + "1", birth_year="").error_of("identity")
    assert asks(holder, identity=IDENTITY).error_of("birth_year"), "another year of birth"
    assert asks(holder, identity=IDENTITY, birth_year="1949").status == 303
    code = waiting()
    assert "11*************02X" in street.opens(f"/corrections/{code}").main
    assert street.sends(f"/corrections/{code}", decision="yes", answer="看过身份证").status == 303
    assert "11*************02X" in holder.opens("/own-record").main
    assert own_copy(holder)["identity"] == IDENTITY


def test_what_is_refused_changes_nothing_and_the_reason_is_seen(holder, street):
    asks(holder, name="王五")
    code = waiting()
    assert street.sends(f"/corrections/{code}", decision="no", answer="").status == 422
    assert street.sends(f"/corrections/{code}", decision="no", answer="与身份证不符").status == 303
    assert "与身份证不符" in holder.opens("/own-record").main
    session.remove()
    assert one(Person).name == "王小红"
    assert street.sends(f"/corrections/{code}", decision="yes", answer="还是对").status == 422


def test_a_later_correction_takes_the_place_of_the_earlier_and_can_be_withdrawn(holder):
    asks(holder, name="王一")
    first = waiting()
    asks(holder, name="王二")
    assert waiting() != first
    assert holder.presses(f"/own-record/corrections/{waiting()}/withdraw").status == 303
    session.remove()
    states = set(session.scalars(select(Correction.state)))
    assert states == {CorrectionState.WITHDRAWN}


def test_nothing_to_correct_and_a_wrong_number_are_said(holder):
    assert asks(holder).status == 422
    assert asks(holder, phone="123").error_of("phone")


def test_nobody_decides_about_his_own_record(signed_in):
    visitor = signed_in(Role.STREET_OFFICE, "371322001", "anna")
    with transaction():
        person = enter_person(
            one(Organisation, code=BRANCH), name="王小红", phone=PHONE, education=Education.BACHELOR, by="a"
        )
        set_holder(account_by_username("anna"), person=person.code, by="operator")
    asks(visitor, name="王晓红")
    page = visitor.sends(f"/corrections/{waiting()}", decision="yes", answer="是我")
    assert page.status == 422
    assert PrivacyFault.OWN.zh in page.main


def test_a_number_that_is_somebody_elses_by_now_is_refused_and_nothing_changes(holder, street):
    asks(holder, phone=OTHER)
    code = waiting()
    with transaction():
        branch = one(Organisation, code=BRANCH)
        enter_person(branch, name="李四", phone=OTHER, education=Education.BACHELOR, by="a")
    page = street.sends(f"/corrections/{code}", decision="yes", answer="看过身份证")
    assert page.status == 422
    assert waiting() == code


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_another_streets_correction_does_not_exist(holder, signed_in, answer):
    asks(holder, name="王晓红")
    zoe = signed_in(Role.STREET_OFFICE, "371322002", "zoe")
    zoe.opens(f"/corrections/{waiting()}", status=404)
    assert "没有等待核对的更正" in zoe.opens("/corrections").main


def test_what_is_wanted_is_sealed_and_the_record_names_only_the_fields(holder):
    asks(holder, phone=OTHER)
    session.remove()
    kept = session.connection().exec_driver_sql("SELECT wanted FROM correction").scalar_one()
    assert OTHER not in kept
    (entry,) = deeds_of("privacy.ask_to_correct")
    assert entry.details == {"fields": ["phone"]}


def test_a_copy_of_ones_own_data_is_whole_and_on_record(holder):
    told = own_copy(holder)
    assert (told["name"], told["phone"], told["birth_year"]) == ("王小红", PHONE, 1985)
    session.remove()
    assert [entry.by for entry in deeds_of("privacy.copy")] == ["hong"]


def test_ones_own_request_is_answered_by_the_street(holder, street):
    assert holder.sends("/own-record/request", kind="explain", wish="电话谁能看到？").status == 303
    code = one(DataRequest).code
    assert "个人信息请求等待答复" in street.opens("/desk").main
    assert street.sends(f"/data-requests/{code}", decision="yes", answer="只有街道和县里").status == 303
    assert "只有街道和县里" in holder.opens("/own-record").main
    assert street.sends(f"/data-requests/{code}", decision="no", answer="再答一次").status == 422


def test_a_request_that_came_to_the_counter_has_a_last_day_and_is_seen_when_late(street):
    told = {"kind": "erase", "organisation": "371322001", "name": "张三", "wish": "删掉我的电话"}
    page = street.sends("/data-requests/new", **told, contact="和平路 1 号", received_on="2099-01-01")
    assert page.error_of("received_on")
    assert street.sends("/data-requests/new", **told, contact=PHONE, received_on="2026-01-01").status == 303
    page = street.opens("/data-requests")
    assert "已超过" in page.main
    code = one(DataRequest).code
    assert PHONE not in street.opens(f"/data-requests/{code}").html
    token = street.opens("/data-requests").html.partition('csrf-token" content="')[2].partition('"')[0]
    shown = street.client.post(f"/data-requests/{code}/contact", data={"csrf_token": token})
    assert PHONE in shown.text
    session.remove()
    assert [entry.subject for entry in deeds_of("privacy.reveal_contact")] == [code]


def test_another_streets_request_does_not_exist(holder, signed_in):
    holder.sends("/own-record/request", kind="copy", wish="全部")
    zoe = signed_in(Role.STREET_OFFICE, "371322002", "zoe")
    zoe.opens(f"/data-requests/{one(DataRequest).code}", status=404)
    assert "没有请求" in zoe.opens("/data-requests").main


def test_erasure_waits_for_the_leaving_and_then_makes_anonymous(holder, street):
    holder.sends("/own-record/request", kind="erase", wish="删除")
    code = one(DataRequest).code
    page = street.sends(f"/data-requests/{code}", decision="yes", answer="照办")
    assert page.status == 422
    assert PrivacyFault.SERVES.zh in page.main
    with transaction():
        let_go(one(Person), day=today(), reason="退休", by="anna", today=today())
    assert street.sends(f"/data-requests/{code}", decision="yes", answer="照办").status == 303
    session.remove()
    person, request = one(Person), one(DataRequest)
    assert (person.name, person.phone, person.phone_digest, person.birth_year) == ("（已匿名）", None, None, None)
    assert (request.state, request.name, request.contact) == (RequestState.GRANTED, "（已匿名）", None)
    assert one(Account, username="hong").name == "（已匿名）"


class TestWhoseAccount:
    @pytest.fixture
    def admin(self, signed_in):
        return signed_in(Role.ADMINISTRATOR, "371322", "root")

    def test_the_administrator_says_it_by_the_persons_code(self, holder, admin):
        code = one(Person).code
        assert "王小红" in admin.opens("/accounts/hong").main
        assert admin.sends("/accounts/root/holder", person=code).status == 422
        assert admin.sends("/accounts/hong/holder", person="P0").error_of("person")
        assert admin.sends("/accounts/hong/holder", person=code).status == 303

    def test_a_person_has_one_account(self, holder, admin, street):
        with pytest.raises(Refused), transaction():
            set_holder(account_by_username("anna"), person=one(Person).code, by="root")
