"""Versions of organisations: what each was called and where it hung, from day to day.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0004"
down_revision = "0003"

# Those that are there already were always so, as far as the portal knows.
FIRST_VERSIONS = """
INSERT INTO organisation_version (organisation_id, from_day, until_day, name, path)
SELECT id, coalesce(founded_on, {always}), closed_on, name, path FROM organisation
"""


def upgrade() -> None:
    op.add_column("organisation", sa.Column("merged_into", PortableText, nullable=True))
    op.create_table(
        "organisation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("path", PortableText, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_organisation_version_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_version"),
        sa.UniqueConstraint("organisation_id", "from_day", name="uq_organisation_version_organisation_id_from_day"),
    )
    op.create_index("ix_organisation_version_organisation_id", "organisation_version", ["organisation_id"])
    op.create_index("ix_organisation_version_path", "organisation_version", ["path"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(FIRST_VERSIONS.format(always="'0001-01-01'" if sqlite else "DATE '0001-01-01'"))


def downgrade() -> None:
    op.drop_index("ix_organisation_version_organisation_id", table_name="organisation_version")
    op.drop_index("ix_organisation_version_path", table_name="organisation_version")
    op.drop_table("organisation_version")
    op.drop_column("organisation", "merged_into")
