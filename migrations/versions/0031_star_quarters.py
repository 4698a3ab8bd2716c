"""Quarters of star management: a street's indicators, and a scoring sheet for each secretary.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "star_quarter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_by", PortableText, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", PortableText, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_star_quarter_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_quarter"),
        sa.UniqueConstraint("code", name="uq_star_quarter_code"),
        sa.UniqueConstraint("organisation_id", "year", "quarter", "kind", name="uq_star_quarter_once"),
    )
    op.create_index("ix_star_quarter_organisation_id", "star_quarter", ["organisation_id"])
    op.create_index("ix_star_quarter_state", "star_quarter", ["state"])
    op.create_index("ix_star_quarter_year", "star_quarter", ["year"])
    op.create_table(
        "star_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("reminder", sa.String(40), nullable=True),
        sa.Column("reminder_text", PortableText, nullable=False),
        sa.Column("reminded_by", PortableText, nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", PortableText, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["quarter_id"], ["star_quarter.id"], name="fk_star_sheet_quarter_id"),
        sa.ForeignKeyConstraint(["secretary_id"], ["secretary.id"], name="fk_star_sheet_secretary_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_sheet"),
        sa.UniqueConstraint("code", name="uq_star_sheet_code"),
        sa.UniqueConstraint("quarter_id", "secretary_id", name="uq_star_sheet_once"),
    )
    op.create_index("ix_star_sheet_quarter_id", "star_sheet", ["quarter_id"])
    op.create_index("ix_star_sheet_reminder", "star_sheet", ["reminder"])
    op.create_index("ix_star_sheet_secretary_id", "star_sheet", ["secretary_id"])


def downgrade() -> None:
    for table in ("star_sheet", "star_quarter"):
        op.drop_table(table)
