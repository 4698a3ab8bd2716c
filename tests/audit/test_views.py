"""The record, as an inspector reads it."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.event import listen, remove

from portal.account.terms import Role
from portal.audit import queries
from portal.audit.actions import record
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction


@pytest.fixture
def inspector(signed_in):
    with transaction():
        for code in ("SS-001", "SS-002"):
            record("operator", "station.verify", code, before=None, after="2026-11-24", reason="=SUM(1)")
    return signed_in(Role.COUNTY_INSPECTOR, name="judge")


def test_the_latest_deed_stands_first(inspector):
    page = inspector.opens("/record")
    assert page.main.index("登录") < page.main.index("核实服务点")


def test_one_things_history(inspector):
    page = inspector.opens("/record?subject=SS-001")
    assert "SS-001" in page.main
    assert "SS-002" not in page.main


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by=operator&deed=station.verify", True),
        ("by=nobody", False),
        ("deed=station.verify&from_day=2099-01-01", False),
        ("deed=station.verify&to_day=2020-01-01", False),
        ("subject=%25", False),
    ],
)
def test_filters(inspector, query, found):
    assert ("SS-001" in inspector.opens(f"/record?{query}").main) is found


def test_a_day_that_is_none_is_said_beside_its_field(inspector):
    assert inspector.opens("/record?from_day=soon").error_of("from_day")


def test_an_entry_shows_all_that_it_holds(inspector):
    number = session.scalar(select(AuditEntry.number).where(AuditEntry.subject == "SS-002"))
    page = inspector.opens(f"/record/{number}")
    assert "2026-11-24" in page.main
    assert "shell" in page.main


@pytest.mark.parametrize("number", ["0", "x", "99999999999999"])
def test_an_entry_that_is_none(inspector, number):
    inspector.opens(f"/record/{number}", status=404)


def exported(inspector, **fields) -> bytes:
    token = inspector.opens("/record").html.partition('csrf-token" content="')[2].partition('"')[0]
    answer = inspector.client.post("/exports/record", data={"csrf_token": token, **fields})
    assert answer.status_code == 200
    return answer.data


def test_an_export_is_safe_in_a_spreadsheet_and_is_itself_on_record(inspector):
    data = exported(inspector, deed="station.verify", subject="", q="13800138000")
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[1:]] == ["SS-001", "SS-002"]
    assert rows[1][6] == "=SUM(1)"
    session.remove()
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (last.by, last.deed, last.subject) == ("judge", "bulk.take_out", "record")
    assert last.details == {"kind": "record", "filters": {"deed": "station.verify", "q": "138****8000"}, "rows": 2}


def test_a_text_file_is_safe_in_a_spreadsheet_too(inspector):
    data = exported(inspector, deed="station.verify", format="csv").decode("utf-8-sig")
    assert [line.split(",")[6] for line in data.splitlines()[1:]] == ["'=SUM(1)", "'=SUM(1)"]


def test_the_record_is_read_in_stretches_however_long_it_is(inspector, monkeypatch):
    monkeypatch.setattr(queries, "ROWS_AT_A_TIME", 2)
    with transaction():
        for number in range(5):
            record("operator", "station.verify", f"LS-{number}")
        asked: list[str] = []
        listen(session.connection(), "before_cursor_execute", note := lambda *told: asked.append(told[2]))
        found = queries.matching(queries.Wanted(subject="LS-"))
        assert [next(found).subject, next(found).subject] == ["LS-0", "LS-1"]
        record("operator", "station.verify", "LS-later")
        before = len(asked)
        assert [entry.subject for entry in found] == ["LS-2", "LS-3", "LS-4"]
        remove(session.connection(), "before_cursor_execute", note)
    assert len(asked) == before + 2


def test_who_may_read_only_a_part_of_the_county_cannot_read_the_record(signed_in):
    signed_in(Role.COUNTY_INSPECTOR, "371322001", "judge").opens("/record", status=404)


def test_nor_take_it_out(signed_in):
    visitor = signed_in(Role.COUNTY_INSPECTOR, "371322001", "judge")
    assert visitor.presses("/exports/record").status == 404
