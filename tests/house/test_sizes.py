"""Nobody keeps a long tail short by intention alone: the limits of files and functions."""

import ast
from statistics import median, quantiles

import pytest

from config import ROOT
from tests.house.reading import each, functions, lines, parsed, sources

OURS = [*sources("portal", "geo", "setup"), ROOT / "config.py", ROOT / "wsgi.py"]


def file_lines() -> list[int]:
    return [count for path in OURS if (count := len(path.read_text().splitlines()))]


def function_lines() -> list[int]:
    return [lines(function) for path in OURS for function in functions(parsed(path))]


@each(OURS)
def test_a_file_stays_readable_in_one_sitting(path):
    count = len(path.read_text().splitlines())
    assert count <= 400, f"{count} lines: make it a folder with the same name"


@each(OURS)
def test_a_function_says_one_thing(path):
    long = {function.name: lines(function) for function in functions(parsed(path)) if lines(function) > 40}
    assert not long, f"longer than 40 lines, take a named part out of it: {long}"


@each([path for path in sources("portal") if path.stem in {"views", "api"}])
def test_a_view_is_form_in_and_page_out(path):
    long = {function.name: lines(function) for function in functions(parsed(path)) if lines(function) > 25}
    assert not long, f"longer than 25 lines, the question or the deed belongs in queries or actions: {long}"


@pytest.mark.parametrize(("found", "middle", "tail"), [(file_lines(), 80, 250), (function_lines(), 8, 25)])
def test_most_files_and_functions_are_short(found, middle, tail):
    assert median(found) <= middle
    assert quantiles(found, n=10)[-1] <= tail


def test_the_counter_of_lines_counts_from_def_to_the_end():
    (function,) = functions(ast.parse("@decorated\ndef deed():\n    '''Why.'''\n    return 1\n"))
    assert lines(function) == 3
