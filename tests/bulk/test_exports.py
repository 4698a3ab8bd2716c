"""Rows leave as a table: a few at once, many by a job that can be watched, left, cancelled and taken up again."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.bulk import actions, jobs, queries, views
from portal.bulk import sheets as bulk_sheets
from portal.bulk.models import BulkExport, ExportRun
from portal.bulk.terms import ExportState
from portal.core import files, sheets
from portal.core.access import Permission
from portal.core.bulk import Exporter
from portal.core.clock import now
from portal.core.database import session, transaction
from portal.core.settings import settings
from portal.core.sheets import Column

COLUMNS = (Column("code", "代码"), Column("name", "名称"))
ROWS = [[f"C{number}", f"=SUM({number})"] for number in range(7)]


@pytest.fixture
def waiting(app, monkeypatch) -> list[str]:
    """The exports that were given to the job worker; all but the smallest are its."""
    codes: list[str] = []
    monkeypatch.setitem(app.extensions["followers"], "export.waits", [lambda code: codes.append(code)])
    monkeypatch.setattr(views, "AT_ONCE", 2)
    monkeypatch.setattr(bulk_sheets, "STRETCH", 3)
    return codes


@pytest.fixture
def offered(app, monkeypatch, waiting):
    """`offered(rows, …)`: an exporter of things; `rows` is called when they are read."""

    def offer(rows=lambda: ROWS, **more) -> None:
        columns = (Column("code", "代码"), Column("name", "名称"))
        counts = {"rows": lambda _scope, _filters: rows(), "count": lambda _scope, _filters: len(ROWS)}
        things = Exporter(
            kind="things", permission=Permission.VIEW_TREE, title="东西", columns=columns, **counts, **more
        )
        monkeypatch.setitem(app.extensions["exporters"], "things", things)

    offer()
    return offer


@pytest.fixture
def street(offered, signed_in):
    return signed_in(Role.STREET_OFFICE, "371322001", "anna")


def asked(street, **fields) -> str:
    """The address of the page to which the answer leads."""
    token = street.opens("/exports").html.partition('csrf-token" content="')[2].partition('"')[0]
    answer = street.client.post("/exports/things", data={"csrf_token": token, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def the_run() -> ExportRun:
    session.remove()
    return session.scalars(select(ExportRun)).one()


def taken(street, page: str) -> list[list]:
    answer = street.client.get(f"{page}/file")
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def left_lying() -> list[str]:
    folder = settings().var / "made"
    return sorted(path.name for path in folder.glob("*"))


@pytest.fixture(autouse=True)
def _no_files(app) -> Iterator[None]:
    yield
    files.drop_made_before(now() + timedelta(days=1))


def test_many_rows_are_written_by_a_job_and_fetched_on_a_page_that_can_be_left(street, waiting):
    page = asked(street, q="水")
    assert "等待写出" in street.opens(page).main
    assert street.client.get(f"{page}/progress").json == {"running": True, "text": "等待写出", "done": 0, "total": 7}
    assert asked(street, q="水") == page, "whoever asks again for the same waits for the first"
    assert street.client.get(f"{page}/file").status_code == 404
    jobs.hand_out(waiting[0])
    told = street.opens(page)
    assert "可以下载了" in told.main
    assert f"{page}/file" in told.links()
    assert page in street.opens("/exports").links()
    assert taken(street, page) == [["代码", "名称"], *ROWS], "a formula's text stays a text"
    session.remove()
    deeds = select(AuditEntry).where(AuditEntry.subject == the_run().code).order_by(AuditEntry.number)
    noted = [
        (entry.by, entry.deed, entry.details["filters"], entry.details["rows"]) for entry in session.scalars(deeds)
    ]
    assert noted == [("anna", "bulk.ask_export", {"q": "水"}, 7), ("anna", "bulk.take_out", {"q": "水"}, 7)]


def test_an_export_is_its_owners_and_only_within_what_he_may_still_see(street, waiting, signed_in):
    page = asked(street)
    jobs.hand_out(waiting.pop())
    other = signed_in(Role.STREET_OFFICE, "371322001", "zoe")
    assert {other.client.get(f"{page}{part}").status_code for part in ("", "/progress", "/file")} == {404}
    assert other.presses(f"{page}/cancel").status == 404
    with transaction():
        the_run().scope = ["371322/"]
    assert street.client.get(f"{page}/file").status_code == 404


def test_who_may_not_see_the_rows_finds_no_such_export(street, signed_in):
    assert signed_in(Role.ADMINISTRATOR, "371322", "root").presses("/exports/things").status == 404
    assert street.presses("/exports/nothing").status == 404
    assert street.posts("/exports/things", csrf_token=street_token(street), format="pdf").status == 404


def street_token(street) -> str:
    return street.opens("/account").html.partition('csrf-token" content="')[2].partition('"')[0]


def test_a_job_that_dies_leaves_no_half_file_and_is_taken_up_again(street, waiting, offered):
    def dies():
        yield from ROWS[:6]
        raise SystemExit

    offered(dies)
    page = asked(street)
    with pytest.raises(SystemExit):
        jobs.hand_out(waiting[0])
    assert (the_run().state, the_run().done, left_lying()) == (ExportState.WRITING, 3, [])
    offered()
    jobs.hand_out(waiting[0])
    assert the_run().state is ExportState.WRITING, "a living job has it, for all that is known"
    assert queries.lost_exports(now()) == []
    with transaction():
        the_run().moved_at = now() - timedelta(minutes=3)
    assert queries.lost_exports(now()) == waiting
    jobs.hand_out(waiting[0])
    assert the_run().state is ExportState.DONE
    assert len(taken(street, page)) == 8


def test_a_job_that_breaks_says_so(street, waiting, offered):
    offered(lambda: iter([["C0"], [object()]]))
    page = asked(street)
    jobs.hand_out(waiting.pop())
    assert (the_run().state, left_lying()) == (ExportState.FAILED, [])
    assert "没有写成文件" in street.opens(page).main


def test_a_cancelled_export_stops_between_two_stretches(street, waiting, offered):
    read: list[str] = []

    def cancels():
        for row in ROWS:
            read.append(row[0])
            if len(read) == 2:
                street.presses(f"{page}/cancel")
            yield row

    offered(cancels)
    page = asked(street)
    jobs.hand_out(waiting.pop())
    assert (the_run().state, left_lying(), len(read)) == (ExportState.CANCELLED, [], 3)
    assert street.presses(f"{page}/cancel").status == 303
    assert the_run().state is ExportState.CANCELLED


def test_rows_that_come_back_are_remembered_stretch_by_stretch(street, waiting, offered):
    offered(returns=True)
    page = asked(street)
    jobs.hand_out(waiting.pop())
    rows = taken(street, page)
    assert rows[0] == ["代码", "名称", "版本（请勿改）"]
    session.remove()
    kept = {made.code: made.rows for made in session.scalars(select(BulkExport))}
    assert sorted(len(known) for known in kept.values()) == [1, 3, 3]
    assert all(kept[version][code] == {"name": name} for code, name, version in rows[1:])
    assert queries.base_of("things", {row[2] for row in rows[1:]}).keys() == {row[0] for row in ROWS}


def test_a_file_is_removed_after_seven_days(street, waiting):
    page = asked(street)
    jobs.hand_out(waiting.pop())
    for days, status in ((6, 200), (8, 404)):
        with transaction():
            actions.clear_exports(by="portal", now=now() + timedelta(days=days))
        assert street.client.get(f"{page}/file").status_code == status
    assert left_lying() == []
    assert session.scalars(select(ExportRun)).all() == []


def test_rows_that_one_sheet_cannot_hold_go_on_in_a_second(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_SHEET_ROWS", 5)
    path = tmp_path / "many.xlsx"
    sheets.write_workbook(path, COLUMNS, ROWS)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["数据", "数据2"]
    assert [len(book.get_sheet_by_index(number).to_python()) for number in (0, 1)] == [6, 3]
