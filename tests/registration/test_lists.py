"""The three lists: offered, asked, matched, agreed by both sides, carried out, ended."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event, select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.clock import today
from portal.core.database import db, session, transaction
from portal.core.errors import Refused
from portal.registration.actions import lists as actions
from portal.registration.actions import projects
from portal.registration.models.lists import Need, ProjectRecord, Resource, SharedProject
from portal.registration.queries import lists as queries
from portal.registration.queries.who import unit_of
from portal.registration.terms.lists import InCommon, ListFault, ListState, ProjectState, ResourceKind, Side
from portal.registration.terms.roster import ServiceField
from tests.people import a_person_with, a_tree, enter
from tests.registration.rows import COMMUNITY, SIBLING, a_unit, liaison_of, organisation
from tests.visitor import CSRF

LINE = {"kind": "venue", "field": "culture", "from_day": "2026-01-05", "times": ["weekend"]}
KNOWN = {
    "kind": ResourceKind.VENUE,
    "field": ServiceField.CULTURE,
    "detail": "",
    "times": [],
    "from_day": date(2026, 1, 5),
    "until_day": None,
    "by": "x",
}


@pytest.fixture
def staff(app, signed_in):
    with transaction():
        a_tree()
    return signed_in(Role.COMMUNITY_STAFF, COMMUNITY, "anna")


@pytest.fixture
def liaison(app, staff):
    with transaction():
        liaison_of(a_unit(), "lian", Role.UNIT_LIAISON)
    return enter(app.test_client(), "lian")


def due(days: int = 30) -> str:
    return (today() + timedelta(days=days)).isoformat()


def one(table):
    return session.scalars(select(table)).one()


def exported(visitor, kind: str, **filters: str) -> str:
    """What leaves as .csv."""
    token = CSRF.search(visitor.client.get("/account").text)[1]
    return visitor.client.post(f"/exports/{kind}", data={"csrf_token": token, "format": "csv"} | filters).text


def a_pair() -> tuple[Resource, Need]:
    resource = actions.offer_resource(a_unit("县一中"), title="操场", **KNOWN)
    need = actions.ask_need(organisation(), grid=None, title="要场地", **KNOWN)
    session.flush()
    return resource, need


def a_project(side: Side = Side.COMMUNITY, pair=None) -> SharedProject:
    told = {"title": "周末球赛", "agreement": "学校开门", "due_on": today() + timedelta(days=30)}
    made = projects.propose_project(*(pair or a_pair()), side=side, **told, by="x", today=today())
    session.flush()
    return made


def test_a_project_from_offer_and_need_to_done(app, staff, liaison, tmp_path):
    assert liaison.sends("/own-resources/new", title="会议室", **LINE).status == 303
    assert staff.sends("/needs/new", title="合唱排练", organisation=COMMUNITY, **LINE).status == 303
    need, resource = one(Need).code, one(Resource).code
    page = staff.opens(f"/needs/{need}").main
    assert all(word.zh in page for word in (InCommon.KIND, InCommon.FIELD, InCommon.COMMUNITY, InCommon.TIMES))
    address = f"/shared-projects/new?resource={resource}&need={need}"
    assert "合唱排练" in liaison.opens(f"/resources/{resource}").main
    assert staff.sends(address, title="合唱", agreement="每周六下午", due_on=due(-1)).error_of("due_on")
    assert staff.sends(address, title="合唱", agreement="每周六下午", due_on=due()).status == 303
    project = f"/shared-projects/{one(SharedProject).code}"
    assert "共建项目等待确认" in liaison.opens("/desk").main
    staff.presses(f"{project}/agree")
    assert one(SharedProject).state is ProjectState.PROPOSED
    liaison.presses(f"{project}/agree")
    assert (one(SharedProject).state, one(Need).state, one(Resource).state) == (
        ProjectState.AGREED,
        ListState.MATCHED,
        ListState.MATCHED,
    )
    staff.presses(f"{project}/finish")
    assert one(SharedProject).state is ProjectState.AGREED
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    told = {"day": today().isoformat(), "what": "第一次排练", "beneficiaries": "25"}
    assert liaison.sends(f"{project}/note", **told, photo=(BytesIO(b"nothing"), "x.jpg")).error_of("photo")
    assert liaison.sends(f"{project}/note", **told, photo=(BytesIO(picture.getvalue()), "x.jpg")).status == 303
    key = one(ProjectRecord).photo_key
    assert staff.client.get(f"{project}/photo?key={key}").mimetype == "image/webp"
    assert "受益 25 人次" in staff.opens(project).main
    liaison.presses(f"{project}/finish")
    assert one(SharedProject).state is ProjectState.UNDER_WAY
    staff.presses(f"{project}/finish")
    assert (one(SharedProject).state, one(Need).state) == (ProjectState.DONE, ListState.MET)
    deeds = set(session.scalars(select(AuditEntry.deed)))
    assert {"resource.offer", "need.ask", "project.propose", "project.agree", "project.note", "project.finish"} <= deeds
    assert "会议室" in staff.opens("/resources?kind=venue&state=met").main
    assert "换个条件" in staff.opens("/resources?kind=funds").main
    for kind, told in (("resources", "会议室"), ("needs", "合唱排练"), ("shared-projects", "每周六下午")):
        assert told in exported(staff, kind)


def test_a_cancelled_project_gives_resource_and_need_back(app, staff):
    with transaction():
        project = a_project()
        projects.agree_project(project, side=Side.UNIT, by="x", today=today())
        code = project.code
    assert staff.sends(f"/shared-projects/{code}/cancel").error_of("reason")
    assert staff.sends(f"/shared-projects/{code}/cancel", reason="校舍维修").status == 303
    assert "校舍维修" in staff.opens(f"/shared-projects/{code}").main
    assert (one(Need).state, one(Resource).state) == (ListState.OPEN, ListState.OPEN)


def test_a_resource_is_held_by_one_project_and_other_words_ask_for_the_other_side_again(app, staff):
    with transaction():
        pair = a_pair()
        first, second = a_project(pair=pair), a_project(Side.UNIT, pair)
        told = {"title": "改", "agreement": "改", "due_on": today()}
        projects.amend_project(first, side=Side.UNIT, **told, by="x", today=today())
        assert (first.unit_agreed_on, first.community_agreed_on) == (today(), None)
        with pytest.raises(Refused, match=ListFault.OTHER_SIDE.zh):
            projects.agree_project(first, side=Side.UNIT, by="x", today=today())
        projects.agree_project(first, side=Side.COMMUNITY, by="x", today=today())
        with pytest.raises(Refused, match=ListFault.TAKEN.zh):
            projects.agree_project(second, side=Side.COMMUNITY, by="x", today=today())
        projects.cancel_project(second, side=Side.UNIT, reason="另有安排", by="x", today=today())
        assert pair[0].state is ListState.MATCHED


def test_what_is_late_lies_on_both_desks(app, staff, liaison):
    with transaction():
        project = a_project()
        projects.agree_project(project, side=Side.UNIT, by="x", today=today())
        project.due_on, project.unit = today() - timedelta(days=1), unit_of("lian")
    for desk in (staff, liaison):
        assert "共建项目过了约定的日子" in desk.opens("/desk").main
    assert "已过期" in staff.opens("/shared-projects?state=agreed").main
    assert "周末球赛" in staff.opens(f"/registration/{COMMUNITY}").main
    assert "周末球赛" in liaison.opens("/own-resources").main


def test_a_line_is_changed_taken_down_and_put_up_again(app, staff):
    with transaction():
        _resource, need = a_pair()
        code = need.code
    wrong = staff.sends(f"/needs/{code}/change", title="要场地", until_day="2025-12-31", **LINE)
    assert wrong.error_of("until_day") == ListFault.DAYS.zh
    assert staff.sends(f"/needs/{code}/change", title="要大场地", **LINE).status == 303
    staff.presses(f"/needs/{code}/take-down")
    assert (one(Need).state, one(Need).title) == (ListState.CLOSED, "要大场地")
    staff.presses(f"/needs/{code}/put-up")
    assert one(Need).state is ListState.OPEN
    assert staff.sends("/needs/new", title="x", organisation=SIBLING, **LINE).status == 422


def test_who_is_of_neither_side_sees_nothing(app, staff, liaison):
    with transaction():
        project = a_project()
        addresses = [f"/shared-projects/{project.code}", f"/resources/{project.resource.code}"]
        pair = f"/shared-projects/new?resource={project.resource.code}&need={project.need.code}"
    beside = a_person_with(app, Role.COMMUNITY_STAFF, SIBLING, "beside")
    for address in (*addresses, pair):
        assert beside.client.get(address).status_code == 404
        assert liaison.client.get(address).status_code == 404
    for deed in ("agree", "begin", "finish", "note", "amend", "cancel"):
        beside.presses(f"{addresses[0]}/{deed}")
    assert one(SharedProject).state is ProjectState.PROPOSED
    over = a_person_with(app, Role.STREET_OFFICE, "371322001", "over")
    assert "周末球赛" in over.opens(addresses[0]).main


def test_a_liaison_without_a_unit_is_told_whom_to_ask(app, staff):
    lost = a_person_with(app, Role.UNIT_LIAISON, COMMUNITY, "lost")
    assert "还没有对应到单位" in lost.opens("/own-resources").main


def statements_of(ask) -> int:
    """How many statements a question takes."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([one for one in seen if one.startswith("SELECT")])


def test_suggestions_come_near_ones_first_in_one_statement(app, staff):
    with transaction():
        a_pair()
        for number in range(10):
            for name, at in (("甲", SIBLING), ("乙", COMMUNITY)):
                actions.offer_resource(a_unit(f"{name}{number}", at), title="礼堂", **KNOWN)
    with transaction(reads_only=True):
        need = one(Need)
        assert need.organisation.code == COMMUNITY
        found = []
        assert statements_of(lambda: found.extend(queries.resources_for(need))) == 1
        assert {suggestion.line.unit.organisation.code for suggestion in found} == {COMMUNITY}
        assert statements_of(lambda: queries.resources_page(("371322/",), queries.Wanted(), 1)) == 2
