"""The funds: rules, rates, projects.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "fund_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("purse", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("origin", PortableText, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", PortableText, nullable=False),
        sa.CheckConstraint("fen >= 0", name="fen"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_rate"),
        sa.UniqueConstraint("year", "purse", "version", name="uq_fund_rate_year_purse_version"),
    )
    op.create_table(
        "fund_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("origin", PortableText, nullable=False),
        sa.Column("issued_by", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fund_rules"),
        sa.UniqueConstraint("from_day", name="uq_fund_rules_from_day"),
    )
    op.create_table(
        "fund_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("purse", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("use", PortableText, nullable=False),
        sa.Column("need_from", sa.String(40), nullable=False),
        sa.Column("need_code", PortableText, nullable=False),
        sa.Column("need", PortableText, nullable=False),
        sa.Column("aim", PortableText, nullable=False),
        sa.Column("place", PortableText, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("budget_fen", sa.BigInteger(), nullable=False),
        sa.Column("budget_version", sa.Integer(), nullable=False),
        sa.Column("asked_by", PortableText, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contractor", PortableText, nullable=False),
        sa.Column("contract_day", sa.Date(), nullable=True),
        sa.Column("contract_key", PortableText, nullable=True),
        sa.Column("finish_by", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("acceptance", PortableText, nullable=False),
        sa.Column("accepted_by", PortableText, nullable=False),
        sa.Column("result", PortableText, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("budget_fen >= 0", name="budget"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_fund_project_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_fund_project"),
        sa.UniqueConstraint("code", name="uq_fund_project_code"),
    )
    op.create_index("ix_fund_project_closed_on", "fund_project", ["closed_on"])
    op.create_index("ix_fund_project_due_on", "fund_project", ["due_on"])
    op.create_index("ix_fund_project_place", "fund_project", ["organisation_id", "year", "state"])
    op.create_index("ix_fund_project_state", "fund_project", ["state"])
    op.create_index("ix_fund_project_year", "fund_project", ["year"])
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_approval_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_project_id", "approval", ["project_id"])
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", PortableText, nullable=False),
        sa.Column("quoted_by", PortableText, nullable=False),
        sa.Column("quote_key", PortableText, nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen > 0", name="fen"),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_budget_line_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_budget_line"),
        sa.UniqueConstraint("project_id", "version", "position", name="uq_budget_line_project_id_version_position"),
    )
    op.create_index("ix_budget_line_project_id", "budget_line", ["project_id"])
    op.create_table(
        "project_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("minutes", PortableText, nullable=False),
        sa.Column("file_key", PortableText, nullable=True),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_project_decision_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_decision"),
        sa.UniqueConstraint("project_id", "version", "step", name="uq_project_decision_project_id_version_step"),
    )
    op.create_index("ix_project_decision_project_id", "project_decision", ["project_id"])
    op.create_table(
        "project_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("original_key", PortableText, nullable=False),
        sa.Column("shown_key", PortableText, nullable=True),
        sa.Column("read_by", PortableText, nullable=True),
        sa.Column("added_by", PortableText, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_project_photo_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_photo"),
        sa.UniqueConstraint("code", name="uq_project_photo_code"),
    )
    op.create_index("ix_project_photo_project_id", "project_photo", ["project_id"])
    op.create_table(
        "project_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tracking_digest", PortableText, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_text", PortableText, nullable=False),
        sa.Column("answer", PortableText, nullable=False),
        sa.Column("answered_by", PortableText, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_because", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_project_question_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_question"),
        sa.UniqueConstraint("code", name="uq_project_question_code"),
        sa.UniqueConstraint("tracking_digest", name="uq_project_question_tracking_digest"),
    )
    op.create_index("ix_project_question_project_id", "project_question", ["project_id"])
    op.create_table(
        "project_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_project_rating_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_rating"),
    )
    op.create_index("ix_project_rating_project_id", "project_rating", ["project_id"])
    op.create_table(
        "project_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_project_step_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_project_step"),
    )
    op.create_index("ix_project_step_project_id", "project_step", ["project_id"])
    op.create_table(
        "public_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("where", PortableText, nullable=False),
        sa.Column("posted_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_public_notice_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_public_notice"),
    )
    op.create_index("ix_public_notice_last_day", "public_notice", ["last_day"])
    op.create_index("ix_public_notice_project_id", "public_notice", ["project_id"])
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", PortableText, nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", PortableText, nullable=False),
        sa.Column("answered_by", PortableText, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name="fk_objection_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_objection"),
        sa.UniqueConstraint("code", name="uq_objection_code"),
    )
    op.create_index("ix_objection_notice_id", "objection", ["notice_id"])


def downgrade() -> None:
    op.drop_table("objection")
    op.drop_table("public_notice")
    op.drop_table("project_step")
    op.drop_table("project_rating")
    op.drop_table("project_question")
    op.drop_table("project_photo")
    op.drop_table("project_decision")
    op.drop_table("budget_line")
    op.drop_table("approval")
    op.drop_table("fund_project")
    op.drop_table("fund_rules")
    op.drop_table("fund_rate")
