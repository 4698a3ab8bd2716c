"""A new telephone is signed in by a code: once, within five minutes, by its owner's own hand."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.account.models import PhoneLink, SignInSession
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from portal.core.limits import spend
from tests.people import an_account, enter
from tests.visitor import Visitor

ADDRESS = re.compile(r"http://localhost(/phones/[\w-]+)")


@pytest.fixture
def owner(signed_in):
    return signed_in(Role.GRID_WORKER, "371322001001", name="grid")


def a_code(owner) -> str:
    """The address that the new telephone opens."""
    return ADDRESS.search(owner.presses("/account/phones").html)[1]


def test_a_code_signs_one_telephone_in_and_the_list_of_sessions_shows_it(owner, app):
    address = a_code(owner)
    phone = Visitor(app.test_client())
    for _look in range(2):  # a scanner may look first: that uses nothing up
        page = phone.opens(address)
        assert "王**" in page.main
        assert "王小红" not in page.html
    assert phone.presses(f"{address}/sign-in", on="/sign-in").goes_to == "/desk/log"
    assert phone.opens("/account").status == 200
    assert owner.opens("/account").html.count("最近使用") == 2
    session.remove()
    deeds = session.scalars(select(AuditEntry.deed)).all()
    assert {"account.make_phone_link", "account.sign_phone_in"} <= set(deeds)

    late = Visitor(app.test_client())
    assert "已经用过" in late.opens(address, status=410).main
    assert late.presses(f"{address}/sign-in", on="/sign-in").status == 410
    assert len(session.scalars(select(SignInSession.id)).all()) == 2


def test_who_logs_no_services_comes_to_his_desk(signed_in, app):
    address = a_code(signed_in(Role.STREET_OFFICE))
    assert Visitor(app.test_client()).presses(f"{address}/sign-in", on="/sign-in").goes_to == "/desk"


def test_a_code_that_is_too_old_replaced_or_made_up_opens_nothing(owner, app):
    first, phone = a_code(owner), Visitor(app.test_client())
    second = a_code(owner)
    assert phone.opens(first, status=404).status == 404
    with transaction():
        session.scalars(select(PhoneLink)).one().ends_at -= timedelta(minutes=5)
    assert "5 分钟" in phone.opens(second, status=410).main
    assert phone.presses(f"{second}/sign-in", on="/sign-in").status == 410
    assert "没有这个登录码" in phone.opens("/phones/made-up", status=404).main
    assert phone.presses("/phones/made-up/sign-in", on="/sign-in").status == 404


def test_guessing_is_counted(owner, app, monkeypatch):
    spent = []
    monkeypatch.setattr("portal.account.views.phones.spend", lambda *how: spent.append(how) or spend(*how))
    Visitor(app.test_client()).opens("/phones/made-up", status=404)
    assert spent == [("account.phone", "20 per hour")]


def test_a_closed_account_signs_no_telephone_in(owner, app):
    address = a_code(owner)
    with transaction():
        link = session.scalars(select(PhoneLink)).one()
        link.account.closed_at = link.made_at
    assert Visitor(app.test_client()).presses(f"{address}/sign-in", on="/sign-in").status == 410


def test_a_demo_account_makes_no_code_in_earnest(owner, app):
    with transaction():
        an_account("shown", (Role.GRID_WORKER, "371322001001")).is_demo = True
    known = app.extensions["settings"]
    named = {name: getattr(known, name) for name in known.__slots__}
    shown = enter(app.test_client(), "shown")
    app.extensions["settings"] = type(known)(**named | {"environment": "production"})
    try:
        assert shown.presses("/account/phones").status == 422
    finally:
        app.extensions["settings"] = known
