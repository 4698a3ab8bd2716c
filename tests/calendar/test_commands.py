"""`flask calendar import`: a year as the State Council announced it replaces the year as custom has it."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.calendar.actions import seed_calendar
from portal.calendar.queries import calendar_between, is_official
from portal.calendar.terms import DayKind
from portal.core.database import session, transaction

ANNOUNCED = "日期,类型,名称\n2027-10-01,放假,国庆节\n2027-10-09,调休上班,国庆节\n"


@pytest.fixture
def run(app, tmp_path):
    """`run(text, *options)` imports a file of that text; returns the exit status and what was printed."""

    def imported(text: str, *options: str) -> tuple[int, str]:
        path = tmp_path / "2027.csv"
        path.write_text(text, encoding="utf-8")
        told = app.test_cli_runner().invoke(args=["calendar", "import", str(path), *options])
        return told.exit_code, told.output

    return imported


def recorded() -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.deed == "calendar.import_year")))


def test_an_announced_year_replaces_the_estimated_one_and_is_recorded(app, run):
    with transaction():
        seed_calendar(by="setup")
    assert not is_official(2027)
    assert run(ANNOUNCED, "--by", "王主任")[0] == 0
    assert is_official(2027)
    assert calendar_between(date(2027, 1, 1), date(2027, 12, 31)) == {
        date(2027, 10, 1): DayKind.HOLIDAY,
        date(2027, 10, 9): DayKind.MAKE_UP_WORKDAY,
    }
    (entry,) = recorded()
    assert (entry.by, entry.subject) == ("王主任", "2027")


def test_other_years_stay_as_they_were(app, run):
    with transaction():
        seed_calendar(by="setup")
    before = calendar_between(date(2026, 1, 1), date(2026, 12, 31))
    assert run(ANNOUNCED)[0] == 0
    assert before
    assert calendar_between(date(2026, 1, 1), date(2026, 12, 31)) == before


def test_the_same_file_twice_changes_nothing(run):
    assert run(ANNOUNCED) == (0, "2 new, 0 changed, 0 unchanged, 0 left\n")
    assert run(ANNOUNCED) == (0, "0 new, 0 changed, 2 unchanged, 0 left\n")
    assert len(recorded()) == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(run):
    status, told = run(ANNOUNCED, "--dry-run", "--json")
    assert (status, json.loads(told)) == (
        0,
        {"rows": 2, "new": 2, "changed": 0, "unchanged": 0, "left": 0, "errors": []},
    )
    assert calendar_between(date(2027, 1, 1), date(2027, 12, 31)) == {}
    assert recorded() == []


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("", 1, "day"),
        ("日期,名称\n2027-10-01,国庆节\n", 1, "kind"),
        ("日期,类型,名称\n2027-10-01,放假,国庆节\n2027-13-01,放假,国庆节\n", 3, "day"),
        ("日期,类型,名称\n2027-10-01,休息,国庆节\n", 2, "kind"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_imported(run, text, row, column):
    status, told = run(text, "--json")
    first = json.loads(told)["errors"][0]
    assert (status, first["row"], first["column"]) == (1, row, column)
    assert calendar_between(date(2027, 1, 1), date(2027, 12, 31)) == {}


def test_a_file_of_two_years_is_refused(run):
    status, told = run(ANNOUNCED + "2028-01-01,放假,元旦\n")
    assert status == 1
    assert "exactly one year" in told
    assert calendar_between(date(2027, 1, 1), date(2028, 12, 31)) == {}


def test_the_seed_fills_an_empty_calendar_once(app):
    with transaction():
        assert seed_calendar(by="setup") > 50
    with transaction():
        assert seed_calendar(by="setup") == 0
    assert is_official(2026)
    assert calendar_between(date(2026, 10, 1), date(2026, 10, 1)) == {date(2026, 10, 1): DayKind.HOLIDAY}
