"""Payments, supervision and the bank.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "payment_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("made_by", PortableText, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", PortableText, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_payment_batch"),
        sa.UniqueConstraint("code", name="uq_payment_batch_code"),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("caution", sa.String(40), nullable=True),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("question", PortableText, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_by", PortableText, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_finding_organisation_id"),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_finding_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("code", name="uq_finding_code"),
    )
    op.create_index("ix_finding_due_on", "finding", ["due_on"])
    op.create_index("ix_finding_organisation_id", "finding", ["organisation_id"])
    op.create_index("ix_finding_project_id", "finding", ["project_id"])
    op.create_index("ix_finding_state", "finding", ["state"])
    op.create_table(
        "payment_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("invoice_number", PortableText, nullable=False),
        sa.Column("invoice_key", PortableText, nullable=True),
        sa.Column("invoice_day", sa.Date(), nullable=False),
        sa.Column("payee", PortableText, nullable=False),
        sa.Column("payee_is_person", sa.Boolean(), nullable=False),
        sa.Column("bank", PortableText, nullable=False),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("what", PortableText, nullable=False),
        sa.Column("file_key", PortableText, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_by", PortableText, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", PortableText, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by", PortableText, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("fen > 0", name="fen"),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_payment_request_project_id"),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name="fk_payment_request_voucher_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_request"),
        sa.UniqueConstraint("code", name="uq_payment_request_code"),
        sa.UniqueConstraint("invoice_key", name="uq_payment_request_invoice"),
    )
    op.create_index("ix_payment_request_paid_on", "payment_request", ["paid_on"])
    op.create_index("ix_payment_request_payee", "payment_request", ["payee"])
    op.create_index("ix_payment_request_project_id", "payment_request", ["project_id"])
    op.create_index("ix_payment_request_state", "payment_request", ["state"])
    op.create_index("ix_payment_request_voucher_id", "payment_request", ["voucher_id"])
    op.create_table(
        "finding_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("text", PortableText, nullable=False),
        sa.Column("file_key", PortableText, nullable=True),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_finding_step_finding_id"),
        sa.PrimaryKeyConstraint("id", name="pk_finding_step"),
    )
    op.create_index("ix_finding_step_finding_id", "finding_step", ["finding_id"])
    op.create_table(
        "payment_batch_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("told", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["payment_batch.id"], name="fk_payment_batch_line_batch_id"),
        sa.ForeignKeyConstraint(["request_id"], ["payment_request.id"], name="fk_payment_batch_line_request_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_batch_line"),
        sa.UniqueConstraint("batch_id", "position", name="uq_payment_batch_line_batch_id_position"),
    )
    op.create_index("ix_payment_batch_line_batch_id", "payment_batch_line", ["batch_id"])
    op.create_index("ix_payment_batch_line_request_id", "payment_batch_line", ["request_id"])


def downgrade() -> None:
    op.drop_table("payment_batch_line")
    op.drop_table("finding_step")
    op.drop_table("payment_request")
    op.drop_table("finding")
    op.drop_table("payment_batch")
