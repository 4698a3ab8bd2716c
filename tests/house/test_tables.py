"""Whoever opens a model learns what a row is, in both languages."""

import inspect
import re

import pytest

import portal.application  # noqa: F401  brings every room's tables
from portal.core.database import Table

CHINESE = re.compile(r"[\u4e00-\u9fff]")


TABLES = sorted((mapper.class_ for mapper in Table.registry.mappers), key=lambda table: table.__name__)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_table_says_what_a_row_is(table):
    told = inspect.getdoc(table) if "__doc__" in vars(table) else ""
    assert told, f"one sentence on what a row of {table.__name__} is, with the Chinese term"
    assert CHINESE.search(told), f"name the Chinese term of a row of {table.__name__}"
