"""Tables as offices make them: titles above, sums below, rounded numbers, and long ones."""

import csv

import pytest
import xlsxwriter

from portal.core import sheet_rows
from portal.core.headings import find_headings, is_footer
from portal.core.seen import Seen, Spool
from portal.core.sheets import Column, SheetError, open_sheet, text

COLUMNS = (Column("name", "姓名"), Column("area", "小区"), Column("nation", "民族", kept=False))
KNOWN = {"姓名": "name", "居住小区": "area", "门牌": "door"}


def test_headings_stand_below_titles_in_one_row_or_in_two():
    titles = [["××花名册", ""], ["填报单位：", "填报人："]]
    one = find_headings([*titles, ["姓 名", "居住小区(村)"], ["王芳", "花园"]], KNOWN)
    assert one is not None
    assert (one.at, one.names) == (2, ("name", "area"))
    two = find_headings([*titles, ["姓名", "居住", ""], ["", "小区", "门牌"], ["王芳", "花园", "3"]], KNOWN)
    assert two is not None
    assert (two.at, two.names) == (3, ("name", "area", "door"))
    assert find_headings([["甲", "乙"]], KNOWN) is None


@pytest.mark.parametrize(
    "cells", [["合 计", "12"], ["", "总计：12 人"], ["制表人：王"], ["审核人", ""], ["注：以上", ""]]
)
def test_what_stands_below_a_table_is_no_line_of_it(cells):
    assert is_footer(cells)


@pytest.mark.parametrize("cells", [["审核中心", "机关"], ["合计划", "机关"], ["1", "制表"], ["", ""]])
def test_a_line_is_no_footer(cells):
    assert not is_footer(cells)


def test_a_number_that_was_rounded_shows_it():
    assert text(371322198506121234.0) == "3.7132219850612E+17"
    assert text(13812345678.0) == "13812345678"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_is_read_line_by_line(tmp_path, encoding):
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([["名册"], ["姓名", "小区", "民族"], ["王芳", "花园", "汉"], [], ["合计", "1"]])
    found = open_sheet(path, COLUMNS)
    assert found.left_out == ["民族"]
    assert [(line.row, line.cells) for line in found.lines] == [(3, {"name": "王芳", "area": "花园"})]


def test_a_large_workbook_is_read_in_the_same_way_row_by_row(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["姓名", "小区"], ["王芳", "花园"], ["李四", 13812345678.0]]):
            sheet.write_row(number, 0, row)
    small = list(open_sheet(path, COLUMNS).lines)
    monkeypatch.setattr(sheet_rows, "LARGE_UNPACKED_BYTES", 0)
    assert list(open_sheet(path, COLUMNS).lines) == small


def test_a_table_that_is_too_long_is_refused(app, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,小区\n" + "王芳,花园\n" * 5, encoding="utf-8")
    with pytest.raises(SheetError):
        list(open_sheet(path, COLUMNS, most=4).lines)


def test_what_was_seen_is_known_by_its_first_row():
    seen = Seen()
    assert (seen.note("a", 1), seen.note("a", 2), seen.row_of("a"), seen.row_of("b")) == (None, 1, 1, None)


def test_a_spool_gives_back_what_it_took_as_often_as_asked():
    spool = Spool()
    for number in range(3):
        spool.add((number, "王"))
    assert list(spool) == list(spool) == [(0, "王"), (1, "王"), (2, "王")]
