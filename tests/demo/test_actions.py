"""What `demo load` leaves in the database, on both engines."""

from datetime import date, timedelta

import pytest
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import event, func, select

from geo.place import Place
from geo.regions import RegionIndex, coverage_faults
from portal.audit.models import AuditEntry
from portal.core.database import db, session, transaction
from portal.core.errors import Refused
from portal.core.stamps import bump, current
from portal.demo.actions import load_demo
from portal.grid.models.ground import AdministrativeArea, Building, Community, Grid, ResidentialArea
from portal.organisation.models import HorizontalOrganisation, Organisation
from portal.organisation.terms import OrganisationLevel, Sector
from portal.station.models import Offer, Service, ServiceGuide, Station
from portal.station.terms import StationKind

TODAY = date(2026, 11, 24)


def count(table, *wanted):
    return session.scalar(select(func.count()).select_from(table).where(*wanted))


def test_the_matrix_is_1_1_16_146_1423(demo):
    counted = session.execute(select(Station.kind, func.count()).group_by(Station.kind))
    assert dict(counted.tuples().all()) == {
        StationKind.COUNTY_CENTRE: 1,
        StationKind.STREET_CENTRE: 1,
        StationKind.COMMUNITY_CENTRE: 16,
        StationKind.SERVICE_STATION: 146,
        StationKind.CONVENIENCE_POINT: 1423,
    }


def test_there_are_45_branches_in_16_communities_and_144_horizontal_organisations(demo):
    assert count(Organisation, Organisation.level == OrganisationLevel.BRANCH) == 45
    assert count(Organisation, Organisation.level == OrganisationLevel.COMMUNITY) == 16
    assert count(HorizontalOrganisation) == 144
    assert session.scalar(select(func.count(HorizontalOrganisation.sector.distinct()))) == len(Sector)


def test_there_are_16_communities_60_residential_areas_and_2_outlines(demo):
    assert (count(Community), count(ResidentialArea), count(AdministrativeArea)) == (16, 60, 2)


def test_108_grids_tile_the_street_in_the_database_too(demo):
    grids = [(code, to_shape(area)) for code, area in session.execute(select(Grid.code, Grid.area))]
    assert len(grids) == 108
    assert coverage_faults(grids) == []
    street = to_shape(session.scalar(select(AdministrativeArea.area).where(AdministrativeArea.code == "371322001")))
    assert shapely.union_all([area for _, area in grids]).symmetric_difference(street).area < 1e-12


def test_each_grid_belongs_to_a_branch_or_to_its_own_community(demo):
    rows = session.execute(select(Grid.code, Organisation.code, Organisation.level).join(Grid.organisation)).all()
    assert len(rows) == 108
    assert {level for _, _, level in rows} == {OrganisationLevel.BRANCH, OrganisationLevel.COMMUNITY}
    assert all(organisation[:12] == grid[:12] for grid, organisation, _ in rows)


def test_each_position_names_the_grid_it_stands_in(demo):
    grids = RegionIndex((code, to_shape(area)) for code, area in session.execute(select(Grid.code, Grid.area)))
    rows = session.execute(select(Station.lat, Station.lon, Station.point, Grid.code).join(Station.grid)).all()
    assert len(rows) == 1587
    for lat, lon, point, code in rows:
        assert grids.region_of(Place(lat, lon)) == code
        assert (to_shape(point).y, to_shape(point).x) == (lat, lon)


def test_each_building_group_has_a_building_in_the_grid_that_it_names_and_some_buildings_have_no_group(demo):
    grids = RegionIndex((code, to_shape(area)) for code, area in session.execute(select(Grid.code, Grid.area)))
    rows = session.execute(
        select(Building.point, Grid.code, ResidentialArea.branch_id, Organisation.parent_id, Organisation.name)
        .join(Building.grid)
        .join(Building.residential_area)
        .outerjoin(Building.group)
    ).all()
    for point, grid, branch, parent, group in rows:
        assert grids.region_of(Place(to_shape(point).y, to_shape(point).x)) == grid
        assert group is None or branch == parent
    with_group = [row for row in rows if row.name]
    assert len(with_group) == count(Organisation, Organisation.level == OrganisationLevel.BUILDING_GROUP) == 400
    assert len(rows) == 436
    matching = select(func.count()).select_from(Building).join(Building.group)
    assert session.scalar(matching.where(Organisation.name == Building.name + "党小组")) == 400


def test_every_position_has_an_organisation_a_reading_and_a_service(demo):
    assert count(Station, Station.organisation_id.is_(None)) == 0
    assert count(Station, Station.pinyin == "") == 0
    assert session.scalar(select(func.count(Offer.station_id.distinct()))) == 1587
    assert count(ServiceGuide) == 2 * count(Service) == 50


def test_loading_tells_every_process_and_leaves_one_line_in_the_audit_trail(demo):
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.by == "demo"))
    assert (entry.deed, entry.subject, entry.details["stations"]) == ("demo.load", "371322", 1587)
    assert (current("demo"), current("stations"), current("ground")) == (1, 1, 1)
    assert count(Station, Station.changed != 1) == 0


def test_a_database_with_a_county_s_own_rows_is_left_alone(app):
    with transaction():
        own = Organisation(code="140110", path="140110/", level=OrganisationLevel.COUNTY, name="晋源区")
        session.add(own)
    with pytest.raises(Refused, match="own data"), transaction():
        load_demo(TODAY)
    assert count(Organisation) == 1
    assert count(Station) == 0


def test_the_demo_county_is_not_loaded_twice(app):
    with transaction():
        session.add(Organisation(code="371322", path="371322/", level=OrganisationLevel.COUNTY, name="郯城"))
        bump("demo")
    with pytest.raises(Refused, match="already loaded"), transaction():
        load_demo(TODAY)


def test_loading_takes_a_bounded_number_of_statements(app):
    seen = []

    def note(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with transaction():
            load_demo(TODAY - timedelta(days=1))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) < 200  # a statement or two for each table, of which there are nine more with the year of stars


def test_the_command_loads_once_and_then_has_nothing_to_do(app):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo", "load", "--if-empty"])
    again = runner.invoke(args=["demo", "load", "--if-empty"])
    refused = runner.invoke(args=["demo", "load"])
    assert (first.exit_code, "Loading" in first.output) == (0, True)
    assert (again.exit_code, again.output) == (0, "")
    assert refused.exit_code == 1
    assert "already loaded" in refused.output
    assert count(Station) == 1587
