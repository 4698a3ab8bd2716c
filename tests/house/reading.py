"""How the house rules read the code: files, functions and what they call."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str) -> list[Path]:
    """All Python files of these folders of the tree."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def rooms(*names: str) -> list[Path]:
    """All files of the rooms of that name: `queries.py`, and those in a folder `queries/`."""
    return [path for path in sources("portal") if path.stem in names or path.parent.name in names]


def each(paths: list[Path]) -> pytest.MarkDecorator:
    """Run the test once for each file; the failure then names it."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, those within others too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def deeds(tree: ast.Module) -> list[Function]:
    """The public functions of a file."""
    plain = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [function for function in plain if not function.name.startswith("_")]


def called(tree: ast.AST) -> set[str]:
    """Dotted names of what is called: `{"record", "session.add", "date.today"}`."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def lines(function: Function) -> int:
    """From `def` to the last line, with the docstring."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
