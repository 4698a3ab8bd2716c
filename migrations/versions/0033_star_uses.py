"""Uses of ratings: proposed by rule, decided by people, followed to the end.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "star_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why", PortableText, nullable=False),
        sa.Column("proposed_by", PortableText, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("decided_by", PortableText, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", PortableText, nullable=False),
        sa.Column("checked_by", PortableText, nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["secretary_id"], ["secretary.id"], name="fk_star_use_secretary_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_use"),
        sa.UniqueConstraint("code", name="uq_star_use_code"),
        sa.UniqueConstraint("secretary_id", "year", "kind", name="uq_star_use_once"),
    )
    op.create_index("ix_star_use_due_on", "star_use", ["due_on"])
    op.create_index("ix_star_use_secretary_id", "star_use", ["secretary_id"])
    op.create_index("ix_star_use_state", "star_use", ["state"])
    op.create_index("ix_star_use_year", "star_use", ["year"])


def downgrade() -> None:
    op.drop_table("star_use")
