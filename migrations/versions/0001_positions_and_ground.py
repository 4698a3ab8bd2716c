"""The first tables: organisation, ground, service positions, calendar, stamps and the audit record.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from portal.core.database import PortableText, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_geospatial_table(
        "administrative_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("area", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_administrative_area"),
        sa.UniqueConstraint("code", name="uq_administrative_area_code"),
    )
    op.create_geospatial_index("idx_administrative_area_area", "administrative_area", ["area"], postgresql_using="gist")
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("deed", PortableText, nullable=False),
        sa.Column("subject", PortableText, nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("digest", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_entry"),
        sa.UniqueConstraint("digest", name="uq_audit_entry_digest"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("source", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_day"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("path", PortableText, nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("path LIKE '%/'", name="path_closed"),
        sa.ForeignKeyConstraint(["parent_id"], ["organisation.id"], name="fk_organisation_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("code", name="uq_organisation_code"),
        sa.UniqueConstraint("path", name="uq_organisation_path"),
    )
    op.create_index("ix_organisation_level", "organisation", ["level"])
    op.create_index("ix_organisation_parent_id", "organisation", ["parent_id"])
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("name_en", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("words", PortableText, nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
        sa.UniqueConstraint("code", name="uq_service_code"),
    )
    op.create_table(
        "stamp",
        sa.Column("kind", PortableText, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_stamp"),
    )
    op.create_geospatial_table(
        "community",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("converted_from_village", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("area", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_community_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_community"),
        sa.UniqueConstraint("code", name="uq_community_code"),
        sa.UniqueConstraint("organisation_id", name="uq_community_organisation_id"),
    )
    op.create_geospatial_index("idx_community_area", "community", ["area"], postgresql_using="gist")
    op.create_index("ix_community_initials", "community", ["initials"])
    op.create_index("ix_community_pinyin", "community", ["pinyin"])
    op.create_table(
        "horizontal_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_horizontal_organisation_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_horizontal_organisation"),
        sa.UniqueConstraint("code", name="uq_horizontal_organisation_code"),
    )
    op.create_index("ix_horizontal_organisation_organisation_id", "horizontal_organisation", ["organisation_id"])
    op.create_index("ix_horizontal_organisation_sector", "horizontal_organisation", ["sector"])
    op.create_table(
        "service_guide",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("language", PortableText, nullable=False),
        sa.Column("who", PortableText, nullable=False),
        sa.Column("bring", PortableText, nullable=False),
        sa.Column("cost", PortableText, nullable=False),
        sa.Column("takes", PortableText, nullable=False),
        sa.Column("how", PortableText, nullable=False),
        sa.Column("elsewhere", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_service_guide_service_id"),
        sa.PrimaryKeyConstraint("service_id", "language", name="pk_service_guide"),
    )
    op.create_geospatial_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("area", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name="fk_grid_community_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_grid_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grid"),
        sa.UniqueConstraint("code", name="uq_grid_code"),
    )
    op.create_geospatial_index("idx_grid_area", "grid", ["area"], postgresql_using="gist")
    op.create_index("ix_grid_community_id", "grid", ["community_id"])
    op.create_index("ix_grid_organisation_id", "grid", ["organisation_id"])
    op.create_geospatial_table(
        "residential_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("point", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["organisation.id"], name="fk_residential_area_branch_id"),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name="fk_residential_area_community_id"),
        sa.PrimaryKeyConstraint("id", name="pk_residential_area"),
        sa.UniqueConstraint("code", name="uq_residential_area_code"),
    )
    op.create_geospatial_index("idx_residential_area_point", "residential_area", ["point"], postgresql_using="gist")
    op.create_index("ix_residential_area_branch_id", "residential_area", ["branch_id"])
    op.create_index("ix_residential_area_community_id", "residential_area", ["community_id"])
    op.create_index("ix_residential_area_initials", "residential_area", ["initials"])
    op.create_index("ix_residential_area_pinyin", "residential_area", ["pinyin"])
    op.create_geospatial_table(
        "station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("address", PortableText, nullable=False),
        sa.Column("phone", PortableText, nullable=True),
        sa.Column("manager", PortableText, nullable=True),
        sa.Column("opening_hours", PortableText, nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("point", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("in_service_from", sa.Date(), nullable=False),
        sa.Column("in_service_until", sa.Date(), nullable=True),
        sa.Column("photo", PortableText, nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", PortableText, nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_station_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_station_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_station"),
        sa.UniqueConstraint("code", name="uq_station_code"),
    )
    op.create_geospatial_index("idx_station_point", "station", ["point"], postgresql_using="gist")
    op.create_index("ix_station_changed", "station", ["changed"])
    op.create_index("ix_station_grid_id", "station", ["grid_id"])
    op.create_index("ix_station_initials", "station", ["initials"])
    op.create_index("ix_station_kind", "station", ["kind"])
    op.create_index("ix_station_organisation_id", "station", ["organisation_id"])
    op.create_index("ix_station_pinyin", "station", ["pinyin"])
    op.create_table(
        "changed_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("opening_hours", PortableText, nullable=True),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("moved_to", PortableText, nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=False),
        sa.Column("announced_by", PortableText, nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_changed_hours_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changed_hours"),
    )
    op.create_index("ix_changed_hours_ends_at", "changed_hours", ["ends_at"])
    op.create_index("ix_changed_hours_station_id", "changed_hours", ["station_id"])
    op.create_table(
        "entrance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("photo", PortableText, nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_entrance_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entrance"),
        sa.UniqueConstraint("station_id", "name", name="uq_entrance_station_id_name"),
    )
    op.create_index("ix_entrance_station_id", "entrance", ["station_id"])
    op.create_table(
        "obstacle",
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("hindrance", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_obstacle_station_id"),
        sa.PrimaryKeyConstraint("station_id", "hindrance", name="pk_obstacle"),
    )
    op.create_table(
        "offer",
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_offer_service_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_offer_station_id"),
        sa.PrimaryKeyConstraint("station_id", "service_id", name="pk_offer"),
    )
    op.create_index("ix_offer_service_id", "offer", ["service_id"])


def downgrade() -> None:
    op.drop_index("ix_offer_service_id", table_name="offer")
    op.drop_table("offer")
    op.drop_table("obstacle")
    op.drop_index("ix_entrance_station_id", table_name="entrance")
    op.drop_table("entrance")
    op.drop_index("ix_changed_hours_station_id", table_name="changed_hours")
    op.drop_index("ix_changed_hours_ends_at", table_name="changed_hours")
    op.drop_table("changed_hours")
    op.drop_index("ix_station_pinyin", table_name="station")
    op.drop_index("ix_station_organisation_id", table_name="station")
    op.drop_index("ix_station_kind", table_name="station")
    op.drop_index("ix_station_initials", table_name="station")
    op.drop_index("ix_station_grid_id", table_name="station")
    op.drop_index("ix_station_changed", table_name="station")
    op.drop_geospatial_index("idx_station_point", table_name="station", postgresql_using="gist", column_name="point")
    op.drop_geospatial_table("station")
    op.drop_index("ix_residential_area_pinyin", table_name="residential_area")
    op.drop_index("ix_residential_area_initials", table_name="residential_area")
    op.drop_index("ix_residential_area_community_id", table_name="residential_area")
    op.drop_index("ix_residential_area_branch_id", table_name="residential_area")
    op.drop_geospatial_index(
        "idx_residential_area_point",
        table_name="residential_area",
        postgresql_using="gist",
        column_name="point",
    )
    op.drop_geospatial_table("residential_area")
    op.drop_index("ix_grid_organisation_id", table_name="grid")
    op.drop_index("ix_grid_community_id", table_name="grid")
    op.drop_geospatial_index("idx_grid_area", table_name="grid", postgresql_using="gist", column_name="area")
    op.drop_geospatial_table("grid")
    op.drop_table("service_guide")
    op.drop_index("ix_horizontal_organisation_sector", table_name="horizontal_organisation")
    op.drop_index("ix_horizontal_organisation_organisation_id", table_name="horizontal_organisation")
    op.drop_table("horizontal_organisation")
    op.drop_index("ix_community_pinyin", table_name="community")
    op.drop_index("ix_community_initials", table_name="community")
    op.drop_geospatial_index("idx_community_area", table_name="community", postgresql_using="gist", column_name="area")
    op.drop_geospatial_table("community")
    op.drop_table("stamp")
    op.drop_table("service")
    op.drop_index("ix_organisation_parent_id", table_name="organisation")
    op.drop_index("ix_organisation_level", table_name="organisation")
    op.drop_table("organisation")
    op.drop_table("calendar_day")
    op.drop_table("audit_entry")
    op.drop_geospatial_index(
        "idx_administrative_area_area",
        table_name="administrative_area",
        postgresql_using="gist",
        column_name="area",
    )
    op.drop_geospatial_table("administrative_area")
