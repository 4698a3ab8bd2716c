"""Reports, receipts, transfers and leave.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "paper_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("printed_by", PortableText, nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", PortableText, nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_as", PortableText, nullable=True),
        sa.Column("scan_key", PortableText, nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_paper_form_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_form"),
        sa.UniqueConstraint("code", name="uq_paper_form_code"),
    )
    op.create_index("ix_paper_form_organisation_id", "paper_form", ["organisation_id"])
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("tracking_digest", PortableText, nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", PortableText, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("unit_id IS NULL OR member_id IS NULL", name="one_subject"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_application_member_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_application_organisation_id"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper_form.id"], name="fk_application_paper_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_application_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("code", name="uq_application_code"),
        sa.UniqueConstraint("paper_id", name="uq_application_paper_id"),
        sa.UniqueConstraint("tracking_digest", name="uq_application_tracking_digest"),
    )
    op.create_index("ix_application_member_id", "application", ["member_id"])
    op.create_index("ix_application_organisation_id", "application", ["organisation_id"])
    op.create_index("ix_application_state", "application", ["state"])
    op.create_index("ix_application_unit_id", "application", ["unit_id"])
    op.create_table(
        "application_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_application_step_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application_step"),
    )
    op.create_index("ix_application_step_application_id", "application_step", ["application_id"])
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("number", PortableText, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", PortableText, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", PortableText, nullable=False),
        sa.CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_subject"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_receipt_application_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_receipt_member_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_receipt_organisation_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_receipt_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.UniqueConstraint("code", name="uq_receipt_code"),
        sa.UniqueConstraint("number", name="uq_receipt_number"),
    )
    op.create_index("ix_receipt_application_id", "receipt", ["application_id"])
    op.create_index("ix_receipt_member_id", "receipt", ["member_id"])
    op.create_index("ix_receipt_organisation_id", "receipt", ["organisation_id"])
    op.create_index("ix_receipt_unit_id", "receipt", ["unit_id"])


def downgrade() -> None:
    op.drop_index("ix_receipt_application_id", table_name="receipt")
    op.drop_index("ix_receipt_member_id", table_name="receipt")
    op.drop_index("ix_receipt_organisation_id", table_name="receipt")
    op.drop_index("ix_receipt_unit_id", table_name="receipt")
    op.drop_table("receipt")
    op.drop_index("ix_application_step_application_id", table_name="application_step")
    op.drop_table("application_step")
    op.drop_index("ix_application_member_id", table_name="application")
    op.drop_index("ix_application_organisation_id", table_name="application")
    op.drop_index("ix_application_state", table_name="application")
    op.drop_index("ix_application_unit_id", table_name="application")
    op.drop_table("application")
    op.drop_index("ix_paper_form_organisation_id", table_name="paper_form")
    op.drop_table("paper_form")
