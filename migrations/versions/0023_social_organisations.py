"""Social organisations and their services.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "social_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("umbrella_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("leader", PortableText, nullable=False),
        sa.Column("leader_is_member", sa.Boolean(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("volunteers", sa.Integer(), nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_social_organisation_organisation_id"
        ),
        sa.ForeignKeyConstraint(["umbrella_id"], ["social_organisation.id"], name="fk_social_organisation_umbrella_id"),
        sa.PrimaryKeyConstraint("id", name="pk_social_organisation"),
        sa.UniqueConstraint("code", name="uq_social_organisation_code"),
        sa.UniqueConstraint("name", name="uq_social_organisation_name"),
    )
    op.create_index("ix_social_organisation_organisation_id", "social_organisation", ["organisation_id"])
    op.create_index("ix_social_organisation_pinyin", "social_organisation", ["pinyin"])
    op.create_index("ix_social_organisation_umbrella_id", "social_organisation", ["umbrella_id"])
    op.create_table(
        "stationing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("social_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("agreement", PortableText, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_stationing_organisation_id"),
        sa.ForeignKeyConstraint(["social_id"], ["social_organisation.id"], name="fk_stationing_social_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stationing"),
        sa.UniqueConstraint("code", name="uq_stationing_code"),
    )
    op.create_index("ix_stationing_organisation_id", "stationing", ["organisation_id"])
    op.create_index("ix_stationing_social_id", "stationing", ["social_id"])
    op.create_table(
        "social_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("social_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("place", PortableText, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("beneficiaries", sa.Integer(), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("party_types", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("photo_key", PortableText, nullable=True),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("beneficiaries >= 0", name="beneficiaries"),
        sa.CheckConstraint("minutes >= 0", name="minutes"),
        sa.CheckConstraint("participants >= 0", name="participants"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_social_service_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_social_service_organisation_id"),
        sa.ForeignKeyConstraint(["social_id"], ["social_organisation.id"], name="fk_social_service_social_id"),
        sa.PrimaryKeyConstraint("id", name="pk_social_service"),
        sa.UniqueConstraint("code", name="uq_social_service_code"),
    )
    op.create_index("ix_social_service_day", "social_service", ["day"])
    op.create_index("ix_social_service_grid_id", "social_service", ["grid_id"])
    op.create_index("ix_social_service_organisation_id", "social_service", ["organisation_id"])
    op.create_index("ix_social_service_social_id", "social_service", ["social_id"])
    op.create_index("ix_social_service_state", "social_service", ["state"])


def downgrade() -> None:
    op.drop_table("social_service")
    op.drop_table("stationing")
    op.drop_table("social_organisation")
