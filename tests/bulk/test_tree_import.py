"""A workbook goes out and comes back: read by a job, shown, confirmed, written whole or not at all."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.account.terms import Role
from portal.bulk import jobs
from portal.bulk.models import BulkRun
from portal.bulk.queries import lost_runs
from portal.bulk.terms import RunState
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.sheets import FAULTS, VERSION, Column, write_workbook
from portal.organisation.actions import tree
from portal.organisation.models import PlannedChange
from portal.organisation.sheets import COLUMNS
from tests.organisation.test_keeping import TODAY, one

BRANCH = "371322001001-B01"


@pytest.fixture
def waiting(app, monkeypatch) -> list[str]:
    """The runs that were given to the job worker."""
    codes: list[str] = []
    monkeypatch.setitem(app.extensions["followers"], "bulk.waits", [lambda code: codes.append(code)])
    return codes


@pytest.fixture
def street(waiting, signed_in):
    return signed_in(Role.STREET_OFFICE, "371322001", "anna")


def token(visitor) -> str:
    return visitor.opens("/account").html.partition('csrf-token" content="')[2].partition('"')[0]


def exported(street) -> list[list[str]]:
    answer = street.client.post("/exports/tree", data={"csrf_token": token(street), "code": "371322001"})
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def workbook(tmp_path: Path, rows: list[list[str]]) -> bytes:
    path = tmp_path / "tree.xlsx"
    write_workbook(path, (*COLUMNS, VERSION), rows)
    return path.read_bytes()


def hand_in(street, content: bytes, name: str = "tree.xlsx", status: int = 303) -> str:
    sent = {"csrf_token": token(street), "file": (BytesIO(content), name)}
    answer = street.client.post("/imports/tree", data=sent, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", "") or answer.text


def changed(rows: list[list[str]], code: str, **cells: str) -> list[list[str]]:
    """The rows with some cells of one row changed."""
    at = {column.name: number for number, column in enumerate(COLUMNS)}
    new = [list(row) for row in rows[1:]]
    for row in new:
        if row[0] == code:
            for name, value in cells.items():
                row[at[name]] = value
    return new


def worked(waiting: list[str]) -> BulkRun:
    """Let the job worker do what waits; the run after that."""
    code = waiting.pop()
    jobs.work_on(code)
    session.remove()
    return session.scalars(select(BulkRun).where(BulkRun.code == code)).one()


def counts(run: BulkRun) -> dict[str, int]:
    return {name: run.outcome["counts"][name] for name in ("new", "changed", "unchanged", "errors")}


def name_of(code: str) -> str:
    session.remove()
    return one(code).name


def test_from_the_export_to_the_changed_tree(street, waiting, tmp_path):
    rows = changed(exported(street), BRANCH, name="花园里小区党支部")
    rows.append(["", "小区（网格）党支部", "新村小区党支部", "371322001002", "", "", ""])
    page = hand_in(street, workbook(tmp_path, rows))
    assert "等待读取" in street.opens(page).main
    run = worked(waiting)
    assert (run.state, counts(run)) == (
        RunState.READY,
        {"new": 1, "changed": 1, "unchanged": 5, "errors": 0},
    )
    assert "花园里小区党支部" in street.opens(page).main
    assert name_of(BRANCH) == "花园小区党支部"
    street.presses(f"{page}/confirm")
    assert worked(waiting).state is RunState.DONE
    assert name_of(BRANCH) == "花园里小区党支部"
    assert name_of("371322001002-B02") == "新村小区党支部"


def test_a_day_leaves_as_a_day(street):
    assert {row[5] for row in exported(street)[1:]} == {date(2026, 1, 1)}


def test_an_export_that_comes_back_untouched_changes_nothing(street, waiting, tmp_path):
    hand_in(street, workbook(tmp_path, exported(street)[1:]))
    run = worked(waiting)
    assert counts(run) == {"new": 0, "changed": 0, "unchanged": 6, "errors": 0}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(street, waiting, tmp_path):
    rows = exported(street)
    with transaction():
        tree.rename(one(BRANCH), name="别人改的", day=TODAY, by="b", today=TODAY)
    hand_in(street, workbook(tmp_path, changed(rows, BRANCH, name="我改的")))
    run = worked(waiting)
    assert run.state is RunState.FAULTY
    (error,) = run.outcome["errors"]
    assert "花园小区党支部" in error["message"]
    assert "别人改的" in error["message"]
    assert "我改的" in error["message"]


def test_what_only_somebody_else_changed_stays_as_he_left_it(street, waiting, tmp_path):
    rows = exported(street)
    with transaction():
        tree.rename(one(BRANCH), name="别人改的", day=TODAY, by="b", today=TODAY)
    hand_in(street, workbook(tmp_path, changed(rows, "371322001002-B01", name="我改的")))
    run = worked(waiting)
    assert [one_["code"] for one_ in run.outcome["changed"]] == ["371322001002-B01"]


def test_what_moved_between_preview_and_confirming_is_shown_anew(street, waiting, tmp_path):
    page = hand_in(street, workbook(tmp_path, changed(exported(street), BRANCH, name="我改的")))
    worked(waiting)
    street.presses(f"{page}/confirm")
    with transaction():
        tree.rename(one(BRANCH), name="别人改的", day=TODAY, by="b", today=TODAY)
    assert worked(waiting).state is RunState.FAULTY
    assert name_of(BRANCH) == "别人改的"


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        (["", "省级", "甲", "371322001002"], "层级", "没有这个层级"),
        (["", "小区（网格）党支部", "", "371322001002"], "组织名称", "名称要写"),
        (["", "小区（网格）党支部", "甲", "371322002001"], "上级代码", "不归您管"),
        (["", "小区（网格）党支部", "甲", "371322001"], "上级代码", "五级不能跳级"),
        (["371322001002-B77", "小区（网格）党支部", "甲", "371322001002"], "组织代码", "请留空"),
        (["37132200100X", "社区大党委", "甲", "371322001"], "组织代码", "代码要以上级代码开头"),
        ([BRANCH, "楼栋党小组", "甲", "371322001001"], "层级", "层级不能改"),
        (["371322001", "街道党工委", "甲", ""], "组织名称", "最上一级"),
    ],
)
def test_each_error_names_row_and_column(street, waiting, tmp_path, row, column, told):
    good = ["", "小区（网格）党支部", "好", "371322001001", "", "", ""]
    hand_in(street, workbook(tmp_path, [[*row, "", "", ""], good]))
    run = worked(waiting)
    (error,) = run.outcome["errors"]
    assert (error["row"], error["column"]) == (2, column)
    assert told in error["message"]
    assert run.outcome["counts"]["new"] == 1


def branch(founded: str, name: str = "甲", parent: str = "371322001002") -> list[str]:
    return ["", "小区（网格）党支部", name, parent, "", founded, ""]


def soon(days: int = 30) -> str:
    return (today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("community", "founded", "told"),
    [
        (None, "2025-12-31", "早于上级的成立或最近一次变更"),
        (None, soon(800), "两年以内"),
        ("2026-03-01", "2026-02-28", "早于上级的成立或最近一次变更"),
        ("", "2026-02-28", "早于上级的成立或最近一次变更"),
        (soon(), soon(31), "上级要到"),
        (soon(), "", "上级要到"),
    ],
)
def test_a_day_of_founding_that_cannot_be_is_told_by_the_preview(street, waiting, tmp_path, community, founded, told):
    rows, parent = [branch(founded)], "371322001002"
    if community is not None:
        parent = "371322001009"
        rows = [branch(founded, parent=parent), [parent, "社区大党委", "新城社区", "371322001", "", community, ""]]
    hand_in(street, workbook(tmp_path, rows))
    run = worked(waiting)
    (error,) = run.outcome["errors"]
    assert (error["row"], error["column"]) == (2, "成立日期")
    assert told in error["message"]


def test_a_day_of_founding_to_come_is_planned_and_one_past_is_no_matter_that_the_parent_changes(
    street, waiting, tmp_path
):
    rows = changed(exported(street), "371322001002", name="团结里社区大党委")
    rows += [branch("2026-03-01", "早"), branch(soon(), "晚"), branch(soon(31), "更晚")]
    page = hand_in(street, workbook(tmp_path, rows))
    assert counts(worked(waiting)) == {"new": 3, "changed": 1, "unchanged": 5, "errors": 0}
    assert "将于" in street.opens(page).main
    street.presses(f"{page}/confirm")
    assert worked(waiting).state is RunState.DONE
    assert (one("371322001002-B02").name, one("371322001002-B02").founded_on) == ("早", date(2026, 3, 1))
    plans = session.scalars(select(PlannedChange).order_by(PlannedChange.day)).all()
    assert [(plan.wanted["name"], plan.day.isoformat()) for plan in plans] == [("晚", soon()), ("更晚", soon(31))]


def test_errors_are_told_in_the_language_of_who_asked(street, waiting, tmp_path):
    street.client.set_cookie("language", "en")
    page = hand_in(street, workbook(tmp_path, [["", "Province", "甲", "371322001002", "", "", ""]]))
    run = worked(waiting)
    assert run.outcome["errors"][0]["message"] == "There is no such level"
    assert "Errors" in street.opens(page).main


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.pdf", b"%PDF", ".xlsx 或 .csv"), ("a.xlsx", b"", "文件是空的")],
)
def test_a_file_of_another_kind_is_refused_beside_its_field(street, name, content, told):
    assert told in hand_in(street, content, name, status=422)


def test_a_broken_workbook_is_told_and_not_a_crash(street, waiting):
    hand_in(street, b"PK\x03\x04 broken")
    run = worked(waiting)
    assert run.state is RunState.FAULTY
    assert "不是能读的" in run.outcome["errors"][0]["message"]


def test_a_cancelled_run_writes_nothing(street, waiting, tmp_path):
    page = hand_in(street, workbook(tmp_path, changed(exported(street), BRANCH, name="我改的")))
    worked(waiting)
    street.presses(f"{page}/cancel")
    street.presses(f"{page}/confirm")
    assert waiting == []
    assert name_of(BRANCH) == "花园小区党支部"


def test_a_failure_while_writing_undoes_everything_and_is_said(street, waiting, tmp_path, monkeypatch):
    rows = changed(exported(street), BRANCH, name="我改的")
    rows = [row for row in rows if row[0] == BRANCH] + [row for row in rows if row[0] == "371322001002-B01"]
    rows[1][2] = "也改了"
    page = hand_in(street, workbook(tmp_path, rows))
    worked(waiting)
    street.presses(f"{page}/confirm")
    renamed = tree.rename

    def breaks(organisation, **more):
        renamed(organisation, **more)
        if more["name"] == "也改了":
            raise OSError("the power went")

    monkeypatch.setattr(tree, "rename", breaks)
    assert worked(waiting).state is RunState.FAILED
    assert name_of(BRANCH) == "花园小区党支部"


def test_a_run_whose_process_died_is_found_and_taken_up_again(street, waiting, tmp_path):
    hand_in(street, workbook(tmp_path, exported(street)[1:]))
    code = waiting.pop()
    with transaction():
        session.scalars(select(BulkRun)).one().state = RunState.READING
    assert lost_runs(now()) == []
    assert [found for found, _state in lost_runs(now() + timedelta(minutes=3))] == [code]
    jobs.work_on(code)
    session.remove()
    assert session.scalars(select(BulkRun)).one().state is RunState.READY


def test_progress_is_told_to_its_owner_only(street, waiting, signed_in, tmp_path):
    page = hand_in(street, workbook(tmp_path, exported(street)[1:]))
    assert street.client.get(f"{page}/progress").json["running"] is True
    other = signed_in(Role.STREET_OFFICE, "371322001", "zoe")
    other.opens(page, status=404)
    assert other.client.get(f"{page}/progress").status_code == 404


def test_who_may_not_import_finds_no_such_page(signed_in):
    signed_in(Role.COMMUNITY_STAFF, "371322001001", "boris").opens("/imports/tree", status=404)
    signed_in(Role.STREET_OFFICE, "371322001", "anna").opens("/imports/nothing", status=404)


def marked(street, page: str) -> list[list[str]]:
    answer = street.client.get(f"{page}/errors.xlsx")
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def test_a_faulty_workbook_comes_back_with_what_is_wrong_and_goes_in_again_once_corrected(street, waiting, tmp_path):
    rows = changed(exported(street), BRANCH, name="")
    rows.append(["", "小区（网格）党支部", "新村小区党支部", "371322001002", "", "去年", ""])
    page = hand_in(street, workbook(tmp_path, rows))
    assert worked(waiting).state is RunState.FAULTY
    assert f"{page}/errors.xlsx" in street.opens(page).links()
    back = marked(street, page)
    assert back[0][-1] == "错误说明"
    wrong = {row[0]: row[-1] for row in back[1:] if row[-1]}
    assert set(wrong) == {BRANCH, ""}
    assert wrong[BRANCH].startswith("组织名称：")
    assert wrong[""].startswith("成立日期：")
    assert [row[:7] for row in back[1:]] == [[str(cell) for cell in row] for row in rows]
    for row in back[1:]:
        row[2] = row[2] or "花园里小区党支部"
        row[5] = "2026-03-01" if row[5] == "去年" else row[5]
    path = tmp_path / "again.xlsx"
    write_workbook(path, (*COLUMNS, VERSION, Column("faults", FAULTS)), back[1:])
    page = hand_in(street, path.read_bytes())
    assert counts(worked(waiting)) == {"new": 1, "changed": 1, "unchanged": 5, "errors": 0}
    street.presses(f"{page}/confirm")
    assert worked(waiting).state is RunState.DONE
    assert one("371322001002-B02").founded_on == date(2026, 3, 1)


def test_a_file_that_is_no_table_has_nothing_to_mark(street, waiting):
    page = hand_in(street, b"no workbook")
    assert worked(waiting).state is RunState.FAULTY
    assert street.client.get(f"{page}/errors.xlsx").status_code == 404
