"""The demo accounts: one a role, and never in a portal that is used in earnest."""

import pytest

from config import SettingError
from portal.account.queries import active_demo_accounts
from portal.account.terms import Role
from portal.application import create_app
from portal.core.database import transaction
from portal.demo.accounts import ACCOUNTS, close_demo_accounts, open_demo_accounts
from setup.serve import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.conftest import settings_for
from tests.people import BEGINNING, a_tree
from tests.people import DEMO_PASSWORD as KNOWN


def test_each_role_has_one():
    assert sorted(role for _name, _title, role, _level in ACCOUNTS) == sorted(Role)


def test_the_printed_ones_are_those_that_are_opened():
    assert tuple(name for name, *_ in ACCOUNTS) == DEMO_ACCOUNTS
    assert DEMO_PASSWORD == KNOWN


@pytest.mark.parametrize(
    ("username", "desk"), [("admin", "账号与角色"), ("inspector", "操作记录"), ("grid", "要您办的事件")]
)
def test_a_demo_account_stands_before_its_desk(demo_visitor, username, desk):
    assert desk in demo_visitor(username).opens("/desk").main


def test_production_refuses_to_start_until_they_are_closed(app, tmp_path):
    with transaction():
        a_tree()
        open_demo_accounts(BEGINNING)
    earnest = settings_for(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path, environment="production")
    with pytest.raises(SettingError, match="10 demo accounts are open"):
        create_app(earnest)
    with transaction():
        assert close_demo_accounts(by="operator", now=BEGINNING) == 10
    assert active_demo_accounts() == 0
    create_app(earnest)


def test_opening_them_again_opens_only_what_is_missing(app):
    with transaction():
        a_tree()
        open_demo_accounts(BEGINNING)
        open_demo_accounts(BEGINNING)
    assert active_demo_accounts() == 10
