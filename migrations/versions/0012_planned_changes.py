"""Changes of the tree that take effect on a day to come.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText, UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "planned_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("fault", sa.String(40), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_planned_change_organisation_id"),
        sa.ForeignKeyConstraint(["target_id"], ["organisation.id"], name="fk_planned_change_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_planned_change"),
        sa.UniqueConstraint("code", name="uq_planned_change_code"),
    )
    op.create_index("ix_planned_change_organisation_id", "planned_change", ["organisation_id"])
    op.create_index("ix_planned_change_state", "planned_change", ["state"])
    op.create_index("ix_planned_change_target_id", "planned_change", ["target_id"])


def downgrade() -> None:
    op.drop_index("ix_planned_change_target_id", table_name="planned_change")
    op.drop_index("ix_planned_change_state", table_name="planned_change")
    op.drop_index("ix_planned_change_organisation_id", table_name="planned_change")
    op.drop_table("planned_change")
