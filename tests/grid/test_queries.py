"""What the ground answers."""

import pytest
from sqlalchemy import event

from portal.core.database import db
from portal.grid.queries import ground as queries
from portal.organisation.queries.public import organisation_by_code

COUNTY = "371322/"


def ground_of(code):
    return queries.ground_of(organisation_by_code(code, COUNTY).node)


def test_a_community_knows_its_grids_and_residential_areas(demo):
    found = queries.community_by_code("371322001030", COUNTY)
    assert (found.name, found.organisation.name) == ("富民社区", "富民社区大党委")
    assert [grid.code for grid in found.grids] == [f"371322001030{n:03}" for n in range(1, 8)]
    assert all(found.area.buffer(1e-9).covers(grid.area) for grid in found.grids)
    assert len(found.residential_areas) == 4
    assert all(area.branch for area in found.residential_areas)


def test_a_grid_knows_who_answers_for_it_and_what_stands_in_it(demo):
    community = queries.community_by_code("371322001030", COUNTY)
    found = [queries.grid_by_code(grid.code, COUNTY) for grid in community.grids]
    assert [one.grid.code for one in found] == [grid.code for grid in community.grids]
    standing = [area.code for one in found for area in one.residential_areas]
    assert sorted(standing) == [area.code for area in community.residential_areas]


@pytest.mark.parametrize("code", ["", "371322001", "371322001030999", "../371322001030"])
def test_what_is_not_there_is_not_found(demo, code):
    assert queries.community_by_code(code, COUNTY) is None
    assert queries.grid_by_code(code, COUNTY) is None


def test_the_ground_of_another_county_does_not_exist(demo):
    assert queries.community_by_code("371322001030", "140110/") is None
    assert queries.grid_by_code("371322001030001", "140110/") is None


def test_the_street_answers_for_communities_a_branch_for_grids(demo):
    assert len(ground_of("371322001").communities) == 16
    assert ground_of("371322001").grids == ()
    community = ground_of("371322001030")
    assert [one.code for one in community.communities] == ["371322001030"]
    assert len(community.grids) == 7
    branches = [ground_of(f"371322001030-B0{n}") for n in (1, 2, 3)]
    assert sum(len(branch.residential_areas) for branch in branches) == 4
    assert all(branch.grids and not branch.communities for branch in branches)


def test_the_map_s_areas_come_from_the_widest_to_the_finest(demo):
    layers = [area.layer for area in queries.mapped_areas()]
    assert layers == ["county", "street", *["community"] * 16, *["grid"] * 108]


@pytest.mark.parametrize(
    ("question", "most"),
    [
        (lambda: queries.community_by_code("371322001030", COUNTY), 3),
        (lambda: queries.grid_by_code("371322001030001", COUNTY), 3),
        (queries.mapped_areas, 3),
    ],
)
def test_a_question_takes_few_statements(demo, question, most):
    seen = []

    def note(*_):
        seen.append(1)

    db.session.connection()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        question()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) == most
