"""Resources, needs, projects and agreements.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("detail", PortableText, nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_resource_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resource"),
        sa.UniqueConstraint("code", name="uq_resource_code"),
    )
    op.create_index("ix_resource_state", "resource", ["state"])
    op.create_index("ix_resource_unit_id", "resource", ["unit_id"])
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("detail", PortableText, nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_need_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_need_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_need"),
        sa.UniqueConstraint("code", name="uq_need_code"),
    )
    op.create_index("ix_need_grid_id", "need", ["grid_id"])
    op.create_index("ix_need_organisation_id", "need", ["organisation_id"])
    op.create_index("ix_need_state", "need", ["state"])
    op.create_table(
        "shared_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("agreement", PortableText, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", PortableText, nullable=False),
        sa.Column("unit_agreed_on", sa.Date(), nullable=True),
        sa.Column("community_agreed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name="fk_shared_project_need_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_shared_project_organisation_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="fk_shared_project_resource_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_shared_project_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shared_project"),
        sa.UniqueConstraint("code", name="uq_shared_project_code"),
    )
    op.create_index("ix_shared_project_need_id", "shared_project", ["need_id"])
    op.create_index("ix_shared_project_organisation_id", "shared_project", ["organisation_id"])
    op.create_index("ix_shared_project_resource_id", "shared_project", ["resource_id"])
    op.create_index("ix_shared_project_state", "shared_project", ["state"])
    op.create_index("ix_shared_project_unit_id", "shared_project", ["unit_id"])
    op.create_table(
        "project_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", PortableText, nullable=False),
        sa.Column("beneficiaries", sa.Integer(), nullable=False),
        sa.Column("photo_key", PortableText, nullable=True),
        sa.Column("noted_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["shared_project.id"], name="fk_project_record_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_record"),
    )
    op.create_index("ix_project_record_project_id", "project_record", ["project_id"])


def downgrade() -> None:
    op.drop_index("ix_project_record_project_id", table_name="project_record")
    op.drop_table("project_record")
    op.drop_index("ix_shared_project_need_id", table_name="shared_project")
    op.drop_index("ix_shared_project_organisation_id", table_name="shared_project")
    op.drop_index("ix_shared_project_resource_id", table_name="shared_project")
    op.drop_index("ix_shared_project_state", table_name="shared_project")
    op.drop_index("ix_shared_project_unit_id", table_name="shared_project")
    op.drop_table("shared_project")
    op.drop_index("ix_need_grid_id", table_name="need")
    op.drop_index("ix_need_organisation_id", table_name="need")
    op.drop_index("ix_need_state", table_name="need")
    op.drop_table("need")
    op.drop_index("ix_resource_state", table_name="resource")
    op.drop_index("ix_resource_unit_id", table_name="resource")
    op.drop_table("resource")
