"""Tasks and rounds.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(40), nullable=False),
        sa.Column("days_to_do", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("made_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_round_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.UniqueConstraint("code", name="uq_round_code"),
    )
    op.create_index("ix_round_next_on", "round", ["next_on"])
    op.create_index("ix_round_organisation_id", "round", ["organisation_id"])
    op.create_table(
        "grid_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("made_by", PortableText, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_grid_task_organisation_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_grid_task_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grid_task"),
        sa.UniqueConstraint("code", name="uq_grid_task_code"),
        sa.UniqueConstraint("round_id", "from_day", name="uq_grid_task_round_id_from_day"),
    )
    op.create_index("ix_grid_task_due_on", "grid_task", ["due_on"])
    op.create_index("ix_grid_task_organisation_id", "grid_task", ["organisation_id"])
    op.create_index("ix_grid_task_round_id", "grid_task", ["round_id"])
    op.create_index("ix_grid_task_state", "grid_task", ["state"])
    op.create_table(
        "round_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("label", PortableText, nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name="fk_round_stop_building_id"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_round_stop_grid_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_stop_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round_stop"),
    )
    op.create_index("ix_round_stop_building_id", "round_stop", ["building_id"])
    op.create_index("ix_round_stop_grid_id", "round_stop", ["grid_id"])
    op.create_index("ix_round_stop_round_id", "round_stop", ["round_id"])
    op.create_table(
        "task_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("label", PortableText, nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", PortableText, nullable=True),
        sa.Column("photo_key", PortableText, nullable=True),
        sa.Column("log_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name="fk_task_stop_building_id"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_task_stop_grid_id"),
        sa.ForeignKeyConstraint(["log_id"], ["service_log.id"], name="fk_task_stop_log_id"),
        sa.ForeignKeyConstraint(["task_id"], ["grid_task.id"], name="fk_task_stop_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task_stop"),
        sa.UniqueConstraint("code", name="uq_task_stop_code"),
    )
    op.create_index("ix_task_stop_building_id", "task_stop", ["building_id"])
    op.create_index("ix_task_stop_grid_id", "task_stop", ["grid_id"])
    op.create_index("ix_task_stop_log_id", "task_stop", ["log_id"])
    op.create_index("ix_task_stop_state", "task_stop", ["state"])
    op.create_index("ix_task_stop_task_id", "task_stop", ["task_id"])


def downgrade() -> None:
    op.drop_table("task_stop")
    op.drop_table("round_stop")
    op.drop_table("grid_task")
    op.drop_table("round")
