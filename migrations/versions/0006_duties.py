"""Grid workers: who has which grid, who is away, who stands in.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_absence_person_id"),
        sa.ForeignKeyConstraint(["stand_in_id"], ["person.id"], name="fk_absence_stand_in_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sa.UniqueConstraint("code", name="uq_absence_code"),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])
    op.create_index("ix_absence_stand_in_id", "absence", ["stand_in_id"])
    op.create_index("ix_absence_until_day", "absence", ["until_day"])
    op.create_table(
        "grid_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_grid_duty_grid_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_grid_duty_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grid_duty"),
        sa.UniqueConstraint("code", name="uq_grid_duty_code"),
    )
    op.create_index("ix_grid_duty_grid_id", "grid_duty", ["grid_id"])
    op.create_index("ix_grid_duty_person_id", "grid_duty", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_grid_duty_grid_id", table_name="grid_duty")
    op.drop_index("ix_grid_duty_person_id", table_name="grid_duty")
    op.drop_table("grid_duty")
    op.drop_index("ix_absence_person_id", table_name="absence")
    op.drop_index("ix_absence_stand_in_id", table_name="absence")
    op.drop_index("ix_absence_until_day", table_name="absence")
    op.drop_table("absence")
