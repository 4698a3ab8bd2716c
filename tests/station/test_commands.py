"""The import changes all or nothing and tells everything that is wrong at once; a file twice changes nothing."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image
from sqlalchemy import select

from portal.audit.queries import entry_count
from portal.core.database import session, transaction
from portal.core.stamps import current
from portal.grid.models.ground import AdministrativeArea
from portal.grid.terms.ground import AreaKind
from portal.station.models import ChangedHours, Station
from portal.station.terms import StationKind

HEADINGS = [
    *("序号", "站点名称", "站点类型（党群服务中心/站/点）", "地址", "纬度", "经度", "坐标系"),
    *("开放时间", "服务项目", "联系电话"),
]
ROW = [
    *(1, "人民广场服务站", "服务站", "人民路 1 号", 34.612109, 118.372717, "GCJ-02"),
    *("周一至周五 8:30-11:30 13:30-17:00", "meals", "100 0000 0001"),
]


@pytest.fixture
def run(app):
    def ran(*args: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["stations", *args])
        session.remove()
        return result.exit_code, result.output

    return ran


@pytest.fixture
def county(app, settle):
    """A county of half a degree about the town, and one service in the catalogue."""
    settle("CC-001", kind=StationKind.COUNTY_CENTRE, services=("meals",), opening_hours="Mo-Fr 08:30-17:30")
    with transaction():
        square = "SRID=4326;MULTIPOLYGON(((118 34.4,118.6 34.4,118.6 34.9,118 34.9,118 34.4)))"
        session.add(AdministrativeArea(code="371322", kind=AreaKind.COUNTY, name="郯城县", area=square))


def workbook(path: Path, *rows: list, title: bool = True) -> str:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        lines = [["××街道站点清单"], ["填报单位：", "", "填报人："]] if title else []
        for number, row in enumerate([*lines, HEADINGS, *rows]):
            sheet.write_row(number, 0, row)
    return str(path)


def told(output: str) -> dict:
    return json.loads(output)


def test_a_file_of_the_office_comes_in_below_its_title_rows(county, run, tmp_path):
    code, output = run("import", workbook(tmp_path / "a.xlsx", ROW), "--json")
    assert (code, told(output)) == (0, {"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "left": 1, "errors": []})
    station = session.scalar(select(Station).where(Station.code == "SS-001"))
    assert (round(station.lat, 6), round(station.lon, 6)) == (34.613, 118.367)
    assert station.opening_hours == "Mo-Fr 08:30-11:30,13:30-17:00"
    assert (station.pinyin, station.initials) == ("renminguangchangfuwuzhan", "rmgcfwz")


def test_the_same_file_twice_changes_nothing(county, run, tmp_path):
    file = workbook(tmp_path / "a.xlsx", ROW)
    run("import", file)
    before = (current("stations"), entry_count())
    code, output = run("import", file, "--json")
    assert (code, told(output)["unchanged"], told(output)["new"]) == (0, 1, 0)
    assert (current("stations"), entry_count()) == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(county, run, tmp_path):
    before = (current("stations"), entry_count())
    code, output = run("import", workbook(tmp_path / "a.xlsx", ROW), "--dry-run")
    assert code == 0
    assert "+ SS-001 人民广场服务站" in output
    assert "nothing was changed" in output
    assert (current("stations"), entry_count()) == before
    assert session.scalar(select(Station).where(Station.code == "SS-001")) is None


def test_every_error_is_told_at_once_with_its_row_and_column(county, run, tmp_path):
    wrong = [
        [1, "", "服务站", "人民路", 34.6, 118.3, "WGS-84", "24小时", "meals", ""],
        [2, "甲", "宫殿", "人民路", 34.6, 118.3, "WGS-84", "白天", "飞行", ""],
        [3, "乙", "便民点", "人民路", 118.3, 34.6, "WGS-84", "", "", ""],
        [4, "丙", "便民点", "人民路", 36.0, 118.3, "WGS-84", "", "", ""],
        [5, "丁", "便民点", "人民路", 34.6, 118.3, "", "", "", ""],
        [6, "戊", "便民点", "人民路", "北", 118.3, "WGS-84", "", "", ""],
    ]
    code, output = run("import", workbook(tmp_path / "a.xlsx", ROW, *wrong), "--json")
    assert code == 1
    found = {(error["row"], error["column"]) for error in told(output)["errors"]}
    assert found == {
        *((5, "站点名称"), (6, "站点类型"), (6, "开放时间"), (6, "服务项目")),
        *((7, "纬度"), (8, "纬度"), (9, "坐标系"), (10, "纬度")),
    }
    assert any("exchanged" in error["message"] for error in told(output)["errors"])
    assert session.scalar(select(Station).where(Station.code == "SS-001")) is None


def test_an_unknown_column_stops_the_import_and_the_likely_name_is_told(county, run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("站点名称,站点类型,详细地址,纬度,经度,开放时閒\n甲,便民点,路,34.6,118.3,24/7\n", encoding="utf-8")
    code, output = run("import", str(file), "--coordinates", "wgs84")
    assert code == 1
    assert "row 1, 开放时閒: unknown column; did you mean 开放时间?" in output


def test_a_sheet_in_the_old_chinese_encoding_is_read(county, run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("站点名称,站点类型,详细地址,纬度,经度\n甲,便民点,路,34.6,118.3\n".encode("gb18030"))
    assert run("import", str(file), "--coordinates", "wgs84")[0] == 0


def test_what_is_no_workbook_is_refused_whole(county, run, tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK\x03\x04 not a workbook")
    code, output = run("import", str(file))
    assert code == 1
    assert "not a readable .xlsx" in output


@pytest.mark.parametrize("ending", ["xlsx", "csv", "geojson"])
def test_what_is_written_comes_back_unchanged(county, run, tmp_path, ending):
    run("import", workbook(tmp_path / "a.xlsx", ROW))
    file = str(tmp_path / f"out.{ending}")
    assert run("export", file) == (0, "2 positions\n")
    code, output = run("import", file, "--json")
    assert (code, told(output)) == (0, {"rows": 2, "new": 0, "changed": 0, "unchanged": 2, "left": 0, "errors": []})


def test_a_changed_field_is_shown_before_and_after_and_kept(county, run, tmp_path):
    run("import", workbook(tmp_path / "a.xlsx", ROW))
    code, output = run("import", workbook(tmp_path / "b.xlsx", [*ROW[:9], "100 0000 0002"]))
    assert code == 0
    assert "~ SS-001 phone: 100 0000 0001 → 100 0000 0002" in output
    assert session.scalar(select(Station.phone).where(Station.code == "SS-001")) == "100 0000 0002"


def test_what_a_file_no_longer_has_is_only_retired_where_that_is_asked_for(county, run, tmp_path):
    file = workbook(tmp_path / "a.xlsx", ROW)
    run("import", file)
    assert session.scalar(select(Station.in_service_until).where(Station.code == "CC-001")) is None
    run("import", file, "--retire-missing")
    assert session.scalar(select(Station.in_service_until).where(Station.code == "CC-001")) is not None


def test_a_formula_in_a_name_stays_a_text(county, run, tmp_path):
    run("import", workbook(tmp_path / "a.xlsx", [1, "=1+1", *ROW[2:]]))
    file = tmp_path / "out.csv"
    run("export", str(file))
    assert ",'=1+1," in file.read_text(encoding="utf-8-sig")


def test_a_closure_needs_a_reason_and_an_end_after_its_beginning(county, run):
    assert run("close", "CC-001", "--until", "2020-01-01", "--reason", "停电")[0] == 1
    assert run("close", "CC-001", "--until", "2099-01-01", "--reason", " ")[0] == 1
    assert run("close", "XX-001", "--until", "2099-01-01", "--reason", "停电")[0] == 1
    assert session.scalar(select(ChangedHours)) is None


def test_a_closure_is_announced_recorded_and_withdrawn(county, run):
    before = entry_count()
    assert run("close", "CC-001", "--until", "2099-01-01T18:00", "--reason", "停电检修", "--by", "王")[0] == 0
    announced = session.scalar(select(ChangedHours))
    assert (announced.reason, announced.announced_by) == ("停电检修", "王")
    assert run("withdraw", "CC-001")[0] == 0
    assert run("withdraw", "CC-001")[0] == 1
    assert entry_count() == before + 2


def test_changed_hours_must_be_in_the_syntax(county, run):
    assert run("hours", "CC-001", "早上", "--until", "2099-01-01", "--reason", "夏令")[0] == 1
    assert run("hours", "CC-001", "Mo-Su 07:00-12:00", "--until", "2099-01-01", "--reason", "夏令")[0] == 0


def test_a_verification_is_noted_with_who_and_when(county, run):
    assert run("verify", "CC-001", "--by", "网格员李")[0] == 0
    station = session.scalar(select(Station))
    assert station.verified_by == "网格员李"
    assert isinstance(station.verified_on, date)


def test_a_photo_is_decoded_and_written_anew_without_what_the_camera_noted(app, county, run, tmp_path):
    picture = Image.new("RGB", (2400, 1200), "green")
    exif = picture.getexif()
    exif[0x010E] = "taken at home"
    picture.save(tmp_path / "a.jpg", exif=exif)
    assert run("photo", "CC-001", str(tmp_path / "a.jpg"))[0] == 0
    answer = app.test_client().get("/stations/CC-001/photo")
    assert answer.status_code == 200
    assert b"taken at home" not in answer.data
    (tmp_path / "b.jpg").write_bytes(b"<svg onload=alert(1)>")
    assert run("photo", "CC-001", str(tmp_path / "b.jpg"))[0] == 1
