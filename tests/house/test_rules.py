"""A rule is the same tomorrow: it asks no clock and no chance. What it imports is a contract in pyproject.toml."""

import ast

from tests.house.reading import called, each, parsed, rooms

CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter"}


def clocks_asked(tree: ast.AST) -> set[str]:
    return {name for name in called(tree) if name.rpartition(".")[2] in CLOCKS or name == "time.time"}


@each(rooms("rules", "terms"))
def test_rules_never_ask_the_clock(path):
    asked = clocks_asked(parsed(path))
    assert not asked, f"{asked}: today is an argument"


def test_the_reader_of_clocks_finds_them():
    assert clocks_asked(ast.parse("date.today(); now(); datetime.now(UTC); time(8)")) == {
        "date.today",
        "now",
        "datetime.now",
    }
