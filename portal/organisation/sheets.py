"""The tree as a table that leaves the portal."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from portal.core.sheets import Column, write_workbook
from portal.organisation.terms import OrganisationLevel

COLUMNS = (
    Column("code", "组织代码", ("编码", "代码"), width=30),
    Column("level", "层级", required=True, width=20),
    Column("name", "组织名称", ("名称",), required=True, width=36),
    Column("parent", "上级代码", ("上级编码",), required=True, width=30),
    Column("parent_name", "上级名称", width=36),
    Column("founded_on", "成立日期", width=14),
)

type Line = tuple[str, OrganisationLevel, str, str | None, str | None, date | None]


def write(path: Path, lines: Iterable[Line]) -> None:
    """All organisations of a subtree, in the order of the tree."""
    write_workbook(
        path,
        COLUMNS,
        (
            [code, level.zh, name, parent, parent_name, founded.isoformat() if founded else None]
            for code, level, name, parent, parent_name, founded in lines
        ),
    )
