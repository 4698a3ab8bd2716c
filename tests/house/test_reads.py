"""Reading changes nothing: queries never write, and an address that answers GET only calls no action."""

import ast
from pathlib import Path

from portal.application import create_app
from tests.conftest import settings_for
from tests.house.reading import called, each, functions, parsed, rooms

WRITES = {"insert", "update", "delete", "bump", "record"}
SESSION_WRITES = {f"session.{verb}" for verb in ("add", "add_all", "delete", "merge", "flush", "commit", "rollback")}


def actions_called(tree: ast.Module) -> dict[str, set[str]]:
    """For each function of the file, which actions it calls, by whatever name it imported them."""
    named = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if "actions" in {alias.name, (node.module or "").rpartition(".")[2]}
    }
    return {
        function.name: {name for name in called(function) if name.partition(".")[0] in named}
        for function in functions(tree)
    }


@each(rooms("queries"))
def test_queries_never_write(path):
    writing = called(parsed(path)) & (WRITES | SESSION_WRITES)
    assert not writing, f"{writing}: a query only reads; what a person does stands in actions.py"


def test_what_answers_get_only_calls_no_action(tmp_path):
    portal = create_app(settings_for(f"sqlite:///{tmp_path}/portal.db", tmp_path))
    for rule in portal.url_map.iter_rules():
        view = portal.view_functions[rule.endpoint]
        file = Path(view.__code__.co_filename)
        if rule.methods <= {"GET", "HEAD", "OPTIONS"} and file.stem in {"views", "api"}:
            changing = actions_called(parsed(file)).get(view.__name__, set())
            assert not changing, f"{rule.endpoint} answers GET only but calls {changing}: let it answer POST"


def test_the_reader_of_actions_called_knows_both_ways_of_importing():
    tree = ast.parse(
        "from portal.fund import actions\nfrom portal.star.actions import appraise as judge\n"
        "def view():\n    actions.pay(1)\n    judge(2)\n    other()\n"
    )
    assert actions_called(tree) == {"view": {"actions.pay", "judge"}}
