"""The offices' workbooks: the register, honours, scores; every error by row and column, all or nothing."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from sqlalchemy import select

from portal.core.access import Scope
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.sheets import Line
from portal.organisation.models import Person
from portal.organisation.terms import Education
from portal.star.actions import quarters as quarters_actions
from portal.star.actions.appraisals import take_in_appraisals
from portal.star.actions.evidence import file_honours
from portal.star.actions.quarters import take_in_scores
from portal.star.actions.secretaries import take_in_secretaries
from portal.star.models.quarters import StarQuarter
from portal.star.models.secretaries import Secretary, StarEvidence
from portal.star.queries.secretaries import in_office
from portal.star.queries.years import appraisal_of
from portal.star.sheets import honours_in, scores, secretaries_in
from portal.star.sheets.secretaries import SECRETARIES
from portal.star.terms.scoring import YearStep
from portal.star.terms.stars import EvidenceState, HonourLevel, SecretaryKind
from tests.people import enter
from tests.registration.counting import selects
from tests.star.test_quarters import YEAR, more_secretaries, opened, scored, the_street
from tests.star.test_stars import LAST, one_engine, the, village
from tests.star.test_years import begun

__all__ = ["village"]
COUNTY, BESIDE = Scope(("371322/",)), Scope(("371322/371322002/",))
ENTERED = {"name": "李小河", "kind": "村党组织书记", "town": "晋祠镇", "place": "长巷村", "term_from": "2024.1.1"}


def read(plan: Callable, *rows: dict[str, str], scope: Scope = COUNTY, base: dict | None = None):
    return plan([Line(number, row) for number, row in enumerate(rows, 2)], base or {}, scope, lambda *_told: None)


def wrongs(found) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in found.errors]


def a_person(name: str, code: str) -> None:
    person = Person(code=code, name=name, pinyin="x", organisation=the_street(), education=Education.BACHELOR)
    session.add(person)
    session.flush()


def test_who_is_new_is_entered_for_a_term_by_the_only_street(village, app):
    with app.app_context(), transaction():
        a_person("李小河", "P9")
        found = read(secretaries_in.plan, ENTERED | {"both": "是", "prior_months": "30", "where": "371322001"})
        assert (found.errors, found.counts()["new"]) == ([], 1)
        take_in_secretaries(found.work, by="county", today=today())
        made = session.scalars(select(Secretary).where(Secretary.place == "长巷村")).one()
        known = (made.person.code, made.kind, made.both, made.dispatched, made.term_from, made.prior_months)
        assert known == ("P9", SecretaryKind.VILLAGE, True, False, date(2024, 1, 1), 30)
        assert wrongs(read(secretaries_in.plan, ENTERED | {"where": "371322001"})) == [(2, "姓名")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"name": "没有这个人"}, "姓名"),
        ({"kind": "镇长"}, "类别"),
        ({"term_from": ""}, "本届起"),
        ({"term_from": "2999-01-01"}, "本届起"),
        ({"prior_months": "很多"}, "本届以前任职月数"),
        ({"both": "也许"}, "一肩挑"),
        ({"where": "没有这个镇"}, "考核单位"),
        ({"code": "S-NOBODY"}, "编号"),
        ({"person": "P-OTHER"}, "人员编号"),
        ({"town": "长" * 41}, "镇（街道）"),
    ],
)
@one_engine
def test_what_is_wrong_in_the_register_is_told_by_row_and_column(village, app, row, column):
    with app.app_context(), transaction():
        a_person("李小河", "P9")
        assert wrongs(read(secretaries_in.plan, ENTERED | {"where": "371322001"} | row)) == [(2, column)]


@one_engine
def test_namesakes_are_told_apart_by_their_code_and_nobody_is_entered_twice(village, app):
    with app.app_context(), transaction():
        for code in ("P8", "P9"):
            a_person("李小河", code)
        row = ENTERED | {"where": "371322001"}
        assert wrongs(read(secretaries_in.plan, row)) == [(2, "姓名")]
        assert wrongs(read(secretaries_in.plan, *[row | {"person": "P9"}] * 2)) == [(3, "姓名")]


def test_the_register_that_leaves_comes_back_unchanged_and_what_others_changed_is_not_overwritten(village, app):
    with app.app_context(), transaction():
        more_secretaries("甲乙")
        names = [column.name for column in SECRETARIES.columns]
        rows = [dict(zip(names, map(as_text, cells), strict=True)) for cells in SECRETARIES.rows(COUNTY, {})]
        base = {row["code"]: row for row in rows}
        back = [row | {"version": "x"} for row in rows]
        found = read(secretaries_in.plan, *back, base=base)
        assert (found.errors, found.unchanged, found.work) == ([], 3, [])
        back[0] = back[0] | {"place": "新名字村", "both": "是"}
        found = read(secretaries_in.plan, *back, base=base)
        changes = {(one.field, one.after) for one in found.changed}
        assert ("村（社区）", "新名字村") in changes
        the(back[0]["code"]).place = "别人改的村"
        session.flush()
        assert wrongs(read(secretaries_in.plan, *back, base=base)) == [(2, "村（社区）")]
        the(back[0]["code"]).place = rows[0]["place"]
        session.flush()
        take_in_secretaries(read(secretaries_in.plan, *back, base=base).work, by="county", today=today())
        assert the(back[0]["code"]).place == "新名字村"


def as_text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def test_honours_become_evidence_to_be_checked_once(village, app):
    row = {"name": "王大勇", "title": "县优秀党务工作者", "level": "县级", "day": f"{LAST}-06-01"}
    with app.app_context(), transaction():
        found = read(honours_in.plan, row, row | {"title": "市先进", "level": "市县级", "code": village.lower()})
        assert found.errors == []
        file_honours(found.work, by="street", now=now())
        first, second = session.scalars(select(StarEvidence).order_by(StarEvidence.id))
        assert (first.state, first.level, first.filed_by) == (EvidenceState.FILED, HonourLevel.COUNTY, "street")
        assert second.title == "市先进"
        again = read(honours_in.plan, row)
        assert (again.unchanged, again.work, again.errors) == (1, [], [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"name": "没有"}, "姓名"),
        ({"code": "S1"}, "书记编号"),
        ({"level": "村级"}, "级别"),
        ({"day": "2999-01-01"}, "日期"),
        ({"day": "昨天"}, "日期"),
        ({"title": "长" * 121}, "荣誉名称"),
    ],
)
@one_engine
def test_what_is_wrong_with_an_honour_is_told_by_row_and_column(village, app, row, column):
    good = {"name": "王大勇", "title": "县优秀党务工作者", "level": "县级", "day": f"{LAST}-06-01"}
    with app.app_context(), transaction():
        assert wrongs(read(honours_in.plan, good | row)) == [(2, column)]
        assert wrongs(read(honours_in.plan, good, good)) == [(3, "荣誉名称")]
        assert wrongs(read(honours_in.plan, good, scope=BESIDE)) == [(2, "姓名")]


def filled(*points: str) -> list[dict[str, str]]:
    """The blank sheets of the one quarter that there is, filled in."""
    code = session.scalars(select(StarQuarter.code)).one()
    names = [column.name for column in scores.SCORES]
    asked = {"quarter": code}
    rows = [dict(zip(names, map(as_text, cells), strict=True)) for cells in scores.BLANK.rows(COUNTY, asked)]
    assert len(rows) == scores.BLANK.count(COUNTY, asked)
    return [row | {"score": of} for row, of in zip(rows, points, strict=True)]


def test_the_blank_sheets_leave_and_come_back_filled(village, app):
    with app.app_context(), transaction():
        quarter = opened()
        (sheet,) = quarter.sheets
        found = read(scores.plan_scores, *filled("90.5", ""))
        assert (found.errors, found.counts()["new"], found.unchanged) == ([], 1, 1)
        take_in_scores(found.work, by="street", now=now())
        assert {code: one["score"] for code, one in sheet.scores.items()} == {"K1": 9050}
        again = filled("90.5", "80")
        again[1]["note"] = "查了台账"
        take_in_scores(read(scores.plan_scores, *again).work, by="street", now=now())
        assert (sheet.scores["O1"]["score"], sheet.scores["O1"]["note"]) == (8000, "查了台账")
        rows = filled("101", "80.555")
        assert wrongs(read(scores.plan_scores, *rows)) == [(2, "得分"), (3, "得分")]
        rows = filled("90", "80")
        assert wrongs(read(scores.plan_scores, rows[0] | {"item": "X9"}, rows[1] | {"quarter": "2"})) == [
            (2, "指标代码"),
            (3, "季度"),
        ]
        assert wrongs(read(scores.plan_scores, rows[0], rows[0])) == [(3, "指标代码")]
        quarters_actions.close_quarter(quarter, by="street", now=now())
        assert wrongs(read(scores.plan_scores, rows[0])) == [(2, "季度")]


def test_year_end_scores_come_in_and_change_until_their_step_is_over(village, app):
    row = {"code": village, "year": f"{LAST}年", "score": "88.5", "rigid": "是", "one_off": "2,000", "note": "实地看过"}
    with app.app_context(), transaction():
        found = read(scores.plan_appraisals, row)
        assert (found.errors, found.counts()["new"]) == ([], 1)
        take_in_appraisals(found.work, by="street", now=now())
        made = appraisal_of(the(village), LAST)
        assert (made.score, made.rigid_failed, made.one_off_fen, made.note) == (8850, True, 2_000_00, "实地看过")
        assert read(scores.plan_appraisals, row).unchanged == 1
        assert read(scores.plan_appraisals, row | {"score": "90"}).counts()["changed"] == 1
        wrong = [row | {"score": "-1"}, row | {"one_off": "很多"}, row | {"rigid": "x"}, row | {"year": "26"}]
        assert wrongs(read(scores.plan_appraisals, *wrong)) == [
            (2, "年终得分"),
            (3, "一次性奖励（元）"),
            (4, "刚性指标没有完成"),
            (5, "年度"),
        ]
        assert wrongs(read(scores.plan_appraisals, row, row | {"score": "90"})) == [(3, "书记编号")]
        begun().step = YearStep.RATING
        session.flush()
        assert wrongs(read(scores.plan_appraisals, row)) == [(2, "年度")]


def plans(rows: Sequence[dict[str, str]]) -> list[Callable[[], object]]:
    return [
        lambda: read(secretaries_in.plan, *[ENTERED | {"name": row["name"]} for row in rows]),
        lambda: read(honours_in.plan, *[row | {"title": "x", "level": "县", "day": "2025-01-01"} for row in rows]),
        lambda: read(scores.plan_scores, *[row | {"year": str(YEAR), "quarter": "1", "item": "K1"} for row in rows]),
        lambda: read(scores.plan_appraisals, *[row | {"year": str(YEAR)} for row in rows]),
    ]


@one_engine
def test_a_plan_asks_as_many_questions_for_ten_lines_as_for_one(village, app):
    with app.app_context(), transaction():
        more_secretaries([f"甲{number}" for number in range(9)])
        scored(opened(), *[80] * 10)
        rows = [{"name": one.person.name, "score": "80"} for one in in_office(COUNTY)]
        for one, ten in zip(plans(rows[:1]), plans(rows), strict=True):
            session.expire_all()
            few = selects(one)
            session.expire_all()
            assert selects(ten) == few


@one_engine
def test_each_is_offered_to_who_may_use_it(village, app):
    county, street, own = (enter(app.test_client(), name) for name in ("county", "street", "secretary"))
    assert "导入书记名册" in county.opens("/imports/secretaries").main
    assert street.client.get("/imports/secretaries").status_code == 404
    for kind in ("star-honours", "star-scores", "star-appraisals"):
        assert street.client.get(f"/imports/{kind}").status_code == 200
        assert own.client.get(f"/imports/{kind}").status_code == 404
