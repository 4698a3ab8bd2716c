"""Joint committees and joint meetings with their members.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_body_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.UniqueConstraint("code", name="uq_body_code"),
    )
    op.create_index("ix_body_organisation_id", "body", ["organisation_id"])
    op.create_table(
        "body_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("unit", PortableText, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("term_ends", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_member_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_body_member"),
        sa.UniqueConstraint("code", name="uq_body_member_code"),
    )
    op.create_index("ix_body_member_body_id", "body_member", ["body_id"])
    op.create_index("ix_body_member_term_ends", "body_member", ["term_ends"])


def downgrade() -> None:
    op.drop_index("ix_body_member_body_id", table_name="body_member")
    op.drop_index("ix_body_member_term_ends", table_name="body_member")
    op.drop_table("body_member")
    op.drop_index("ix_body_organisation_id", table_name="body")
    op.drop_table("body")
