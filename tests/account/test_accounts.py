"""The administrator's work, and a person's own: opening, inviting, roles, recovery, closing."""

import re

import pytest
from sqlalchemy import select

from portal.account.models import RoleGrant, SignInSession
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from tests.people import PASSWORD, an_account, enter
from tests.visitor import Visitor

LINK = re.compile(r"/invitations/[\w-]+")


@pytest.fixture
def admin(signed_in):
    return signed_in(Role.ADMINISTRATOR, name="admin")


def link(page) -> str:
    return LINK.search(page.html)[0]


def test_from_opening_to_the_first_desk(admin, app):
    assert admin.sends("/accounts/new", username="Li.Na", name="李娜").goes_to == "/accounts/li.na"
    role = {"role": "street_office", "organisation": "371322001"}
    assert admin.sends("/accounts/li.na", **role).status == 303
    address = link(admin.presses("/accounts/li.na/invitation"))

    guest = Visitor(app.test_client())
    assert "李娜" in guest.opens(address).main
    assert guest.sends(address, password="green mountains far away").goes_to == "/sign-in"
    assert "街道办公室" in enter(app.test_client(), "li.na", "green mountains far away").opens("/desk").main


def test_a_link_is_good_once(admin, app):
    with transaction():
        an_account("anna", password=None)
    address = link(admin.presses("/accounts/anna/invitation"))
    guest = Visitor(app.test_client())
    guest.sends(address, password="green mountains far away")
    guest.opens(address, status=404)


def test_a_second_link_ends_the_first(admin, app):
    with transaction():
        an_account("anna", password=None)
    first = link(admin.presses("/accounts/anna/invitation"))
    second = link(admin.presses("/accounts/anna/invitation"))
    guest = Visitor(app.test_client())
    guest.opens(first, status=404)
    guest.opens(second)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short1", "至少要 10 个字符"),
        ("1234567890", "太常见"),
        ("onlyletters", "同时有字母和数字"),
        ("anna-anna-2026", "不要有用户名或姓名"),
        ("aaaaaaaaaaaaaaaaaa", "太常见"),
        ("x" * 129, "最多 128 个字符"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field(admin, app, password, told):
    with transaction():
        an_account("anna", password=None)
    address = link(admin.presses("/accounts/anna/invitation"))
    page = Visitor(app.test_client()).sends(address, password=password)
    assert page.status == 422
    assert told in page.error_of("password")


def test_recovery_takes_everything_away_and_is_on_record(admin, app):
    with transaction():
        an_account("anna").totp_secret = "JBSWY3DPEHPK3PXP"
        account_by_username("anna").totp_secret = None
    browser = app.test_client()
    enter(browser, "anna")
    address = link(admin.presses("/accounts/anna/recovery"))
    assert browser.get("/desk").status_code == 303
    session.remove()
    assert account_by_username("anna").password is None
    assert Visitor(app.test_client()).opens(address)
    assert "account.recovery" in session.scalars(select(AuditEntry.deed)).all()


def test_the_link_is_not_in_the_record_nor_in_the_database(admin):
    with transaction():
        an_account("anna", password=None)
    token = link(admin.presses("/accounts/anna/invitation")).rpartition("/")[2]
    entries = session.scalars(select(AuditEntry)).all()
    assert not any(token in str(entry.details) for entry in entries)
    assert token not in session.connection().exec_driver_sql("SELECT token FROM invitation").scalar()


def test_a_taken_user_name_is_refused_and_nothing_typed_is_lost(admin):
    page = admin.sends("/accounts/new", username="ADMIN", name="李娜")
    assert page.status == 422
    assert page.error_of("username")
    assert page.tree.find(".//input[@id='name']").get("value") == "李娜"


def test_nobody_grants_a_role_to_himself(admin):
    page = admin.sends("/accounts/admin", role="county_finance", organisation="371322")
    assert page.status == 422
    assert "不能给自己授予角色" in page.main


def test_a_role_that_is_taken_back_is_gone_at_once(admin, app):
    with transaction():
        an_account("mia", (Role.ADMINISTRATOR, "371322"))
    browser = app.test_client()
    enter(browser, "mia").opens("/accounts")
    code = session.scalars(select(RoleGrant.code).order_by(RoleGrant.id.desc())).first()
    admin.presses(f"/accounts/mia/roles/{code}/end")
    assert browser.get("/accounts").status_code == 403


def test_closing_asks_why_and_ends_all_sessions(admin, app):
    with transaction():
        an_account("anna", (Role.STREET_OFFICE, "371322001"))
    enter(app.test_client(), "anna")
    assert admin.sends("/accounts/anna/close", reason="").status == 422
    assert admin.sends("/accounts/anna/close", reason="调离").status == 303
    assert "anna" not in {one.account.username for one in session.scalars(select(SignInSession))}
    assert session.scalars(select(AuditEntry).where(AuditEntry.deed == "account.close")).one().reason == "调离"


def test_a_refusal_is_on_record_although_nothing_else_of_the_request_is(admin):
    admin.sends("/accounts/new", username="admin", name="李娜")
    session.remove()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (entry.by, entry.deed, entry.subject) == ("admin", "refused", "/accounts/new")
    assert entry.address == "127.0.0.1"


def test_a_missing_permission_is_on_record(signed_in):
    signed_in(Role.STREET_OFFICE, "371322001", "anna").opens("/accounts", status=403)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (entry.by, entry.deed, entry.reason) == ("anna", "refused", "needs manage_accounts")


def test_a_new_password_signs_other_browsers_out(app):
    with transaction():
        an_account("anna", (Role.STREET_OFFICE, "371322001"))
    here, there = app.test_client(), app.test_client()
    enter(there, "anna")
    visitor = enter(here, "anna")
    assert visitor.sends("/account/password", current="not mine", password="green mountains").error_of("current")
    assert visitor.sends("/account/password", current=PASSWORD, password="green mountains 1").status == 303
    assert there.get("/desk").status_code == 303
    assert here.get("/desk").status_code == 200


def test_the_list_finds_by_name_and_says_where_it_is_empty(admin):
    assert "王小红" in admin.opens("/accounts?q=adm").main
    assert "没有找到" in admin.opens("/accounts?q=100%").main


def test_the_table_of_permissions_is_shown(admin):
    assert "开通账号、授予角色、恢复账号" in admin.opens("/permissions").main


def test_a_person_sees_where_he_is_signed_in(admin):
    assert "就是这台" in admin.opens("/account").main
