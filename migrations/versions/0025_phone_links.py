"""New telephones.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "phone_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", PortableText, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_phone_link_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_link"),
        sa.UniqueConstraint("token", name="uq_phone_link_token"),
    )
    op.create_index("ix_phone_link_account_id", "phone_link", ["account_id"])


def downgrade() -> None:
    op.drop_table("phone_link")
