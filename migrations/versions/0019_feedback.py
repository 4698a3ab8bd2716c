"""Yearly feedback.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("grade", sa.String(40), nullable=True),
        sa.Column("word", PortableText, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("signed_by", PortableText, nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", PortableText, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_subject"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_feedback_member_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_feedback_organisation_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_feedback_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("code", name="uq_feedback_code"),
        sa.UniqueConstraint("year", "member_id", name="uq_feedback_member_year"),
        sa.UniqueConstraint("year", "unit_id", "organisation_id", name="uq_feedback_unit_year"),
    )
    op.create_index("ix_feedback_member_id", "feedback", ["member_id"])
    op.create_index("ix_feedback_organisation_id", "feedback", ["organisation_id"])
    op.create_index("ix_feedback_state", "feedback", ["state"])
    op.create_index("ix_feedback_unit_id", "feedback", ["unit_id"])
    op.create_index("ix_feedback_year", "feedback", ["year"])


def downgrade() -> None:
    op.drop_index("ix_feedback_member_id", table_name="feedback")
    op.drop_index("ix_feedback_organisation_id", table_name="feedback")
    op.drop_index("ix_feedback_state", table_name="feedback")
    op.drop_index("ix_feedback_unit_id", table_name="feedback")
    op.drop_index("ix_feedback_year", table_name="feedback")
    op.drop_table("feedback")
