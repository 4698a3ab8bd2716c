"""What the organisation answers, in a number of statements that does not grow with its rows."""

import pytest
from sqlalchemy import event

from portal.core.database import db, session, transaction
from portal.organisation.models import HorizontalOrganisation, Organisation
from portal.organisation.queries import public as queries
from portal.organisation.terms import OrganisationLevel, Sector

COUNTY = "371322/"


@pytest.fixture
def statements():
    """Counts the statements of a call."""

    def count(question, *arguments):
        seen = []

        def note(*_):
            seen.append(1)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            question(*arguments)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    return count


def grown(*paths):
    with transaction():
        for path in paths:
            codes = path.strip("/").split("/")
            above = session.query(Organisation).filter_by(path="/".join(codes[:-1]) + "/").one_or_none()
            here = list(OrganisationLevel)[len(codes) - 1]
            session.add(Organisation(code=codes[-1], path=path, level=here, name=codes[-1], parent=above))
            session.flush()


def test_the_tree_counts_what_hangs_below_each_node(demo):
    root = queries.tree(COUNTY)
    (street,) = root.children
    assert (root.branches, root.building_groups, root.member_households) == (45, 400, 3000)
    assert [len(node.children) for node in (root, street)] == [1, 16]
    assert sum(community.member_households for community in street.children) == 3000
    assert {branch.level for community in street.children for branch in community.children} == {
        OrganisationLevel.BRANCH
    }


def test_the_tree_is_in_the_order_of_codes(demo):
    (street,) = queries.tree(COUNTY).children
    codes = [community.code for community in street.children]
    assert codes == sorted(codes)


def test_a_small_tree_is_counted_right(app):
    grown("TC/", "TC/S/", "TC/S/A/", "TC/S/A/B1/", "TC/S/A/B2/", "TC/S/A/B1/G1/", "TC/S/A/B1/G2/")
    grown("TC/S/A/B1/G1/H1/", "TC/S/A/B1/G2/H2/", "TC/S/A/B1/G2/H3/")
    root = queries.tree("TC/")
    first, second = root.children[0].children[0].children
    assert (first.code, first.building_groups, first.member_households) == ("B1", 2, 3)
    assert (second.code, second.building_groups, second.member_households) == ("B2", 0, 0)
    assert root.branches == 2


def test_an_empty_database_has_no_tree(app):
    assert queries.tree(COUNTY) is None
    assert not queries.has_organisations()


def test_an_organisation_knows_the_way_down_to_it_and_what_is_linked_to_it(demo):
    found = queries.organisation_by_code("371322001030", COUNTY)
    assert [code for code, _ in found.above] == ["371322", "371322001"]
    assert found.node.name == "富民社区大党委"
    assert len(found.node.children) == 3
    assert found.horizontal
    assert {one.linked_code for one in found.horizontal} == {"371322001030"}


def test_an_organisation_outside_the_scope_does_not_exist(demo):
    assert queries.organisation_by_code("371322001030", "371322/371322001/371322001031/") is None
    assert queries.organisation_by_code("371322001", "371322/371322001/371322001031/") is None


def test_building_groups_and_member_households_have_no_page(demo):
    assert queries.organisation_by_code("371322001030-B01-G01", COUNTY) is None
    assert queries.organisation_by_code("371322001030-B01-G01-H01", COUNTY) is None


def test_a_name_that_begins_like_another_is_no_part_of_it(app):
    grown("TC/", "TC/S/", "TC/S/A/", "TC/S/AB/")
    assert queries.organisation_by_code("AB", "TC/S/A/") is None


def test_horizontal_organisations_come_by_pages_and_sectors(demo):
    first = queries.horizontal_page(None, 1, COUNTY)
    last = queries.horizontal_page(None, first.last, COUNTY)
    assert (first.total, len(first.rows), first.last, len(last.rows)) == (144, 20, 8, 4)
    counts = queries.sectors(COUNTY)
    assert sum(counts.values()) == 144
    for sector, count in counts.items():
        page = queries.horizontal_page(sector, 1, COUNTY)
        assert page.total == count
        assert {one.sector for one in page.rows} == {sector}


def test_a_sector_without_organisations_is_still_counted(app):
    assert queries.sectors(COUNTY) == dict.fromkeys(Sector, 0)


def test_the_number_of_statements_does_not_grow_with_the_rows(app, statements):
    grown("TC/", "TC/S/", "TC/S/A/", "TC/S/A/B0/")
    questions = (
        (queries.tree, "TC/"),
        (queries.organisation_by_code, "S", "TC/"),
        (queries.horizontal_page, None, 1, "TC/"),
    )
    few = [statements(*question) for question in questions]
    grown(*(f"TC/S/A/B{n}/" for n in range(1, 40)))
    with transaction():
        community = session.query(Organisation).filter_by(code="A").one()
        for n in range(60):
            session.add(
                HorizontalOrganisation(
                    code=f"X{n:03}", name="支部", sector=Sector.TRADE_ASSOCIATION, organisation=community
                )
            )
    session.remove()
    assert [statements(*question) for question in questions] == few
    assert max(few) <= 6
