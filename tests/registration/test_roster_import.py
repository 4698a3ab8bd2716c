"""The offices' own rosters come in: whoever they mean, whatever they call a column, all or nothing."""

import json
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from portal.audit.models import AuditEntry
from portal.core.database import db, session, transaction
from portal.core.sealed import digest
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.terms.roster import ChangeKind, Placed, ReportState, Sex
from tests.registration.rosters import HEPING, STREET, a_member, a_town, identity, member, unit, workbook

PLAIN = ["姓名", "工作单位", "联系电话"]
FULL = [
    *("序号", "姓名", "性别", "出生年月", "身份证号码", "民族", "学历", "工作单位及职务", "所在党支部", "入党时间"),
    *("联系电话", "居住小区", "楼栋单元门牌", "居住社区", "所在网格", "特长", "认领岗位", "报到时间", "备注"),
]


@pytest.fixture
def town(app):
    with transaction():
        a_town()


@pytest.fixture
def run(app, town):
    """Runs `flask members|units import FILE …`; returns its exit code and what it printed."""

    def ran(kind: str, *args: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=[kind, "import", *args])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        session.remove()
        return result.exit_code, result.output

    return ran


@pytest.fixture
def members(run, tmp_path):
    """Brings in members; returns the object that the command prints, with the exit code as "exit"."""

    def brought(headings: list[str], *rows: list, options: tuple[str, ...] = (), **how) -> dict:
        file = workbook(tmp_path / "members.xlsx", headings, *rows, **how)
        code, output = run("members", file, "--json", *options)
        return json.loads(output) | {"exit": code}

    return brought


def counts(told: dict) -> tuple[int, ...]:
    return tuple(told[name] for name in ("rows", "new", "changed", "unchanged", "left"))


def whole_row(name: str = "王　芳", number: int = 1) -> list:
    return [
        *(1, name, "女", 1985.06, identity(number), "汉", "本科", "县水利局 副局长", "县水利局机关支部", "2005.7"),
        *(13800000000 + number, "花园小区", "3号楼2单元501", "和平社区", "第一网格", "法律", "宣讲", "2026.03.15", ""),
    ]


def test_a_roster_of_an_office_comes_in_as_it_is(members):
    told = members(FULL, whole_row(), feet=True)
    assert told == {"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "left": 0, "errors": [], "exit": 0}
    wang = member("王芳")
    assert (wang.pinyin, wang.sex, wang.birth_year, wang.phone) == ("wangfang", Sex.FEMALE, 1985, "13800000001")
    assert (wang.unit.name, wang.title, wang.branch) == ("县水利局", "副局长", "县水利局机关支部")
    assert (wang.home_address, wang.grid.name, wang.placed_by) == ("花园小区3号楼2单元501", "第一网格", Placed.WRITTEN)
    assert (wang.organisation.code, wang.state, wang.reported_on) == (HEPING, ReportState.REPORTED, date(2026, 3, 15))
    assert wang.identity_digest == digest(identity(1))
    assert identity(1) not in str(session.connection().exec_driver_sql("SELECT * FROM member").all())
    (joined,) = session.scalars(select(RosterChange).where(RosterChange.member_id == wang.id))
    assert (joined.kind, joined.after) == (ChangeKind.JOINED, "县水利局")


def test_the_same_file_twice_changes_nothing(members):
    rows = [whole_row("王芳", 1), whole_row("王芳", 2), whole_row("李四", 3)]
    assert counts(members(FULL, *rows)) == (3, 3, 0, 0, 0)
    history = session.scalar(select(func.count()).select_from(RosterChange))
    assert counts(members(FULL, *rows)) == (3, 0, 0, 3, 0)
    assert session.scalar(select(func.count()).select_from(RosterChange)) == history


def test_next_months_file_shows_who_joined_moved_changed_and_left(members):
    before = [whole_row("王芳", 1), whole_row("李四", 2), whole_row("赵六", 3)]
    members(FULL, *before)
    moved, other = whole_row("王芳", 1), whole_row("李四", 2)
    moved[7], moved[13], moved[14] = "县第一中学教师", "团结社区", "第二网格"
    other[10] = "13900000002"
    told = members(FULL, moved, other, whole_row("钱七", 4), options=("--dry-run",))
    assert counts(told) == (3, 1, 2, 0, 1)
    assert member("王芳").unit.name == "县水利局"
    told = members(FULL, moved, other, whole_row("钱七", 4))
    assert counts(told) == (3, 1, 2, 0, 1)
    wang = member("王芳")
    assert (wang.unit.name, wang.title, wang.grid.code) == ("县第一中学", "教师", "371322001002002")
    kinds = [one.kind for one in session.scalars(select(RosterChange).where(RosterChange.member_id == wang.id))]
    assert {ChangeKind.MOVED_UNIT, ChangeKind.MOVED_HOME} < set(kinds)
    assert member("李四").phone == "13900000002"
    assert member("赵六").state is ReportState.REPORTED
    told = members(FULL, moved, other, whole_row("钱七", 4), options=("--whole",))
    assert counts(told) == (3, 0, 0, 3, 1)
    assert member("赵六").state is ReportState.LEFT
    back = members(FULL, whole_row("赵六", 3))
    assert (back["changed"], member("赵六").state) == (1, ReportState.REPORTED)


def test_who_has_no_identity_number_is_known_by_telephone_and_else_by_name_in_his_unit(members):
    members(PLAIN, ["王芳", "县水利局", "13800000001"], ["李四", "县水利局", ""])
    told = members(PLAIN, ["王芳", "县第一中学", "138-0000-0001"], ["李四", "县水利局", "13800000002"])
    assert counts(told) == (2, 0, 2, 0, 0)
    assert (member("王芳").unit.name, member("李四").phone) == ("县第一中学", "13800000002")
    told = members(["姓名", "单位", "性别"], ["李四", "县水利局", "男"])
    assert (counts(told), member("李四").sex) == ((1, 0, 1, 0, 0), Sex.MALE)


@pytest.mark.parametrize(
    ("headings", "row", "column", "words"),
    [
        (PLAIN, ["", "县水利局", ""], "姓名", "40"),
        (PLAIN, ["甲", "县水厉局", ""], "工作单位", "县水利局"),
        (PLAIN, ["甲", "", ""], "工作单位", ""),
        (PLAIN, ["甲", "县水利局", "12345"], "联系电话", "11"),
        (PLAIN, ["甲", "县水利局", "1.38E+10"], "联系电话", "Excel"),
        (["姓名", "单位", "性别"], ["甲", "县水利局", "不详"], "性别", ""),
        (["姓名", "单位", "出生日期"], ["甲", "县水利局", "去年"], "出生年月", "1985"),
        (["姓名", "单位", "身份证号"], ["甲", "县水利局", 371322198506121234.0], "身份证号", "Excel"),
        (["姓名", "单位", "身份证号"], ["甲", "县水利局", "'" + identity(1)[:17] + "*"], "身份证号", "18"),
        (["姓名", "单位", "身份证号"], ["甲", "县水利局", identity(1)[:16] + "00"], "身份证号", "18"),
        (["姓名", "单位", "报到社区"], ["甲", "县水利局", "东关社区"], "居住社区", ""),
        (["姓名", "单位", "所在社区", "网格"], ["甲", "县水利局", "和平", "第九网格"], "所在网格", ""),
        (["姓名", "单位", "报到时间"], ["甲", "县水利局", "2026.1"], "报到时间", ""),
        (["姓名", "单位", "报到时间"], ["甲", "县水利局", "2099-01-01"], "报到时间", ""),
        (["姓名", "单位", "特长类别"], ["甲", "县水利局", "飞行"], "特长类别", ""),
        (["编号", "姓名", "单位"], ["M-none", "甲", "县水利局"], "党员编号", ""),
    ],
)
def test_each_error_names_row_and_column_and_nothing_is_written(members, headings, row, column, words):
    good = ["好人", "县水利局", ""] if headings[0] == "姓名" else ["", "好人", "县水利局"]
    told = members(headings, row, good)
    assert [(error["row"], error["column"]) for error in told["errors"]] == [(4, column)]
    assert words in told["errors"][0]["message"]
    assert (told["exit"], told["new"]) == (1, 1)
    assert session.scalar(select(func.count()).select_from(Member)) == 0


def test_who_stands_twice_in_a_file_is_told(members):
    headings = ["姓名", "单位", "电话", "身份证号"]
    rows = [
        *(["甲", "县水利局", "13800000001", identity(1)], ["乙", "县水利局", "13800000001", ""]),
        *(["丙", "县水利局", "", identity(1)], ["丁", "县水利局", "", ""], ["丁", "县水利局", "", ""]),
        ["丁", "县第一中学", "", ""],
    ]
    told = members(headings, *rows)
    assert [(error["row"], error["column"]) for error in told["errors"]] == [
        *((5, "联系电话"), (6, "身份证号")),
        (8, "姓名"),
    ]


def test_who_is_on_the_roster_twice_under_one_name_needs_a_number(members, town):
    with transaction():
        for number in (1, 2):
            a_member(f"M-{number}", "王芳", unit("县水利局"), phone=f"1380000000{number}")
    told = members(PLAIN, ["王芳", "县水利局", ""])
    assert [error["column"] for error in told["errors"]] == ["姓名"]


def test_somebody_elses_number_is_refused(members):
    members(PLAIN, ["王芳", "县水利局", "13800000001"])
    told = members(PLAIN, ["李四", "县水利局", "13800000001"])
    assert [error["column"] for error in told["errors"]] == ["联系电话"]


def test_what_lies_outside_the_scope_is_neither_changed_nor_told(members, town):
    with transaction():
        a_member(
            "M-far", "王芳", unit("县水利局"), at="371322002", phone="13800000001", phone_digest=digest("13800000001")
        )
    told = members(PLAIN, ["王芳", "县水利局", "13800000001"], options=("--scope", STREET))
    assert [(error["column"], told["exit"]) for error in told["errors"]] == [("姓名", 1)]
    told = members(PLAIN, ["李四", "县水利局", ""], options=("--scope", STREET, "--whole"))
    assert counts(told) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    "headings",
    [
        ["手机号码", "性别", "工作/学习单位", "姓名", "党籍状态", "现居住地", "户籍所在派出所", "编入党支部"],
        ["联系方式", "性别*", "单位、职务或职业", "姓名*", "学位", "家庭住址", "户籍地(省市县)", "奖惩情况"],
        ["联系手机", "性 别", "工作单位及职务", "姓 名", "政治面貌", "现居地址", "党费交纳至", "所在网格（村）"],
    ],
)
def test_headings_come_in_any_order_and_by_their_usual_names(run, tmp_path, headings):
    row = ["13800000001", "女", "县水利局", "王芳", "正式党员", "花园小区 3 号楼", "", ""]
    code, output = run("members", workbook(tmp_path / "a.xlsx", headings, row))
    assert (code, "1 new" in output) == (0, True)
    assert f"not kept: {headings[4]}" in output
    assert member("王芳").home_address == "花园小区 3 号楼"


def test_headings_of_two_rows_with_merged_cells_are_read(run, tmp_path):
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 5, "在职党员报到花名册")
        for column, word in ((0, "序号"), (1, "姓名"), (2, "工作单位")):
            sheet.merge_range(1, column, 2, column, word)
        sheet.merge_range(1, 3, 1, 5, "居住情况")
        sheet.write_row(2, 3, ["小区", "门牌", "社区"])
        sheet.write_row(3, 0, [1, "王芳", "县水利局", "花园小区", "3-2-501", "和平社区"])
        sheet.write_row(4, 0, ["制表人：王"])
    assert run("members", str(path))[0] == 0
    assert (member("王芳").home_address, member("王芳").community.name) == ("花园小区3-2-501", "和平社区")


def test_units_come_in_and_the_same_file_changes_nothing(run, tmp_path):
    headings = [
        "序号",
        "报到单位",
        "单位性质（机关/事业/国企）",
        "联系人",
        "联系电话",
        "在职党员数",
        "包联社区",
        "包联网格（小区）",
    ]
    rows = [
        [1, "县 水利局", "机关", "赵　六", 13800000009, 12, "和平社区", ""],
        [2, "郯城某公司", "国企", "", "", 3, "", ""],
    ]
    file = workbook(tmp_path / "units.xlsx", headings, *rows, feet=True)
    assert json.loads(run("members", file, "--units", "--json", "--scope", STREET)[1]) == {
        "rows": 2,
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "left": 1,
        "errors": [],
    }
    water = unit("县水利局")
    assert (water.liaison, water.liaison_phone, unit("郯城某公司").organisation.code) == ("赵六", "13800000009", STREET)
    told = json.loads(run("units", file, "--json", "--scope", STREET)[1])
    assert counts(told) == (2, 0, 0, 2, 1)
    assert counts(json.loads(run("units", file, "--json", "--scope", STREET, "--whole")[1])) == (2, 0, 0, 2, 1)
    school = session.scalars(select(Unit).where(Unit.code == "U-school")).one()
    assert (school.state, school.left_on is not None) == (ReportState.LEFT, True)


def test_a_party_organisation_stands_for_the_unit_where_no_column_names_it(run, tmp_path):
    file = workbook(tmp_path / "units.xlsx", ["党组织名称", "单位性质", "结对社区"], ["县医院党委", "事业", "团结"])
    assert run("units", file)[0] == 0
    assert unit("县医院党委").party_organisation == "县医院党委"


def test_a_unit_that_still_has_members_does_not_leave_by_a_file(run, tmp_path, town):
    with transaction():
        a_member("M-1", "王芳", unit("县第一中学"))
    file = workbook(tmp_path / "units.xlsx", ["单位名称", "单位性质"], ["县水利局", "机关"])
    code, output = run("units", file, "--json", "--whole")
    assert (code, "县第一中学" in output) == (1, True), output
    assert unit("县第一中学").state is ReportState.REGISTERED


def test_the_number_of_statements_grows_by_stretches_and_not_by_rows(run, tmp_path):
    def statements(count: int) -> int:
        seen: list[str] = []
        note = lambda *args: seen.append(args[2])  # noqa: E731
        rows = [[f"王{number}", "县水利局", str(13_900_000_000 + number)] for number in range(count)]
        file = workbook(tmp_path / f"{count}.xlsx", PLAIN, *rows)
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert run("members", file, "--json")[0] == 0
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    few, many = statements(5), statements(400)
    assert many <= few + 4


def test_the_record_says_who_brought_a_roster_in_and_names_nobody(members):
    members(FULL, whole_row(), options=("--by", "王"))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == "roster.take_in_members")).one()
    assert (entry.by, entry.details["counts"]) == ("王", {"new": 1, "changed": 0, "left": 0})


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text("王李赵钱孙芳伟娜强", min_size=2, max_size=3),
            st.sampled_from(["县水利局", "县第一中学"]),
            st.sampled_from(["", "男", "女"]),
            st.sampled_from(["", "1985.06", "198506", "1985年6月", "31210", "1985-06-12"]),
            st.sampled_from([("", ""), ("和平社区", ""), ("团结", "第二网格"), ("和平社区", "第一网格")]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_came_in_comes_in_again_unchanged(members, people):
    with transaction():
        session.query(RosterChange).delete()
        session.query(Member).delete()
    headings = ["姓名", "单位", "性别", "出生年月", "社区", "网格", "电话"]
    rows = [[*one[:4], *one[4], str(13_900_000_000 + number)] for number, one in enumerate(people)]
    assert counts(members(headings, *rows)) == (len(rows), len(rows), 0, 0, 0)
    assert counts(members(headings, *rows)) == (len(rows), 0, 0, len(rows), 0)
