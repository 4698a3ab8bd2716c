"""Every address, as every role: nobody gets through a door that his roles do not open."""

import pytest

from portal.account.signed_in import who_may
from portal.account.terms import Role
from portal.core.access import FOR_EVERYBODY, PUBLIC, Permission
from portal.core.database import transaction
from tests.people import a_tree, an_account, enter

# Who may do what does not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)

OUTSIDE = ["/static/<path:filename>"]


def addresses(app) -> list[tuple[str, str, Permission]]:
    """Method, address and permission of each route; what its blanks are filled with exists nowhere."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule in OUTSIDE:
            continue
        address = rule.rule
        for name in rule.arguments:
            address = address.replace(f"<string:{name}>", "nothing").replace(f"<path:{name}>", "nothing")
        permission = app.view_functions[rule.endpoint].permission
        found += [(method, address, permission) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


@pytest.fixture
def tree(app):
    with transaction():
        a_tree()


def token_of(client) -> str:
    return client.get("/").text.partition('csrf-token" content="')[2].partition('"')[0]


def call(client, method: str, address: str, token: str):
    if method == "GET":
        return client.get(address)
    return client.post(address, data={"csrf_token": token})


def test_a_visitor_gets_public_pages_and_is_sent_to_the_sign_in_by_all_others(tree, app):
    client = app.test_client()
    token = token_of(client)
    for method, address, permission in addresses(app):
        answer = call(client, method, address, token)
        if permission is PUBLIC:
            assert answer.status_code not in {401, 403}, f"{method} {address}: {answer.status_code}"
        else:
            sent = answer.headers.get("Location", "").startswith("/sign-in")
            assert answer.status_code == 401 or sent, f"{method} {address} answered a visitor {answer.status_code}"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_doors_and_no_others(tree, app, role):
    with transaction():
        an_account("walker", (role, "371322"))
    client = app.test_client()
    enter(client, "walker")
    token = token_of(client)
    for method, address, permission in addresses(app):
        if address == "/sign-out":
            continue
        answer = call(client, method, address, token)
        may = permission in FOR_EVERYBODY or role in who_may()[permission]
        assert (answer.status_code != 403) == may, f"{method} {address} answered {role} {answer.status_code}"
        assert answer.status_code < 500


def test_a_role_that_is_not_yet_or_no_longer_held_opens_nothing(tree, app):
    with transaction():
        account = an_account("walker", (Role.ADMINISTRATOR, "371322"))
        (grant,) = account.grants
        grant.until_day = grant.from_day
    client = app.test_client()
    enter(client, "walker")
    assert client.get("/accounts").status_code == 403


def test_the_table_names_every_permission_and_a_comment_in_the_file_says_the_same(engine):
    from importlib.resources import files

    told = files("portal.account").joinpath("permissions.toml").read_text("utf-8")
    for permission in who_may():
        (line,) = [line for line in told.splitlines() if line.startswith(f"{permission.value} =")]
        assert line.endswith(f"# {permission.zh}"), f"write # {permission.zh} behind {permission.value}"
