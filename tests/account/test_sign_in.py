"""Signing in: what lets in, what keeps out, and what ends."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from portal.account.models import SignInSession
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from tests.people import PASSWORD, an_account, enter
from tests.visitor import Visitor


@pytest.fixture
def anna(app):
    with transaction():
        an_account("anna", (Role.STREET_OFFICE, "371322001"))


def deeds() -> list[str]:
    session.remove()
    return list(session.scalars(select(AuditEntry.deed).order_by(AuditEntry.number)))


def test_a_person_signs_in_and_stands_before_his_desk(anna, client):
    visitor = enter(client, "anna")
    assert "王小红" in visitor.opens("/desk").main
    assert deeds()[-1] == "account.sign_in"


def test_a_name_is_known_however_it_is_typed(anna, client):
    assert enter(client, " Anna ").opens("/desk").status == 200


@pytest.mark.parametrize(("username", "password"), [("anna", "wrong password"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_look_the_same(anna, client, username, password):
    page = Visitor(client).sends("/sign-in", username=username, password=password)
    assert page.status == 422
    assert "用户名或密码不对" in page.main
    assert deeds()[-1] == "account.sign_in_failed"


def test_what_was_typed_as_a_name_is_not_written_down_unless_it_is_one(anna, client):
    Visitor(client).sends("/sign-in", username="my secret passphrase", password="anna")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert "secret" not in f"{entry.by} {entry.subject} {entry.details}"


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(anna, client):
    visitor = Visitor(client)
    for _ in range(5):
        visitor.sends("/sign-in", username="anna", password="wrong password")
    page = visitor.sends("/sign-in", username="anna", password=PASSWORD)
    assert page.status == 422
    assert "失败次数太多" in page.main


def test_the_lock_holds_after_a_restart_and_in_another_process(anna, app):
    first = Visitor(app.test_client())
    for _ in range(5):
        first.sends("/sign-in", username="anna", password="wrong password")
    session.remove()
    assert "失败次数太多" in Visitor(app.test_client()).sends("/sign-in", username="anna", password=PASSWORD).main


def test_the_administrator_ends_the_lock(anna, client, signed_in):
    for _ in range(5):
        Visitor(client).sends("/sign-in", username="anna", password="wrong password")
    signed_in(Role.ADMINISTRATOR, name="admin").presses("/accounts/anna/unlock")
    assert enter(client, "anna")


def test_one_address_cannot_try_all_accounts(anna, client):
    visitor = Visitor(client)
    for number in range(50):
        visitor.posts("/sign-in", username=f"guess{number}", password="wrong password", csrf_token=token(visitor))
    assert "失败次数太多" in visitor.sends("/sign-in", username="anna", password=PASSWORD).main


def token(visitor: Visitor) -> str:
    if not hasattr(visitor, "token"):
        visitor.token = visitor.opens("/sign-in").html.partition('csrf-token" content="')[2].partition('"')[0]
    return visitor.token


def test_without_a_session_a_page_sends_to_the_sign_in_and_back(anna, client):
    answer = client.get("/account?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/account?x%3D1"
    page = Visitor(client).sends(answer.headers["Location"], username="anna", password=PASSWORD)
    assert page.goes_to == "/account?x=1"


def test_nobody_is_sent_to_another_host(anna, client):
    page = Visitor(client).sends("/sign-in?next=//evil.example/", username="anna", password=PASSWORD)
    assert page.goes_to == "/desk"


def test_signing_out_ends_the_session_at_the_server_too(anna, client):
    visitor = enter(client, "anna")
    kept = client.get_cookie("session").value
    assert visitor.presses("/sign-out").status == 303
    client.set_cookie("session", kept)
    assert client.get("/desk").status_code == 303


def test_each_sign_in_has_a_token_of_its_own(anna, app):
    enter(app.test_client(), "anna")
    enter(app.test_client(), "anna")
    tokens = session.scalars(select(SignInSession.token)).all()
    assert len(set(tokens)) == 2


def test_a_session_ends_when_nobody_comes(anna, client):
    enter(client, "anna")
    with transaction():
        session.scalars(select(SignInSession)).one().seen_at -= timedelta(minutes=31)
    assert client.get("/desk").status_code == 303


def test_a_session_ends_after_its_last_hour_though_somebody_comes(anna, client):
    enter(client, "anna")
    with transaction():
        session.scalars(select(SignInSession)).one().ends_at -= timedelta(hours=12)
    assert client.get("/desk").status_code == 303


def test_who_comes_stays(anna, client):
    enter(client, "anna")
    with transaction():
        row = session.scalars(select(SignInSession)).one()
        row.seen_at -= timedelta(minutes=20)
        before = row.seen_at
    assert client.get("/desk").status_code == 200
    session.remove()
    assert session.scalars(select(SignInSession)).one().seen_at > before


def test_a_person_ends_his_session_elsewhere(anna, app):
    here, there = app.test_client(), app.test_client()
    enter(there, "anna")
    code = session.scalars(select(SignInSession.code)).one()
    enter(here, "anna")
    assert Visitor(here).presses(f"/account/sessions/{code}/end").goes_to == "/account"
    assert there.get("/desk").status_code == 303
    assert here.get("/desk").status_code == 200


def test_nobody_ends_the_session_of_another(anna, app):
    with transaction():
        an_account("boris", (Role.STREET_OFFICE, "371322001"))
    enter(app.test_client(), "anna")
    code = session.scalars(select(SignInSession.code)).one()
    assert enter(app.test_client(), "boris").presses(f"/account/sessions/{code}/end").status == 404


def test_pages_made_for_a_person_are_kept_by_nobody(anna, client):
    enter(client, "anna")
    assert client.get("/desk").headers["Cache-Control"] == "no-store"
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_an_answer_for_everybody_does_not_vary_by_cookie(client):
    assert "Cookie" not in client.get("/api/v1/stations.geojson").headers.get("Vary", "")


def test_a_closed_account_is_out_at_once(anna, client):
    enter(client, "anna")
    with transaction():
        account = account_by_username("anna")
        account.closed_at = account.opened_at
    assert client.get("/desk").status_code == 303
    assert Visitor(client).sends("/sign-in", username="anna", password=PASSWORD).status == 422


class TestTheSecondFactor:
    @pytest.fixture
    def strict(self, app):
        known = app.extensions["settings"]
        app.extensions["settings"] = type(known)(
            **{**{name: getattr(known, name) for name in known.__slots__}, "second_factor": True}
        )
        yield app
        app.extensions["settings"] = known

    @pytest.fixture
    def carla(self, strict):
        with transaction():
            an_account("carla", (Role.COUNTY_INSPECTOR, "371322"))

    def test_a_county_role_must_bind_a_telephone_before_anything_else(self, carla, client):
        visitor = Visitor(client)
        assert visitor.sends("/sign-in", username="carla", password=PASSWORD).goes_to == "/sign-in/set-up"
        assert client.get("/desk").status_code == 303
        secret = visitor.opens("/sign-in/set-up").texts("code")[0].replace(" ", "")
        page = visitor.sends("/sign-in/set-up", code=pyotp.TOTP(secret).now())
        assert page.goes_to == "/desk"
        session.remove()
        assert account_by_username("carla").totp_secret == secret

    def test_a_wrong_first_code_binds_nothing(self, carla, client):
        visitor = Visitor(client)
        visitor.sends("/sign-in", username="carla", password=PASSWORD)
        visitor.opens("/sign-in/set-up")
        assert visitor.sends("/sign-in/set-up", code="000000").error_of("code")
        session.remove()
        assert account_by_username("carla").totp_secret is None

    def test_a_code_is_good_once(self, carla, app):
        secret = pyotp.random_base32()
        with transaction():
            account_by_username("carla").totp_secret = secret
        code = pyotp.TOTP(secret).now()
        first, second = Visitor(app.test_client()), Visitor(app.test_client())
        for visitor, status in ((first, 303), (second, 422)):
            assert visitor.sends("/sign-in", username="carla", password=PASSWORD).goes_to == "/sign-in/code"
            assert visitor.sends("/sign-in/code", code=code).status == status

    def test_five_wrong_codes_lock(self, carla, client):
        with transaction():
            account_by_username("carla").totp_secret = pyotp.random_base32()
        visitor = Visitor(client)
        visitor.sends("/sign-in", username="carla", password=PASSWORD)
        for _ in range(5):
            visitor.sends("/sign-in/code", code="000000")
        assert "失败次数太多" in visitor.sends("/sign-in/code", code="000000").error_of("code")

    def test_the_secret_is_sealed_in_the_database(self, carla):
        with transaction():
            account_by_username("carla").totp_secret = "JBSWY3DPEHPK3PXP"
        kept = session.connection().exec_driver_sql("SELECT totp_secret FROM account").scalar()
        assert "JBSWY3DP" not in kept

    def test_a_street_needs_no_second_factor(self, anna, strict, client):
        assert enter(client, "anna").opens("/desk").status == 200
