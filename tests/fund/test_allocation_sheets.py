"""Other money by workbook, on both engines: each line is checked as on the page, and nothing is posted twice."""

import pytest
from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.sheets import Line
from portal.fund.actions.allocation import allocate_year, set_rate, take_in_other
from portal.fund.models.ledger import Allocation, Voucher
from portal.fund.queries.allocation import allocated_sums
from portal.fund.queries.proof import prove
from portal.fund.sheets.allocations import ALLOCATIONS, COLUMNS, fen_in, plan
from portal.fund.terms.allocation import AllocationFault
from portal.fund.terms.ledger import Purse
from tests.fund.books import DAY, FIRST, MOMENT, SECOND
from tests.grid.land import some_ground

COUNTY = Scope(("371322/",))
GOOD = {"community": FIRST, "year": "2026", "kind": "一事一议", "yuan": "35,000", "source": "县财政", "purpose": "修路"}


@pytest.fixture
def ground(app):
    with transaction():
        some_ground()
        yield


def planned(*rows: dict[str, str], scope: Scope = COUNTY):
    lines = [Line(number, {**GOOD, **row}) for number, row in enumerate(rows, 2)]
    return plan(lines, {}, scope, lambda *_told: None)


def test_lines_are_posted_each_with_its_voucher(ground):
    found = planned({}, {"community": "团结社区", "kind": "wages", "yuan": "122500.5元", "year": "2026年"})
    assert (found.errors, found.counts()["new"], found.rows) == ([], 2, 2)
    take_in_other(found.work, by="finance", now=MOMENT)
    session.flush()
    assert allocated_sums(COUNTY, 2026) == {Purse.OTHER: 35_000_00 + 122_500_50}
    assert session.scalar(select(func.count()).select_from(Voucher)) == 2
    assert prove().faults == ()
    again = planned({}, {"purpose": "修桥"}, {"purpose": "修桥"})
    assert [(one.row, one.message) for one in again.errors] == [(2, "这一笔已经拨过"), (4, "与第 3 行相同")]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ({"community": "没有"}, "社区", AllocationFault.COMMUNITY.zh),
        ({"year": "26"}, "年度", AllocationFault.YEAR.zh),
        ({"kind": "奖金"}, "种类", AllocationFault.KIND.zh),
        ({"yuan": "1.005"}, "金额（元）", AllocationFault.AMOUNT.zh),
        ({"source": ""}, "来源", AllocationFault.SOURCE.zh),
        ({"purpose": "长" * 201}, "用途", "最多 200 个字"),
    ],
)
def test_each_error_names_row_and_column(ground, row, column, message):
    found = planned({"purpose": "别的"}, row)
    assert [(one.row, one.column, one.message) for one in found.errors] == [(3, column, message)]


def test_another_streets_community_is_unknown(ground):
    beside = Scope(("371322/371322001/371322001002/",))
    assert [one.column for one in planned({}, scope=beside).errors] == ["社区"]
    assert planned({"community": SECOND}, scope=beside).errors == []


def test_what_leaves_has_every_line_under_its_heading(ground):
    set_rate(year=2026, purse=Purse.WORK, fen=60_000_00, origin="县文件", by="finance", today=DAY)
    allocate_year(2026, by="finance", now=MOMENT)
    take_in_other(planned({}).work, by="finance", now=MOMENT)
    rows = [
        dict(zip((one.name for one in COLUMNS), row, strict=True)) for row in ALLOCATIONS.rows(COUNTY, {"year": "2026"})
    ]
    assert len(rows) == ALLOCATIONS.count(COUNTY, {"year": "2026"}) == session.query(Allocation).count() == 3
    assert [(row["purse"], row["yuan"], row["rule"]) for row in rows if row["community"].startswith("和平")] == [
        ("党建工作经费", 60000.0, "全年"),
        ("其他经费", 35000.0, ""),
    ]


@pytest.mark.parametrize("written", ["", "0", "-1", "1e999", "NaN", "一百", "0.001", "99999999999"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(ValueError):
        fen_in(written)
