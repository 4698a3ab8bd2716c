"""The demo county as values: how much of everything there is, and that it could be a real place."""

import re
from collections import Counter
from datetime import date, datetime, time
from random import Random

import pytest
import shapely
from opening_hours import OpeningHours

from geo.regions import RegionIndex, area_km2, coverage_faults
from portal.core.clock import LOCAL
from portal.demo import county as demo
from portal.demo.bending import a_bend
from portal.demo.ground import MADE_UP
from portal.demo.people import MARK, a_person, phones
from portal.demo.plane import place_at, to_metres
from portal.demo.words import residents_committees, words
from portal.organisation.terms import OrganisationLevel
from portal.station.terms import StationKind

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def grid_of(county):
    regions = RegionIndex((grid.code, grid.area) for grid in county.ground.grids)
    return lambda plan: regions.region_of(place_at(plan.east_m, plan.north_m))


def test_the_same_day_makes_the_same_county(county):
    assert demo.make_county(TODAY) == county


def test_another_seed_makes_another_county(county):
    assert demo.make_county(TODAY, seed=1).ground.street != county.ground.street


def test_there_are_as_many_positions_as_the_articles_say(county):
    assert Counter(plan.kind for plan in county.stations) == {
        StationKind.COUNTY_CENTRE: 1,
        StationKind.STREET_CENTRE: 1,
        StationKind.COMMUNITY_CENTRE: 16,
        StationKind.SERVICE_STATION: 146,
        StationKind.CONVENIENCE_POINT: 1423,
    }


def test_there_are_as_many_organisations_as_the_articles_say(county):
    assert Counter(plan.level for plan in county.settlements.organisations) == {
        OrganisationLevel.COUNTY: 1,
        OrganisationLevel.STREET: 1,
        OrganisationLevel.COMMUNITY: 16,
        OrganisationLevel.BRANCH: 45,
        OrganisationLevel.BUILDING_GROUP: 400,
        OrganisationLevel.MEMBER_HOUSEHOLD: 3000,
    }
    assert len(county.settlements.horizontal) == 144


def test_every_organisation_hangs_one_level_below_its_parent(county):
    by_code = {plan.code: plan for plan in county.settlements.organisations}
    for plan in by_code.values():
        if plan.parent_code:
            parent = by_code[plan.parent_code]
            assert plan.level.depth == parent.level.depth + 1
            assert plan.path == f"{parent.path}{plan.code}/"


def test_the_grids_tile_the_street_without_overlap_or_hole(county):
    grids = [(grid.code, grid.area) for grid in county.ground.grids]
    assert len(grids) == 108
    assert coverage_faults(grids) == []
    assert shapely.union_all([area for _, area in grids]).symmetric_difference(county.ground.street).area < 1e-15


def test_the_communities_tile_the_street_and_each_holds_its_own_grids(county):
    communities = county.ground.communities
    assert coverage_faults([(plan.code, plan.area) for plan in communities]) == []
    for plan in communities:
        assert all(grid.code.startswith(plan.code) and plan.area.covers(grid.area) for grid in plan.grids)
        assert len(plan.grids) in (6, 7)


def test_the_street_lies_in_the_county_and_is_as_large_as_a_street(county):
    assert county.ground.county.contains(county.ground.street)
    assert 60 < area_km2(county.ground.street) < 130


def test_communities_are_small_in_the_middle_and_wide_outside(county):
    sizes = sorted(area_km2(plan.area) for plan in county.ground.communities)
    assert sizes[0] < 2.5
    assert sizes[-1] > 3 * sizes[0]


def test_the_eleven_real_communities_keep_their_codes_and_the_others_say_that_they_are_made_up(county):
    real = residents_committees()
    assert len(real) == 11
    for plan in county.ground.communities:
        if plan.code.startswith("3713220019"):
            assert plan.name.endswith(MADE_UP)
        else:
            assert real[plan.name] == plan.code


@pytest.mark.parametrize("seed", range(6))
def test_bending_never_folds_the_ground(seed):
    """Each small square keeps its turning direction: so lines that do not meet before do not meet after."""
    bend = a_bend(Random(seed))
    for east in range(-6000, 6000, 90):
        ring = shapely.box(east, -6000, east + 20, 6000).segmentize(20).exterior
        assert shapely.transform(ring, bend).is_simple


def test_every_position_stands_inside_a_grid(county, grid_of):
    assert all(grid_of(plan) for plan in county.stations)


def test_a_residential_area_stands_in_the_grid_of_its_branch(county, grid_of):
    areas = county.settlements.residential_areas
    assert len(areas) == 60
    assert all(grid_of(area) == area.grid_code for area in areas)
    assert {area.branch_code for area in areas} == {
        plan.code for plan in county.settlements.organisations if plan.level is OrganisationLevel.BRANCH
    }


def test_a_community_s_centre_stands_in_its_community(county, grid_of):
    centres = [plan for plan in county.stations if plan.kind is StationKind.COMMUNITY_CENTRE]
    for plan, community in zip(centres, county.ground.communities, strict=True):
        assert plan.name.startswith(community.short_name)
        assert grid_of(plan).startswith(community.code)


def test_positions_stand_closer_together_in_the_town(county):
    middle = shapely.Point(0, 0).buffer(1500)
    in_town = sum(middle.contains(shapely.Point(plan.east_m, plan.north_m)) for plan in county.stations)
    town_share = middle.area / to_metres(county.ground.street).area
    assert in_town / len(county.stations) > 3 * town_share


def test_names_and_codes_are_unique(county):
    for plans in (county.stations, county.settlements.residential_areas, county.settlements.horizontal):
        assert len({plan.name for plan in plans}) == len(plans)
        assert len({plan.code for plan in plans}) == len(plans)


def test_all_hours_can_be_read_and_two_are_unknown(county):
    hours = [plan.opening_hours for plan in county.stations]
    assert hours.count(None) == 2
    for text in {text for text in hours if text}:
        OpeningHours(text)
    assert {"24/7", "Mo-Su 18:00-02:00"} <= set(hours)
    assert any(text and "PH" in text for text in hours)


def test_every_position_is_in_service_and_some_wait_to_be_verified_again(county):
    assert all(plan.in_service_from < TODAY for plan in county.stations)
    days = [(TODAY - plan.verified_on).days if plan.verified_on else None for plan in county.stations]
    stale = [since for since in days if since is None or since > 180]
    assert 20 < len(stale) < 200


def test_every_offered_service_is_in_the_catalogue_with_its_guide_in_both_languages(county):
    catalogue = {service["code"]: service for service in words("services")["service"]}
    assert {service for plan in county.stations for service in plan.services} <= catalogue.keys()
    for service in catalogue.values():
        for language in ("zh", "en"):
            for part in ("who", "bring", "cost", "takes", "how"):
                assert service[language][part], f"{service['code']}: {language} says nothing of {part}"


def test_chinese_guides_hold_no_ascii_punctuation():
    for service in words("services")["service"]:
        for text in (service["name"], *service["zh"].values()):
            assert not re.search(r"[,;!?()]|(?<!\d):|:(?!\d)", text), text


def test_people_are_marked_and_nobody_is_well_known():
    rng = Random(7)
    denied = words("names")["people"]["denied"]
    for _ in range(2000):
        person = a_person(rng)
        assert person.endswith(MARK)
        assert len(person.removesuffix(MARK)) == 3
        assert person.removesuffix(MARK) not in denied


def test_telephones_have_a_shape_that_no_chinese_mobile_has():
    numbers = phones()
    first = [next(numbers) for _ in range(10_001)]
    assert (first[0], first[-1]) == ("100 0000 0001", "100 0001 0001")
    assert len(set(first)) == len(first)


def test_announced_changes_are_over_in_force_and_to_come(county):
    noon = datetime.combine(TODAY, time(12), LOCAL)
    states = {
        "over": sum(change.ends_at <= noon for change in county.changed_hours),
        "in force": sum(change.starts_at <= noon < change.ends_at for change in county.changed_hours),
        "to come": sum(change.starts_at > noon for change in county.changed_hours),
    }
    assert all(states.values()), states
    assert {change.station_code for change in county.changed_hours} <= {plan.code for plan in county.stations}
