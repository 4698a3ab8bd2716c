"""The service log and the rules of grid work.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "early_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("log_code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sent_by", PortableText, nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_key", PortableText, nullable=True),
        sa.Column("content_digest", PortableText, nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_early_part"),
        sa.UniqueConstraint("code", name="uq_early_part_code"),
        sa.UniqueConstraint("log_code", "code", name="uq_early_part_log_code_code"),
    )
    op.create_index("ix_early_part_sent_by", "early_part", ["sent_by"])
    op.create_table(
        "grid_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("origin", PortableText, nullable=False),
        sa.Column("issued_by", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_grid_rules"),
        sa.UniqueConstraint("from_day", name="uq_grid_rules_from_day"),
    )
    op.create_table(
        "refused_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("sent_by", PortableText, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_refused_entry"),
        sa.UniqueConstraint("sent_by", "code", name="uq_refused_entry_sent_by_code"),
    )
    op.create_index("ix_refused_entry_sent_by", "refused_entry", ["sent_by"])
    op.create_table(
        "service_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", PortableText, nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("logged_by", PortableText, nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("content_digest", PortableText, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", PortableText, nullable=False),
        sa.CheckConstraint("helped >= 0", name="helped"),
        sa.CheckConstraint("minutes >= 0", name="minutes"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_service_log_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_service_log_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_service_log_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_service_log"),
        sa.UniqueConstraint("code", name="uq_service_log_code"),
    )
    op.create_index("ix_service_log_by_day", "service_log", ["logged_by", "day"])
    op.create_index("ix_service_log_day", "service_log", ["day"])
    op.create_index("ix_service_log_grid_id", "service_log", ["grid_id"])
    op.create_index("ix_service_log_person_id", "service_log", ["person_id"])
    counted = ["organisation_id", "day", "grid_id", "kind", "withdrawn_at", "helped", "minutes"]
    op.create_index("ix_service_log_place_day", "service_log", counted)
    op.create_table(
        "log_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("file_key", PortableText, nullable=False),
        sa.Column("content_digest", PortableText, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["service_log.id"], name="fk_log_photo_log_id"),
        sa.PrimaryKeyConstraint("id", name="pk_log_photo"),
        sa.UniqueConstraint("code", name="uq_log_photo_code"),
    )
    op.create_index("ix_log_photo_log_id", "log_photo", ["log_id"])


def downgrade() -> None:
    op.drop_table("log_photo")
    op.drop_table("service_log")
    op.drop_table("refused_entry")
    op.drop_table("grid_rules")
    op.drop_table("early_part")
