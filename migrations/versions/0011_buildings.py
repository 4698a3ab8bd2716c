"""Buildings of residential areas; communities that were merged away.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from portal.core.database import PortableText

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("community", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("community", sa.Column("merged_into", PortableText, nullable=True))
    op.create_geospatial_table(
        "building",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("residential_area_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("point", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_building_grid_id"),
        sa.ForeignKeyConstraint(["group_id"], ["organisation.id"], name="fk_building_group_id"),
        sa.ForeignKeyConstraint(
            ["residential_area_id"], ["residential_area.id"], name="fk_building_residential_area_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_building"),
        sa.UniqueConstraint("code", name="uq_building_code"),
    )
    op.create_geospatial_index("idx_building_point", "building", ["point"], postgresql_using="gist")
    op.create_index("ix_building_grid_id", "building", ["grid_id"])
    op.create_index("ix_building_group_id", "building", ["group_id"])
    op.create_index("ix_building_residential_area_id", "building", ["residential_area_id"])


def downgrade() -> None:
    op.drop_index("ix_building_residential_area_id", table_name="building")
    op.drop_index("ix_building_group_id", table_name="building")
    op.drop_index("ix_building_grid_id", table_name="building")
    op.drop_geospatial_index("idx_building_point", table_name="building", postgresql_using="gist", column_name="point")
    op.drop_geospatial_table("building")
    op.drop_column("community", "merged_into")
    op.drop_column("community", "closed_on")
