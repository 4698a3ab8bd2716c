"""The tree is kept: founded, renamed, moved, merged, closed, each from a day on, and readable as of any day."""

from datetime import date

import pytest
from sqlalchemy import event, select

from portal.account.models import RoleGrant
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.access import Scope
from portal.core.database import db, session, transaction
from portal.organisation.actions import tree as actions
from portal.organisation.models import Organisation, OrganisationVersion
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel, TreeFault
from tests.people import FIRST_DAY, a_tree, an_account

COUNTY = Scope(["371322/"])
MARCH, MAY, TODAY = date(2026, 3, 1), date(2026, 5, 1), date(2026, 11, 24)
BRANCH = "371322001001-B01"


@pytest.fixture
def tree(app):
    with transaction():
        a_tree()


def one(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def as_of(day: date, code: str):
    session.expire_all()
    return keeping.node_on(code, COUNTY, day)


def open_paths() -> dict[str, str]:
    """Path of each open organisation, as the rows and as the open versions have it: they must agree."""
    session.expire_all()
    rows = {row.code: row.path for row in session.scalars(select(Organisation).where(Organisation.closed_on.is_(None)))}
    versions = session.scalars(select(OrganisationVersion).where(OrganisationVersion.until_day.is_(None)))
    assert rows == {version.organisation.code: version.path for version in versions}
    return rows


def test_a_branch_gets_the_next_number_and_a_number_is_never_used_again(tree):
    made = actions.found(one("371322001001"), name="新村小区党支部", day=MARCH, by="a", today=TODAY)
    assert made.code == "371322001001-B02"
    actions.close(made, day=MAY, reason="并村", by="a", today=TODAY)
    again = actions.found(one("371322001001"), name="新村小区党支部", day=MAY, by="a", today=TODAY)
    assert again.code == "371322001001-B03"
    open_paths()


def test_a_community_brings_its_official_code(tree):
    made = actions.found(one("371322001"), name="新城社区", code="371322001003", day=MARCH, by="a", today=TODAY)
    assert made.path == "371322/371322001/371322001003/"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", TreeFault.CODE),
        ("371322002009", TreeFault.CODE),
        ("37132200100A", TreeFault.CODE),
        ("371322001001", TreeFault.CODE_TAKEN),
    ],
)
def test_a_wrong_code_is_refused_beside_its_field(tree, code, fault):
    with pytest.raises(actions.Refused) as refusal:
        actions.found(one("371322001"), name="新城社区", code=code, day=MARCH, by="a", today=TODAY)
    assert (refusal.value.reason, refusal.value.field) == (fault.zh, "code")


@pytest.mark.parametrize(
    ("day", "fault"), [(date(2026, 11, 25), TreeFault.FUTURE), (date(2025, 12, 31), TreeFault.BEFORE_LAST)]
)
def test_a_day_of_effect_is_neither_to_come_nor_before_the_last_change(tree, day, fault):
    with pytest.raises(actions.Refused, match=fault.zh):
        actions.rename(one(BRANCH), name="新名", day=day, by="a", today=TODAY)


def test_nothing_hangs_below_a_member_household(tree):
    group = one("371322001001-B01-G01")
    home = actions.found(group, name="党员中心户", day=MARCH, by="a", today=TODAY)
    assert home.code == "371322001001-B01-G01-H01"
    with pytest.raises(actions.Refused, match=TreeFault.NOTHING_BELOW.zh):
        actions.found(home, name="x", day=MARCH, by="a", today=TODAY)


def test_what_did_it_look_like_on_the_first_of_march(tree):
    actions.rename(one(BRANCH), name="花园里小区党支部", day=MARCH, by="a", today=TODAY)
    actions.move(one(BRANCH), to="371322001002", day=MAY, by="a", today=TODAY)
    assert as_of(FIRST_DAY, BRANCH).name == "花园小区党支部"
    march, now = as_of(MARCH, BRANCH), as_of(TODAY, BRANCH)
    assert (march.name, march.above[-1][0]) == ("花园里小区党支部", "371322001001")
    assert (now.name, now.above[-1][0]) == ("花园里小区党支部", "371322001002")
    assert [child.code for child in as_of(MARCH, "371322001001").children] == [BRANCH]
    assert as_of(TODAY, "371322001001").children == ()
    assert as_of(date(2025, 1, 1), BRANCH) is None
    assert [(chapter.name, chapter.parent) for chapter in keeping.chapters(one(BRANCH))] == [
        ("花园里小区党支部", "团结社区大党委"),
        ("花园里小区党支部", "和平社区大党委"),
        ("花园小区党支部", "和平社区大党委"),
    ]


def test_two_changes_of_one_day_are_one_chapter(tree):
    actions.rename(one(BRANCH), name="甲", day=MARCH, by="a", today=TODAY)
    actions.move(one(BRANCH), to="371322001002", day=MARCH, by="a", today=TODAY)
    assert len(keeping.chapters(one(BRANCH))) == 2
    assert as_of(MARCH, BRANCH).path == "371322/371322001/371322001002/371322001001-B01/"


def test_a_move_takes_everything_below_along_and_codes_stay(tree):
    actions.move(one("371322001001"), to="371322002", day=MARCH, by="a", today=TODAY)
    paths = open_paths()
    assert paths["371322001001-B01-G01"] == "371322/371322002/371322001001/371322001001-B01/371322001001-B01-G01/"


@pytest.mark.parametrize("to", ["371322", "371322001001", "371322001001-B01-G01"])
def test_no_level_is_skipped(tree, to):
    with pytest.raises(actions.Refused, match=TreeFault.LEVEL.zh):
        actions.move(one("371322001002-B01"), to="371322001", day=MARCH, by="a", today=TODAY)
    with pytest.raises(actions.Refused):
        actions.move(one(BRANCH), to=to, day=MARCH, by="a", today=TODAY)


def test_merging_hands_over_what_hangs_below_and_who_is_responsible(tree, app):
    an_account("anna", (Role.COMMUNITY_SECRETARY, "371322001001"))
    with app.test_request_context():
        actions.merge(one("371322001001"), to="371322001002", day=MAY, by="a", today=TODAY)
    gone = one("371322001001")
    assert (gone.closed_on, gone.merged_into) == (MAY, "371322001002")
    assert open_paths()[BRANCH] == "371322/371322001/371322001002/371322001001-B01/"
    assert session.scalars(select(RoleGrant)).one().organisation.code == "371322001002"
    assert as_of(MARCH, "371322001001").children[0].code == BRANCH
    assert as_of(TODAY, "371322001001") is None


def test_an_organisation_with_something_below_is_not_closed(tree):
    with pytest.raises(actions.Refused, match=TreeFault.HAS_BELOW.zh):
        actions.close(one(BRANCH), day=MARCH, reason="x", by="a", today=TODAY)


def test_the_record_tells_before_and_after(tree):
    actions.rename(one(BRANCH), name="甲", day=MARCH, by="anna", today=TODAY)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == "organisation.rename")).one()
    assert (entry.by, entry.subject) == ("anna", BRANCH)
    assert entry.details == {"before": "花园小区党支部", "after": "甲", "day": "2026-03-01"}


@pytest.mark.parametrize("groups", [10, 2_000])
def test_a_move_takes_as_many_statements_for_ten_as_for_thousands(tree, groups):
    branch = one(BRANCH)
    below = [
        {
            "code": f"{BRANCH}-G{number:05}",
            "path": f"{branch.path}{BRANCH}-G{number:05}/",
            "level": OrganisationLevel.BUILDING_GROUP,
            "name": f"{number} 号",
            "parent_id": branch.id,
        }
        for number in range(groups)
    ]
    session.execute(Organisation.__table__.insert(), below)
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.path).where(Organisation.name.like("% 号"))
    )
    versions = [{"organisation_id": at, "from_day": FIRST_DAY, "name": name, "path": path} for at, name, path in rows]
    session.execute(OrganisationVersion.__table__.insert(), versions)
    seen: list[str] = []
    listener = lambda *call: seen.append(call[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    actions.move(one("371322001001"), to="371322002", day=MARCH, by="a", today=TODAY)
    event.remove(db.engine, "before_cursor_execute", listener)
    assert len(seen) <= 20
    assert len(open_paths()) == groups + 9


class TestPages:
    @pytest.fixture
    def street(self, signed_in):
        return signed_in(Role.STREET_OFFICE, "371322001", "anna")

    def test_a_street_begins_at_its_own_part_of_the_tree(self, street):
        assert street.client.get("/tree").headers["Location"] == "/tree/371322001"
        assert "和平社区大党委" in street.opens("/tree/371322001").main

    @pytest.mark.parametrize("page", ["", "/found", "/rename", "/move", "/merge", "/close"])
    @pytest.mark.parametrize(
        ("code", "there"),
        [
            ("371322001001", True),
            (BRANCH, True),
            ("371322002001", False),
            ("371322002", False),
            ("371322", False),
            ("nothing", False),
        ],
    )
    def test_own_part_is_there_a_sibling_and_the_parent_are_not(self, street, page, code, there):
        assert street.client.get(f"/tree/{code}{page}").status_code == (200 if there else 404)

    def test_nobody_renames_or_ends_his_own_root(self, street):
        for page in ("rename", "move", "merge", "close"):
            street.opens(f"/tree/371322001/{page}", status=404)

    def test_a_foreign_target_cannot_be_chosen(self, street):
        page = street.sends("/tree/371322001001-B01/move", to="371322002001", day="2026-03-01")
        assert page.status == 422
        assert page.error_of("to")

    def test_from_the_form_to_the_tree(self, street):
        assert street.sends("/tree/371322001001/found", name="新村小区党支部", day="2026-03-01").status == 303
        assert "新村小区党支部" in street.opens("/tree/371322001001").main
        assert "新村小区党支部" not in street.opens("/tree/371322001001?on=2026-02-28").main

    def test_a_refused_change_comes_back_filled(self, street):
        page = street.sends("/tree/371322001001-B01/rename", name="新名", day="2099-01-01")
        assert page.status == 422
        assert page.error_of("day") == TreeFault.TOO_FAR.zh
        assert page.tree.find(".//input[@id='name']").get("value") == "新名"

    def test_a_day_that_is_none_is_no_page(self, street):
        street.opens("/tree/371322001?on=soon", status=404)

    def test_finding_stays_within_the_own_part(self, street):
        assert "和平社区大党委" in street.opens("/tree/search?q=社区").main
        assert "东关社区大党委" not in street.opens("/tree/search?q=社区").main
        assert "没有找到" in street.opens("/tree/search?q=%25").main

    def test_who_may_only_look_sees_no_buttons_and_cannot_press_them(self, signed_in):
        reader = signed_in(Role.COMMUNITY_STAFF, "371322001001", "boris")
        assert "更名" not in reader.opens(f"/tree/{BRANCH}").main
        reader.opens(f"/tree/{BRANCH}/rename", status=403)

    def test_an_export_is_on_record(self, street):
        token = street.opens("/tree/371322001").html.partition('csrf-token" content="')[2].partition('"')[0]
        answer = street.client.post("/exports/tree", data={"csrf_token": token, "code": "371322001"})
        assert answer.status_code == 200
        assert answer.data[:2] == b"PK"
        session.remove()
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert (last.deed, last.details["filters"]) == ("bulk.take_out", {"code": "371322001"})

    def test_what_lies_outside_is_not_taken_out(self, street):
        token = street.opens("/tree/371322001").html.partition('csrf-token" content="')[2].partition('"')[0]
        answer = street.client.post("/exports/tree", data={"csrf_token": token, "code": "371322002"})
        assert answer.status_code == 404


def test_the_demo_tree_stays_usable(demo_visitor):
    street = demo_visitor("street")
    assert "社区大党委 16" not in street.opens("/tree/371322001").main
    page = street.opens("/tree/371322001")
    assert len([link for link in page.links() if link.startswith("/tree/371322001")]) < 40
    assert "3000" in page.main
