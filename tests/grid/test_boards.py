"""The boards of the work on the ground: counted right, led to lists, bounded in statements; the month's report."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from portal.account.terms import Role
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.grid.models.social import SocialOrganisation, SocialService
from portal.grid.models.tasks import GridTask, TaskStop
from portal.grid.queries import boards as queries
from portal.grid.queries.event_figures import event_board
from portal.grid.queries.heat import heat_of
from portal.grid.queries.month import month_of
from portal.grid.queries.week import own_week
from portal.grid.queries.workers import person_of
from portal.grid.rules.boards import period_of
from portal.grid.terms.events import EventState
from portal.grid.terms.social import ServiceState, SocialField, SocialKind
from portal.grid.terms.tasks import StopState, TaskKind, TaskState
from tests.grid.boards_cast import FIRST, MONDAY, MONTH, SECOND, at, happened, logged, withdrawn
from tests.grid.land import BESIDE, HERE, organisation, some_ground
from tests.grid.logging import a_worker, grid
from tests.people import enter
from tests.registration.counting import selects

STREET = "371322001"
PATH, COMMUNITY_PATH = f"371322/{STREET}/", f"371322/{STREET}/{HERE}/"
PERIOD = period_of(MONTH, today())
BOARD = f"/grid-boards/{STREET}?period={MONTH}"
DAY = timedelta(days=1)


@pytest.fixture
def county(app):
    """Logs in one grid of four, of two weeks and two kinds; one withdrawn, one of another month, one beside."""
    with transaction():
        some_ground()
        for _ in range(3):
            logged()
        logged(kind="patrol", day=MONDAY + 7 * DAY, minutes=None)
        withdrawn()
        logged(day=MONDAY - 31 * DAY)
        logged(grid=f"{BESIDE}001", helped=0)


def test_logs_are_counted_by_grid_kind_week_and_community(county):
    board = queries.log_board(PATH, PERIOD)
    assert (board.whole.logs, board.whole.helped, board.whole.minutes) == (5, 8, 120)
    assert [(one.code, one.figures.logs) for one in board.grids] == [
        *((FIRST, 4), (SECOND, 0)),
        *((f"{BESIDE}001", 1), (f"{BESIDE}002", 0)),
    ]
    assert [(one.code, one.grids_with_logs, one.grids) for one in board.communities] == [(HERE, 1, 2), (BESIDE, 1, 2)]
    assert {week.first: dict(week.kinds) for week in board.weeks if week.kinds} == {
        MONDAY: {"visit": 4},
        MONDAY + 7 * DAY: {"patrol": 1},
    }
    assert board.with_logs == 2


def test_a_log_counts_where_its_grid_was_then(county):
    with transaction():
        grid(FIRST).organisation = organisation(BESIDE)
    board = queries.log_board(COMMUNITY_PATH, PERIOD)
    assert [(one.code, one.figures.logs) for one in board.grids] == [(FIRST, 4), (SECOND, 0)]


def test_the_map_tints_by_households_only_where_all_are_known(county):
    heat = heat_of(COMMUNITY_PATH, queries.log_board(COMMUNITY_PATH, PERIOD))
    assert (heat.of_grids, heat.by_households) == (True, False)
    assert [(one.code, one.step) for one in heat.lines] == [(FIRST, 1), (SECOND, 0)]
    assert [one.code for one in heat.empty] == [SECOND]


def test_events_stand_by_state_and_age_and_tell_how_long_they_took(county):
    day = today()
    with transaction():
        for hours in (1, 2, 3, 4, 5):
            happened(accepted=hours, done=hours + 10)
        happened(kind="noise", accepted=2)
        happened(day=day, due_on=day - DAY, escalations=1)
        happened(day=day - 40 * DAY, organisation=organisation(BESIDE))
    found = event_board(PATH, PERIOD, 5, day)
    assert (found.whole.reported, found.whole.closed) == (6, 5)
    came, took = found.kinds["rubbish"]
    assert (came.reported, took.accepted.median, took.accepted.most_of_ten, took.done.median) == (5, 3, 5, 10)
    assert (found.kinds["noise"][1].accepted.count, found.kinds["noise"][1].accepted.median) == (1, None)
    assert found.open.by_age[EventState.REPORTED] == [1, 0, 0, 1]
    assert (found.open.total, found.open.late, found.open.escalated) == (3, 1, 1)
    assert event_board(COMMUNITY_PATH, PERIOD, 5, day).open.total == 2


def test_a_board_asks_as_often_for_many_as_for_few(county):
    def boards():
        logs = queries.log_board(PATH, PERIOD)
        return logs, event_board(PATH, PERIOD, 5, today()), heat_of(PATH, logs)

    few = [selects(boards), selects(lambda: month_of(PATH, PERIOD, today()))]
    with transaction():
        for number in range(40):
            logged(day=date(2026, 3, 1 + number % 31), grid=(FIRST, SECOND)[number % 2])
            happened(kind="noise", accepted=number, done=number + 1)
    session.remove()
    assert [selects(boards), selects(lambda: month_of(PATH, PERIOD, today()))] == few == [9, 13]


def test_the_street_reads_its_board_and_each_figure_leads_to_its_list(county, signed_in):
    with transaction():
        happened(accepted=1, done=2)
    street = signed_in(Role.STREET_OFFICE, STREET, "anna")
    assert street.client.get("/grid-boards").headers["Location"].endswith(f"/grid-boards/{STREET}")
    page = street.opens(BOARD)
    assert "和平社区第2网格" in page.main
    assert "无记录" in page.main
    assert "王小红" not in page.main
    links = [link.get("href") for link in page.tree.iter("a") if "/service-logs?" in (link.get("href") or "")]
    of_grid = next(link for link in links if f"grid={FIRST}" in link)
    assert "共 5 条，服务 8 人次；撤销的 1 条不计人次" in street.opens(of_grid).main
    assert "under=" not in of_grid
    for wrong in ("2027-01", "x", "2026-13"):
        assert street.client.get(f"/grid-boards/{STREET}?period={wrong}").status_code == 404


def test_who_stands_above_is_led_to_that_part_only(county, signed_in):
    inspector = signed_in(Role.COUNTY_INSPECTOR, "371322", "carl")
    page = inspector.opens(f"/grid-boards/{HERE}?period={MONTH}")
    link = next(one.get("href") for one in page.tree.iter("a") if "/service-logs?" in (one.get("href") or ""))
    assert f"under={HERE}" in link
    assert "共 5 条" in inspector.opens(link).main
    assert "共 0 条" in inspector.opens(link.replace(HERE, "nowhere")).main


def test_another_streets_board_does_not_exist_nor_one_below_the_communities(county, signed_in):
    other = signed_in(Role.STREET_OFFICE, "371322002", "berta")
    for what in (STREET, f"{STREET}/report.pdf", f"{STREET}/report.xlsx", "371322001001-B01"):
        assert other.client.get(f"/grid-boards/{what}").status_code == 404


def a_month() -> None:
    """A task with two places, and a service of a social organisation."""
    due = {"from_day": MONDAY, "due_on": MONDAY + DAY, "state": TaskState.OPEN, "made_by": "x", "made_at": at(MONDAY)}
    task = GridTask(code="T1", title="走访", kind=TaskKind.VISIT, organisation=organisation(HERE), **due)
    for code, state in (("S1", StopState.DONE), ("S2", StopState.OPEN)):
        task.stops.append(TaskStop(code=code, grid=grid(), label=code, lat=34.605, lon=118.31, state=state))
    kept = {"kind": SocialKind.VOLUNTEERS, "organisation": organisation(HERE), "entered_on": MONDAY}
    social = SocialOrganisation(code="SO0001", name="巾帼志愿者", pinyin="x", initials="x", **kept)
    counts = {"minutes": 120, "participants": 5, "beneficiaries": 20, "state": ServiceState.DONE}
    entered = {"entered_by": "x", "entered_at": at(MONDAY), "day": MONDAY, "organisation": organisation(HERE)}
    session.add_all(
        [task, SocialService(code="SS1", social=social, field=SocialField.ELDERS, title="x", **counts, **entered)]
    )


def test_the_months_report_is_there_on_paper_and_as_a_workbook(county, signed_in):
    with transaction():
        a_month()
        happened(accepted=1, done=2)
    street = signed_in(Role.STREET_OFFICE, STREET, "anna")
    paper = street.client.get(f"/grid-boards/{STREET}/report.pdf?period={MONTH}")
    assert paper.data[:5] == b"%PDF-"
    book = openpyxl.load_workbook(BytesIO(street.client.get(f"/grid-boards/{STREET}/report.xlsx?period={MONTH}").data))
    assert book.sheetnames == ["概况", "网格", "周", "事件按类别", "事件按社区", "社会组织服务"]
    sums = dict(book["概况"].iter_rows(min_row=2, values_only=True))
    assert (sums["服务次数"], sums["上报事件"], sums["到期的任务"], sums["任务地点：已办"]) == (5, 1, 1, 1)
    assert (sums["社会组织服务"], sums["社会组织服务受益人次"]) == (1, 20)
    (event,) = book["事件按类别"].iter_rows(min_row=2, values_only=True)
    assert event[1:7] == ("垃圾清运", 1, 1, 0, 0, 1)
    assert event[7] is None


def test_a_worker_sees_his_own_week_and_nobody_elses(app):
    with transaction():
        a_worker()
        person = person_of("wang")
        logged(day=MONDAY)
        logged(day=MONDAY + 6 * DAY, kind="patrol")
        logged(day=MONDAY + 7 * DAY)
        logged(by="li")
        withdrawn()
        happened(accepted=1, done=2, worker=person, filed_by="wang")
    week = own_week("wang", person_of("wang").id, MONDAY)
    assert (week.logs, week.helped, week.minutes, week.handled, week.reported) == (2, 4, 60, 1, 1)
    assert selects(lambda: own_week("wang", 1, MONDAY)) == 4
    visitor = enter(app.test_client(), "wang")
    page = visitor.opens(f"/my-week?week={MONDAY + 3 * DAY}")
    assert "每天服务次数" in page.main
    assert "没有指标，不和别人比" in page.main
    assert "这一周没有服务记录" in visitor.opens("/my-week").main
    for wrong in ("9999-12-31", "0001-01-01", "x", (today() + 8 * DAY).isoformat()):
        assert visitor.client.get(f"/my-week?week={wrong}").status_code == 404
