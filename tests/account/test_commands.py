"""`flask accounts …`: how the first administrator comes in."""

import re

from portal.account.queries import account_by_username
from portal.organisation.queries.public import has_organisations
from tests.people import enter
from tests.visitor import Visitor


def test_the_first_administrator_of_an_empty_portal(app):
    answer = app.test_cli_runner().invoke(args=["accounts", "create", "zhangwei", "--name", "张伟"])
    assert answer.exit_code == 0
    assert has_organisations()
    address = re.search(r"http://127.0.0.1:8000(/invitations/\S+)", answer.output)[1]
    Visitor(app.test_client()).sends(address, password="green mountains far away")
    assert "账号与角色" in enter(app.test_client(), "zhangwei", "green mountains far away").opens("/desk").main


def test_a_name_that_is_taken_is_refused_and_nothing_is_written(app):
    run = app.test_cli_runner()
    run.invoke(args=["accounts", "create", "zhangwei", "--name", "张伟"])
    answer = run.invoke(args=["accounts", "create", "zhangwei", "--name", "另一个"])
    assert answer.exit_code == 1
    assert account_by_username("zhangwei").name == "张伟"


def test_recovery_prints_a_link(app):
    run = app.test_cli_runner()
    run.invoke(args=["accounts", "create", "zhangwei", "--name", "张伟"])
    answer = run.invoke(args=["accounts", "recover", "zhangwei", "--address", "https://portal.example"])
    assert answer.output.startswith("https://portal.example/invitations/")
    assert run.invoke(args=["accounts", "recover", "nobody"]).exit_code == 1
