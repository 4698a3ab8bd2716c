"""Residential areas and buildings come in as a workbook, go out as one, and come back."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from geo.place import CoordinateSystem, Place, from_wgs84
from portal.account.terms import Role
from portal.bulk import jobs
from portal.bulk.models import BulkRun
from portal.bulk.sheets import _remembered
from portal.bulk.terms import RunState
from portal.core.access import Scope
from portal.core.bulk import exporter
from portal.core.database import session, transaction
from portal.core.sheets import VERSION, Line, write_workbook
from portal.grid.actions import buildings as actions
from portal.grid.models.ground import Building
from portal.grid.queries import buildings as queries
from portal.grid.sheets import ground as sheets
from tests.bulk.test_tree_import import token
from tests.grid.land import AREA, BESIDE, BRANCH, GROUP, HERE, area, building, some_ground

STREET = Scope(["371322/371322001/"])
TODAY = date(2026, 11, 24)
NAMES = [column.name for column in sheets.COLUMNS]


@pytest.fixture
def land(app):
    with transaction():
        some_ground()


def line(row: int = 2, **cells: str) -> Line:
    return Line(row, {"community": HERE, "name": "新村", **cells})


def placed(lat: float, lon: float, system: str = "WGS-84") -> dict[str, str]:
    return {"lat": f"{lat:.7f}", "lon": f"{lon:.7f}", "system": system}


def planned(*lines: Line, base=None, scope: Scope = STREET):
    session.expire_all()
    return sheets.plan(lines, base or {}, scope, lambda _done, _total: None)


def counts(found) -> tuple[int, int, int, int]:
    return len(found.new), len(found.changed), found.unchanged, len(found.errors)


def carried_out(found) -> None:
    assert found.errors == []
    sheets.carry_out(found.work, "a", TODAY)
    session.commit()


def left() -> dict[str, dict[str, str]]:
    """What an export of the street remembers, by which a file that comes back is compared."""
    return _remembered(exporter("buildings"), list(sheets.rows(STREET, {"code": "371322001"})))


def test_a_new_file_is_entered_and_the_second_time_changes_nothing(land):
    there = from_wgs84(Place(34.612, 118.313), CoordinateSystem.BD09)
    lines = [
        line(2, branch=BRANCH, **placed(34.61, 118.31)),
        line(3, building="1 号楼", group=GROUP, households="60", **placed(there.lat, there.lon, "BD-09")),
        line(4, building="2 号楼"),
        line(5, name="花园", building="3栋", group=GROUP),
        line(6, name="花园", building="1#", households="36"),
        line(7, community=BESIDE, name="花园", building="1 号楼", **placed(34.605, 118.33)),
    ]
    found = planned(*lines)
    assert counts(found) == (6, 0, 1, 0)
    carried_out(found)
    made = building(f"{HERE}-R02-L01")
    assert (made.name, made.group.code, made.households, made.grid.code) == ("1 号楼", GROUP, 60, f"{HERE}002")
    assert (building(f"{AREA}-L03").name, area(f"{HERE}-R02").branch.code) == ("3栋", BRANCH)
    kept = {one.code: one.place for one in queries.kept_areas(STREET)}
    assert (kept[f"{BESIDE}-R01"].lat, kept[f"{BESIDE}-R01"].lon) == pytest.approx((34.605, 118.33))
    assert counts(planned(*lines)) == (0, 0, 6, 0)


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"community": "371322002001"}, "社区代码", "不归您管"),
        ({"area": f"{BESIDE}-R09"}, "小区代码", "请留空"),
        ({"name": ""}, "小区名称", "名称要写"),
        ({"branch": f"{BESIDE}-B01"}, "所属党支部代码", "没有这个党支部"),
        ({"building": "1", "group": BRANCH}, "楼栋党小组代码", "没有这个楼栋党小组"),
        ({"building": "1", "households": "很多"}, "户数", "整数"),
        ({"system": ""}, "坐标系", "坐标系"),
        ({"lat": "三十四"}, "纬度", "有效"),
        ({"lat": "34.7"}, "纬度", "200 米"),
        ({"lat": "118.31", "lon": "34.61"}, "纬度", "写反"),
        ({"lat": "", "lon": ""}, "纬度", "至少要有一行"),
    ],
)
def test_each_error_names_row_and_column(land, cells, column, told):
    found = planned(line(7, **placed(34.61, 118.31) | cells))
    (error,) = found.errors
    assert (error.row, error.column) == (7, column)
    assert told in error.message


def test_a_row_twice_and_rows_of_one_area_that_disagree_are_errors(land):
    where = placed(34.61, 118.31)
    found = planned(
        line(2, **where), line(3, building="1 号楼"), line(4, building="一栋"), line(5, building="2", branch=BRANCH)
    )
    assert [(error.row, error.column) for error in found.errors] == [(4, "楼栋")]
    known = {"name": "花园小区", "area": AREA}
    found = planned(line(2, **known | {"name": "花园里"}), line(3, **known | {"name": "大花园"}, building="1 号楼"))
    assert [(error.row, error.column) for error in found.errors] == [(3, "小区名称")]


def test_a_secretary_s_scope_ends_at_his_community(land):
    found = planned(line(2, **placed(34.61, 118.31)), scope=Scope([f"371322/371322001/{BESIDE}/"]))
    assert found.errors[0].column == "社区代码"


def test_a_clearing_counts_only_in_a_file_that_was_exported_here(land):
    base = left()
    row = {"area": AREA, "name": "花园小区", "building": "1 号楼", "group": "", "households": ""}
    assert counts(planned(line(2, **row))) == (0, 0, 1, 0)
    found = planned(line(2, **row, version="v"), base=base)
    assert [(one.field, one.before, one.after) for one in found.changed] == [
        ("楼栋党小组代码", GROUP, ""),
        ("户数", "36", ""),
    ]
    carried_out(found)
    assert (building(f"{AREA}-L01").group, building(f"{AREA}-L01").households) == (None, None)


def test_what_somebody_else_changed_since_the_export_is_not_overwritten(land):
    base = left()
    now = {"place": None, "by": "b"}
    actions.change_building(building(f"{AREA}-L01"), name="甲楼", group=GROUP, households=40, **now)
    actions.change_area(area(), name="花园里", branch=BRANCH, **now)
    actions.close_building(building(f"{AREA}-L02"), day=TODAY, reason="拆除", by="b", today=TODAY)
    session.commit()
    row = {"area": AREA, "name": "花园小区", "branch": BRANCH, "version": "v"}
    same = {"code": f"{AREA}-L01", "building": "1 号楼", "group": GROUP}
    found = planned(
        line(2, **row),
        line(3, **row, **same, households="36"),
        line(4, **row, code=f"{AREA}-L02", building="2 号楼"),
        base=base,
    )
    assert counts(found)[:3] == (0, 0, 2)
    assert "可能已经注销" in found.errors[0].message
    found = planned(line(2, **row | {"name": "大花园"}), line(3, **row, **same, households="50"), base=base)
    assert [error.column for error in found.errors] == ["小区名称", "户数"]
    assert all(word in found.errors[1].message for word in ("36", "40", "50"))


def test_from_the_export_through_the_pages_and_back(land, app, signed_in, monkeypatch, tmp_path):
    waiting: list[str] = []
    monkeypatch.setitem(app.extensions["followers"], "bulk.waits", [lambda code: waiting.append(code)])
    street = signed_in(Role.STREET_OFFICE, "371322001", "anna")
    answer = street.client.post("/exports/buildings", data={"csrf_token": token(street), "code": "371322001"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[NAMES.index("building")] for row in rows] == ["楼栋", "", "1 号楼", "2 号楼"]

    def worked(rows: list[list]) -> BulkRun:
        path = Path(tmp_path) / "buildings.xlsx"
        write_workbook(path, (*sheets.COLUMNS, VERSION), rows)
        sent = {"csrf_token": token(street), "file": (BytesIO(path.read_bytes()), "buildings.xlsx")}
        assert street.client.post("/imports/buildings", data=sent).status_code == 303
        return moved()

    def moved() -> BulkRun:
        jobs.work_on(code := waiting.pop())
        session.remove()
        return session.scalars(select(BulkRun).where(BulkRun.code == code)).one()

    told = worked(rows[1:]).outcome["counts"]
    assert [told[name] for name in ("new", "changed", "unchanged", "errors")] == [0, 0, 3, 0]
    rows[3][NAMES.index("group")] = GROUP
    rows[2][NAMES.index("building")] = "甲楼"
    rows.append(["", HERE, AREA, "花园小区", "", "3 号楼", "", "12", "", "", "", ""])
    run = worked(rows[1:])
    assert (run.state, run.outcome["counts"]["new"], run.outcome["counts"]["changed"]) == (RunState.READY, 1, 2)
    page = f"/imports/runs/{run.code}"
    assert "花园小区 3 号楼" in street.opens(page).main
    street.presses(f"{page}/confirm")
    assert moved().state is RunState.DONE
    assert building(f"{AREA}-L02").group.code == GROUP
    assert building(f"{AREA}-L01").name == "甲楼"
    assert session.scalar(select(func.count()).select_from(Building)) == 3
