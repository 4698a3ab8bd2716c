"""The roster on the page: found, entered, corrected, paired, moved, left; numbers masked; out and in again."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event, select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.bulk import jobs
from portal.bulk.models import BulkRun
from portal.bulk.terms import RunState
from portal.core.database import db, session, transaction
from portal.core.sealed import digest
from portal.core.sheets import VERSION, write_workbook
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.sheets.columns import MEMBERS_OUT, UNITS_OUT
from portal.registration.terms.roster import ChangeKind, Placed, ReportState
from tests.registration.rosters import HEPING, STREET, TUANJIE, a_member, a_town, a_unit, member, unit
from tests.registration.rows import liaison_of

PHONE = "13800000001"


@pytest.fixture
def town(app):
    with transaction():
        a_town()
        water = unit("县水利局")
        known = {"phone": PHONE, "phone_digest": digest(PHONE), "home_address": "花园小区3号楼", "specialty": "书法"}
        a_member("M-wang", "王芳", water, HEPING, pinyin="wangfang", initials="wf", **known)
        a_member("M-li", "李四", water, TUANJIE, pinyin="lisi", initials="ls", state=ReportState.REPORTED)
        a_member("M-far", "赵六", water, "371322002", pinyin="zhaoliu", initials="zl")


@pytest.fixture
def street(town, signed_in):
    return signed_in(Role.STREET_OFFICE, STREET, "anna")


def changes(code: str) -> list[tuple]:
    session.remove()
    rows = session.scalars(
        select(RosterChange).join(Member, RosterChange.member_id == Member.id).where(Member.code == code)
    )
    return [(one.kind, one.before, one.after) for one in rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["李四", "王芳"]),
        ("?q=王", ["王芳"]),
        ("?q=wangf", ["王芳"]),
        ("?q=ls", ["李四"]),
        ("?state=reported", ["李四"]),
        (f"?community={HEPING}", []),
        ("?placed=no&unit=U-water", ["李四", "王芳"]),
        ("?skill=law", []),
        ("?unit=U-school", []),
    ],
)
def test_members_are_found_by_what_is_known_of_them(street, asked, found):
    page = street.opens(f"/members{asked}")
    assert [text for text in page.texts("th") if text in {"王芳", "李四", "赵六"}] == found


def test_a_whole_number_leads_to_whose_it_is_and_no_page_repeats_it(street):
    assert street.client.get(f"/members?q={PHONE}").headers["Location"] == "/members/M-wang"
    assert street.client.get("/members?q=138-0000-0002").headers["Location"] == "/members"
    assert "没有人用这个电话" in street.opens("/members").main


def test_units_tell_how_many_have_reported_and_where_members_are_out_of_reach(street):
    rows = street.opens("/units?q=shuili").texts("tr")
    assert rows == []
    (row,) = street.opens("/units?q=水利").texts("tr")[1:]
    assert row == "县水利局 机关 和平社区 已登记，未报到 3 1 33.3%"
    assert "没有符合条件" in street.opens("/units?community=none").main
    page = street.opens("/units/U-water")
    assert "另有 1 人住在别的地方" in page.main
    assert "赵六" not in page.main


def test_a_member_is_shown_with_a_masked_number_and_the_whole_one_takes_a_reason(street, signed_in):
    page = street.opens("/members/M-wang")
    assert "138****0001" in page.main
    assert "花园小区3号楼" in page.main
    street.opens("/members/M-far", status=404)
    assert "请填写" in street.sends("/members/M-wang/phone", reason="").main
    token = street.opens("/members/M-wang/phone").html.partition('csrf-token" content="')[2].partition('"')[0]
    assert PHONE in street.client.post("/members/M-wang/phone", data={"csrf_token": token, "reason": "联系活动"}).text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == "member.reveal_phone")).one()
    assert (entry.by, entry.reason) == ("anna", "联系活动")
    inspector = signed_in(Role.COUNTY_INSPECTOR, "371322", "ida")
    assert "花园小区" not in inspector.opens("/members/M-wang").main


def test_a_member_is_entered_corrected_moved_and_leaves_with_a_history(street):
    typed = {"name": "钱　七", "unit": "U-water", "sex": "1", "grid": f"{HEPING}001", "skills": ["law", "health"]}
    known = {"csrf_token": token(street), "phone": PHONE} | typed
    assert "名册上已有人用这个电话" in street.client.post("/members/new", data=known).text
    assert "不在所选的社区" in street.sends("/members/new", **typed, community=TUANJIE).error_of("grid")
    assert street.sends("/members/new", **typed, phone="13900000000", free_times=["weekend"]).status == 303
    qian = member("钱七")
    code = qian.code
    assert (qian.organisation.code, qian.placed_by, qian.phone) == (HEPING, Placed.HAND, "13900000000")
    assert ([one.field for one in qian.skills], qian.free_times) == (["health", "law"], ["weekend"])
    corrected = {"name": "钱七", "sex": "1", "title": "科长", "grid": f"{TUANJIE}002", "skills": ["law"]}
    assert street.sends(f"/members/{code}/correct", **corrected).status == 303
    moved = {"unit": "U-school", "day": "2026-03-01", "reason": "工作调动"}
    assert "请填写" in street.sends(f"/members/{code}/move", **moved | {"reason": ""}).main
    assert street.sends(f"/members/{code}/move", **moved | {"day": "2099-01-01"}).error_of("day")
    assert street.sends(f"/members/{code}/move", **moved).status == 303
    assert street.sends(f"/members/{code}/leave", day="2026-03-02", reason="调出本县").status == 303
    street.opens(f"/members/{code}/correct", status=404)
    kinds = [kind for kind, _before, _after in changes(code)]
    assert kinds == [
        *(ChangeKind.JOINED, ChangeKind.CORRECTED, ChangeKind.MOVED_HOME),
        *(ChangeKind.MOVED_UNIT, ChangeKind.LEFT),
    ]
    assert changes(code)[2][1:] == ("和平社区 第一网格", "团结社区 第二网格")
    qian = member("钱七")
    assert (qian.state, qian.left_on, qian.phone) == (ReportState.LEFT, date(2026, 3, 2), "13900000000")
    page = street.opens(f"/members/{code}").main
    assert "工作调动" in page
    assert "离开名册" in page


def test_a_unit_is_entered_corrected_paired_and_leaves_once_nobody_is_left(street):
    typed = {"name": "县医院", "kind": "institution", "organisation": STREET, "liaison_phone": "123"}
    assert street.sends("/units/new", **typed).error_of("liaison_phone")
    assert street.sends("/units/new", **typed | {"name": "县水利局", "liaison_phone": ""}).error_of("name")
    assert street.sends("/units/new", **typed | {"liaison_phone": "13700000000"}).status == 303
    code = unit("县医院").code
    assert "县医院" in street.opens("/units?community=none").main
    assert street.sends(f"/units/{code}/correct", name="县人民医院", kind="institution").status == 303
    paired = {"organisation": TUANJIE, "day": "2026-03-01", "reason": "就近"}
    assert street.sends(f"/units/{code}/pair", **paired).status == 303
    assert "团结社区" in street.opens(f"/units/{code}").main
    assert "还有党员" in street.sends("/units/U-water/leave", day="2026-03-01", reason="撤销").main
    assert street.sends(f"/units/{code}/leave", day="2026-03-01", reason="撤销").status == 303
    session.remove()
    rows = session.scalars(select(RosterChange).join(Unit, RosterChange.unit_id == Unit.id).where(Unit.code == code))
    kinds = [one.kind for one in rows]
    assert kinds == [ChangeKind.JOINED, ChangeKind.CORRECTED, ChangeKind.PAIRED, ChangeKind.LEFT]
    assert unit("县人民医院").liaison_phone == "13700000000"


def test_a_liaison_sees_all_members_of_his_unit_and_no_number(town, signed_in):
    liaison = signed_in(Role.UNIT_LIAISON, STREET, "lena")
    assert "联系结对社区所在的街道党建办" in liaison.opens("/own-unit").main
    with transaction():
        liaison_of(unit("县第一中学"), "other", Role.UNIT_LIAISON)
        liaison_of(unit("县水利局"), "lars", Role.UNIT_LIAISON)
    page = signed_in(Role.UNIT_LIAISON, HEPING, "lars").opens("/own-unit").main
    assert all(name in page for name in ("王芳", "李四", "赵六"))
    assert "138" not in page


def test_the_desk_says_what_the_roster_still_lacks(street):
    with transaction():
        a_unit("U-new", "县医院", STREET)
    assert "还没有结对社区的单位 1" in street.opens("/desk").main


def test_pages_ask_a_bounded_number_of_statements(street):
    def statements(address: str) -> int:
        seen: list[str] = []
        note = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            street.opens(address)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    addresses = ("/members", "/units", "/units/U-water")
    before = [statements(address) for address in addresses]
    with transaction():
        for number in range(60):
            a_member(f"M-{number}", f"甲{number}", unit("县水利局"), HEPING)
    assert [statements(address) for address in addresses] == before


def token(visitor) -> str:
    return visitor.opens("/account").html.partition('csrf-token" content="')[2].partition('"')[0]


def taken_out(visitor, kind: str, **filters: str) -> list[list]:
    answer = visitor.client.post(f"/exports/{kind}", data={"csrf_token": token(visitor), "format": "xlsx"} | filters)
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


@pytest.fixture
def brought_in(app, street, monkeypatch, tmp_path):
    """Hands rows of an export in again; returns the run once a job has looked at it."""
    waiting: list[str] = []
    monkeypatch.setitem(app.extensions["followers"], "bulk.waits", [lambda code: waiting.append(code)])

    def sent(kind: str, columns: tuple, rows: list[list], *options: str) -> BulkRun:
        path = tmp_path / "back.xlsx"
        write_workbook(path, (*columns, VERSION), rows)
        known = {
            "csrf_token": token(street),
            "file": (BytesIO(path.read_bytes()), "back.xlsx"),
            "option": list(options),
        }
        answer = street.client.post(f"/imports/{kind}", data=known, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return looked_at()

    def looked_at() -> BulkRun:
        code = waiting.pop()
        jobs.work_on(code)
        session.remove()
        return session.scalars(select(BulkRun).where(BulkRun.code == code)).one()

    sent.looked_at = looked_at
    return sent


def test_an_export_leaves_as_it_is_filtered_without_what_can_be_called(street):
    out = taken_out(street, "members", q="王")
    assert [row[1] for row in out[1:]] == ["王芳"]
    assert PHONE not in str(out)
    assert "花园" not in str(out)


def test_what_comes_back_changes_what_was_changed_and_overwrites_nobody(street, brought_in):
    out = taken_out(street, "members")[1:]
    run = brought_in("members", MEMBERS_OUT, out)
    assert run.outcome["counts"] == {"rows": 2, "new": 0, "changed": 0, "unchanged": 2, "left": 0, "errors": 0}
    at = {column.name: number for number, column in enumerate(MEMBERS_OUT)}
    wang = next(row for row in out if row[1] == "王芳")
    wang[at["title"]], wang[at["specialty"]], wang[at["skills"]] = "局长", "", "法律服务、健康医疗"
    run = brought_in("members", MEMBERS_OUT, [wang], "whole")
    assert (run.state, run.outcome["counts"]["changed"], run.outcome["counts"]["left"]) == (RunState.READY, 1, 1)
    page = street.opens(f"/imports/runs/{run.code}")
    assert "局长" in page.main
    assert "不在表里" in page.main
    with transaction():
        session.scalars(select(Member).where(Member.code == "M-wang")).one().title = "别人改的"
    run = brought_in("members", MEMBERS_OUT, [wang])
    assert "别人改的" in run.outcome["errors"][0]["message"]
    with transaction():
        session.scalars(select(Member).where(Member.code == "M-wang")).one().title = ""
    run = brought_in("members", MEMBERS_OUT, [wang], "whole")
    street.presses(f"/imports/runs/{run.code}/confirm")
    assert brought_in.looked_at().state is RunState.DONE
    one = member("王芳")
    assert (one.title, one.specialty, [skill.field for skill in one.skills]) == ("局长", "", ["health", "law"])
    assert (one.phone, one.home_address) == (PHONE, "花园小区3号楼")
    assert member("李四").state is ReportState.LEFT
    assert member("赵六").state is ReportState.REGISTERED


def test_units_come_back_with_another_community(street, brought_in):
    out = taken_out(street, "units")[1:]
    at = {column.name: number for number, column in enumerate(UNITS_OUT)}
    school = next(row for row in out if row[1] == "县第一中学")
    school[at["community"]] = "和平社区"
    run = brought_in("units", UNITS_OUT, out)
    assert run.outcome["counts"] == {"rows": 2, "new": 0, "changed": 1, "unchanged": 1, "left": 0, "errors": 0}
    street.presses(f"/imports/runs/{run.code}/confirm")
    assert brought_in.looked_at().state is RunState.DONE
    session.remove()
    assert unit("县第一中学").organisation.code == HEPING
