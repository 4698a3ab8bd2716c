"""Micro-wishes.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("tracking_digest", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("urgency", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("filed_by", PortableText, nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("public_text", PortableText, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("rating", PortableText, nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fulfilled_in_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_wish_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_wish_organisation_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper_form.id"], name="fk_wish_paper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wish"),
        sa.UniqueConstraint("code", name="uq_wish_code"),
        sa.UniqueConstraint("paper_id", name="uq_wish_paper_id"),
        sa.UniqueConstraint("tracking_digest", name="uq_wish_tracking_digest"),
    )
    op.create_index("ix_wish_due_on", "wish", ["due_on"])
    op.create_index("ix_wish_filed_at", "wish", ["filed_at"])
    op.create_index("ix_wish_fulfilled_in_days", "wish", ["fulfilled_in_days"])
    op.create_index("ix_wish_grid_id", "wish", ["grid_id"])
    op.create_index("ix_wish_organisation_id", "wish", ["organisation_id"])
    op.create_index("ix_wish_state", "wish", ["state"])
    op.create_table(
        "wish_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name="fk_wish_step_wish_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wish_step"),
    )
    op.create_index("ix_wish_step_wish_id", "wish_step", ["wish_id"])
    op.create_table(
        "wish_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", PortableText, nullable=True),
        sa.Column("note", PortableText, nullable=False),
        sa.CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_taker"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_wish_claim_member_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_wish_claim_unit_id"),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name="fk_wish_claim_wish_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wish_claim"),
        sa.UniqueConstraint("code", name="uq_wish_claim_code"),
    )
    op.create_index("ix_wish_claim_member_id", "wish_claim", ["member_id"])
    op.create_index("ix_wish_claim_state", "wish_claim", ["state"])
    op.create_index("ix_wish_claim_unit_id", "wish_claim", ["unit_id"])
    op.create_index("ix_wish_claim_wish_id", "wish_claim", ["wish_id"])
    op.create_index(
        "uq_wish_claim_active",
        "wish_claim",
        ["wish_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "wish_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("original_key", PortableText, nullable=False),
        sa.Column("shown_key", PortableText, nullable=True),
        sa.Column("read_by", PortableText, nullable=True),
        sa.Column("added_by", PortableText, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name="fk_wish_photo_wish_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wish_photo"),
        sa.UniqueConstraint("code", name="uq_wish_photo_code"),
    )
    op.create_index("ix_wish_photo_wish_id", "wish_photo", ["wish_id"])


def downgrade() -> None:
    op.drop_index("ix_wish_photo_wish_id", table_name="wish_photo")
    op.drop_table("wish_photo")
    op.drop_index("ix_wish_claim_member_id", table_name="wish_claim")
    op.drop_index("ix_wish_claim_state", table_name="wish_claim")
    op.drop_index("ix_wish_claim_unit_id", table_name="wish_claim")
    op.drop_index("ix_wish_claim_wish_id", table_name="wish_claim")
    op.drop_index("uq_wish_claim_active", table_name="wish_claim")
    op.drop_table("wish_claim")
    op.drop_index("ix_wish_step_wish_id", table_name="wish_step")
    op.drop_table("wish_step")
    op.drop_index("ix_wish_due_on", table_name="wish")
    op.drop_index("ix_wish_filed_at", table_name="wish")
    op.drop_index("ix_wish_grid_id", table_name="wish")
    op.drop_index("ix_wish_fulfilled_in_days", table_name="wish")
    op.drop_index("ix_wish_organisation_id", table_name="wish")
    op.drop_index("ix_wish_state", table_name="wish")
    op.drop_table("wish")
