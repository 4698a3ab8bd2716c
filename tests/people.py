"""Persons who sign in, for the tests: an organisation to belong to, an account, a role, a browser."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.account.actions.accounts import open_account
from portal.account.actions.roles import grant_role
from portal.account.passwords import hashed
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.core.database import session, transaction
from portal.demo.accounts import PASSWORD as DEMO_PASSWORD
from portal.organisation.models import Organisation, OrganisationVersion
from portal.organisation.terms import OrganisationLevel
from tests.visitor import Visitor

PASSWORD = "three blue tractors"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2026, 1, 1)
__all__ = ["DEMO_PASSWORD", "PASSWORD", "a_person_with", "a_tree", "an_account", "enter"]

# A small tree: one county, two streets, two communities and a branch each, by code and level.
TREE = (
    ("371322", None, OrganisationLevel.COUNTY, "中共郯城县委员会"),
    ("371322001", "371322", OrganisationLevel.STREET, "郯城街道党工委"),
    ("371322002", "371322", OrganisationLevel.STREET, "东城街道党工委"),
    ("371322001001", "371322001", OrganisationLevel.COMMUNITY, "和平社区大党委"),
    ("371322001002", "371322001", OrganisationLevel.COMMUNITY, "团结社区大党委"),
    ("371322002001", "371322002", OrganisationLevel.COMMUNITY, "东关社区大党委"),
    ("371322001001-B01", "371322001001", OrganisationLevel.BRANCH, "花园小区党支部"),
    ("371322001002-B01", "371322001002", OrganisationLevel.BRANCH, "金地小区党支部"),
    ("371322001001-B01-G01", "371322001001-B01", OrganisationLevel.BUILDING_GROUP, "1 号楼党小组"),
)


def a_tree() -> None:
    """The small tree, where it is not there yet."""
    if session.scalar(select(Organisation.id).limit(1)) is not None:
        return
    rows: dict[str | None, Organisation] = {}
    for code, above, level, name in TREE:
        parent = rows.get(above)
        path = f"{parent.path if parent else ''}{code}/"
        rows[code] = Organisation(code=code, path=path, level=level, name=name, parent=parent, founded_on=FIRST_DAY)
    session.add_all(rows.values())
    session.flush()
    began = {"from_day": FIRST_DAY}
    session.add_all(
        OrganisationVersion(name=row.name, path=row.path, organisation_id=row.id, **began) for row in rows.values()
    )
    session.flush()


def an_account(username: str, *roles: tuple[Role, str], password: str | None = PASSWORD) -> Any:
    """An account with a password and roles over organisations of the small tree."""
    a_tree()
    account = open_account(username, "王小红", by="operator", now=BEGINNING)
    account.password, account.password_changed_at = password and hashed(password), BEGINNING
    for role, over in roles:
        grant_role(account, role=role, organisation=over, from_day=FIRST_DAY, by="operator")
    return account


def enter(client: FlaskClient, username: str, password: str = PASSWORD) -> Visitor:
    """Sign in through the page, as a person does."""
    visitor = Visitor(client)
    page = visitor.sends("/sign-in", username=username, password=password)
    assert page.status == 303, page.main
    return visitor


def a_person_with(app: Flask, role: Role, over: str, username: str) -> Visitor:
    """Somebody with that role, signed in."""
    with transaction():
        a_tree()
        if account_by_username(username) is None:
            an_account(username, (role, over))
    return enter(app.test_client(), username)
