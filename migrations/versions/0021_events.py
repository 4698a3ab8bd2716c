"""Events.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("tracking_digest", PortableText, nullable=True),
        sa.Column("kind", PortableText, nullable=False),
        sa.Column("urgency", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", PortableText, nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("log_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("filed_by", PortableText, nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("holder", sa.String(40), nullable=True),
        sa.Column("holder_organisation_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("department", PortableText, nullable=False),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_text", PortableText, nullable=False),
        sa.Column("answer", PortableText, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("still_right", sa.Boolean(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("rating", PortableText, nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("also_reported", sa.Integer(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_event_grid_id"),
        sa.ForeignKeyConstraint(
            ["holder_organisation_id"], ["organisation.id"], name="fk_event_holder_organisation_id"
        ),
        sa.ForeignKeyConstraint(["log_id"], ["service_log.id"], name="fk_event_log_id"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["event.id"], name="fk_event_merged_into_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_event_organisation_id"),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name="fk_event_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("code", name="uq_event_code"),
        sa.UniqueConstraint("tracking_digest", name="uq_event_tracking_digest"),
    )
    op.create_index("ix_event_ask_again_on", "event", ["ask_again_on"])
    op.create_index("ix_event_closed_at", "event", ["closed_at"])
    op.create_index("ix_event_done_at", "event", ["done_at"])
    op.create_index("ix_event_due_on", "event", ["due_on"])
    op.create_index("ix_event_filed_at", "event", ["filed_at"])
    op.create_index("ix_event_filed_by", "event", ["filed_by"])
    op.create_index("ix_event_grid_id", "event", ["grid_id"])
    op.create_index("ix_event_holder_organisation_id", "event", ["holder_organisation_id"])
    op.create_index("ix_event_kind", "event", ["kind"])
    op.create_index("ix_event_log_id", "event", ["log_id"])
    op.create_index("ix_event_merged_into_id", "event", ["merged_into_id"])
    op.create_index("ix_event_place_state", "event", ["organisation_id", "state", "due_on"])
    op.create_index("ix_event_state", "event", ["state"])
    op.create_index("ix_event_worker_id", "event", ["worker_id"])
    op.create_table(
        "event_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(40), nullable=False),
        sa.Column("original_key", PortableText, nullable=False),
        sa.Column("shown_key", PortableText, nullable=True),
        sa.Column("read_by", PortableText, nullable=True),
        sa.Column("added_by", PortableText, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_photo_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_photo"),
        sa.UniqueConstraint("code", name="uq_event_photo_code"),
    )
    op.create_index("ix_event_photo_event_id", "event_photo", ["event_id"])
    op.create_table(
        "event_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=True),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("told", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_event_step_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event_step"),
    )
    op.create_index("ix_event_step_event_id", "event_step", ["event_id"])


def downgrade() -> None:
    op.drop_table("event_step")
    op.drop_table("event_photo")
    op.drop_table("event")
