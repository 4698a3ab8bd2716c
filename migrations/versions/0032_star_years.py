"""A year of star management: its steps, each secretary's year, appeals, signatures, the rating of all.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "star_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("public_from", sa.Date(), nullable=True),
        sa.Column("public_until", sa.Date(), nullable=True),
        sa.Column("fairness", PortableText, nullable=False),
        sa.Column("filed", sa.JSON(), nullable=False),
        sa.Column("digest", PortableText, nullable=True),
        sa.Column("number", PortableText, nullable=True),
        sa.Column("filed_by", PortableText, nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", PortableText, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_star_year_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_year"),
        sa.UniqueConstraint("code", name="uq_star_year_code"),
        sa.UniqueConstraint("organisation_id", "year", name="uq_star_year_once"),
    )
    op.create_index("ix_star_year_organisation_id", "star_year", ["organisation_id"])
    op.create_index("ix_star_year_step", "star_year", ["step"])
    op.create_index("ix_star_year_year", "star_year", ["year"])
    op.create_table(
        "star_year_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("closed_by", PortableText, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["year_id"], ["star_year.id"], name="fk_star_year_step_year_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_year_step"),
    )
    op.create_index("ix_star_year_step_year_id", "star_year_step", ["year_id"])
    op.create_table(
        "star_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("digest", PortableText, nullable=False),
        sa.Column("signed_by", PortableText, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_star_signature_organisation_id"),
        sa.ForeignKeyConstraint(["year_id"], ["star_year.id"], name="fk_star_signature_year_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_signature"),
        sa.UniqueConstraint("year_id", "organisation_id", name="uq_star_signature_once"),
    )
    op.create_index("ix_star_signature_organisation_id", "star_signature", ["organisation_id"])
    op.create_index("ix_star_signature_year_id", "star_signature", ["year_id"])
    op.create_table(
        "star_appraisal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("statement", PortableText, nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("rigid_failed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("one_off_fen", sa.Integer(), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("scored_by", PortableText, nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged"], ["star_rating.id"], name="fk_star_appraisal_acknowledged"),
        sa.ForeignKeyConstraint(["secretary_id"], ["secretary.id"], name="fk_star_appraisal_secretary_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_appraisal"),
        sa.UniqueConstraint("secretary_id", "year", name="uq_star_appraisal_once"),
    )
    op.create_index("ix_star_appraisal_acknowledged", "star_appraisal", ["acknowledged"])
    op.create_index("ix_star_appraisal_secretary_id", "star_appraisal", ["secretary_id"])
    op.create_index("ix_star_appraisal_year", "star_appraisal", ["year"])
    op.create_table(
        "star_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=True),
        sa.Column("rating_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", PortableText, nullable=False),
        sa.Column("decided_by", PortableText, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["rating_id"], ["star_rating.id"], name="fk_star_appeal_rating_id"),
        sa.ForeignKeyConstraint(["secretary_id"], ["secretary.id"], name="fk_star_appeal_secretary_id"),
        sa.ForeignKeyConstraint(["sheet_id"], ["star_sheet.id"], name="fk_star_appeal_sheet_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_appeal"),
        sa.UniqueConstraint("code", name="uq_star_appeal_code"),
    )
    op.create_index("ix_star_appeal_due_on", "star_appeal", ["due_on"])
    op.create_index("ix_star_appeal_rating_id", "star_appeal", ["rating_id"])
    op.create_index("ix_star_appeal_secretary_id", "star_appeal", ["secretary_id"])
    op.create_index("ix_star_appeal_sheet_id", "star_appeal", ["sheet_id"])
    op.create_index("ix_star_appeal_state", "star_appeal", ["state"])
    op.create_index("ix_star_appeal_year", "star_appeal", ["year"])
    op.create_table(
        "star_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("last", PortableText, nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["year_id"], ["star_year.id"], name="fk_star_run_year_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_run"),
        sa.UniqueConstraint("code", name="uq_star_run_code"),
    )
    op.create_index("ix_star_run_state", "star_run", ["state"])
    op.create_index("ix_star_run_year_id", "star_run", ["year_id"])


def downgrade() -> None:
    for table in ("star_run", "star_appeal", "star_appraisal", "star_signature", "star_year_step", "star_year"):
        op.drop_table(table)
