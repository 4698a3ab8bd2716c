"""Ratings keep all that they were computed from, so that a year can be tried with other rules.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("star_rating", sa.Column("year_end", sa.Integer(), server_default="0", nullable=False))
    op.add_column("star_rating", sa.Column("rigid_failed", sa.Boolean(), server_default=sa.false(), nullable=False))
    # Ratings from before kept only the year's score, which stands in for the year-end appraisal.
    op.execute("UPDATE star_rating SET year_end = score")


def downgrade() -> None:
    op.drop_column("star_rating", "rigid_failed")
    op.drop_column("star_rating", "year_end")
