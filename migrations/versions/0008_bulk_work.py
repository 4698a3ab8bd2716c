"""Bulk work: workbooks on their way in, and the rows of exports.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText, UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "bulk_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", PortableText, nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_export"),
        sa.UniqueConstraint("code", name="uq_bulk_export_code"),
    )
    op.create_table(
        "bulk_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", PortableText, nullable=False),
        sa.Column("file_key", PortableText, nullable=False),
        sa.Column("file_name", PortableText, nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("language", PortableText, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_run"),
        sa.UniqueConstraint("code", name="uq_bulk_run_code"),
    )
    op.create_index("ix_bulk_run_by", "bulk_run", ["by"])
    op.create_index("ix_bulk_run_state", "bulk_run", ["state"])


def downgrade() -> None:
    op.drop_index("ix_bulk_run_by", table_name="bulk_run")
    op.drop_index("ix_bulk_run_state", table_name="bulk_run")
    op.drop_table("bulk_run")
    op.drop_table("bulk_export")
