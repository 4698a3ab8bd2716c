"""What is found wrong about a position.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "station_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_station_report_event_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_station_report_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_station_report"),
        sa.UniqueConstraint("event_id", name="uq_station_report_event_id"),
    )
    op.create_index("ix_station_report_station_id", "station_report", ["station_id"])


def downgrade() -> None:
    op.drop_table("station_report")
