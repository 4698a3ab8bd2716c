"""Identity numbers, sealed; exports made by jobs.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText, UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "export_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", PortableText, nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("language", PortableText, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file_key", PortableText, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_export_run"),
        sa.UniqueConstraint("code", name="uq_export_run_code"),
    )
    op.create_index("ix_export_run_by", "export_run", ["by"])
    op.create_index("ix_export_run_state", "export_run", ["state"])
    op.add_column("person", sa.Column("identity", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("identity_digest", PortableText, nullable=True))
    op.create_index("ix_person_identity_digest", "person", ["identity_digest"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_person_identity_digest", table_name="person")
    op.drop_column("person", "identity_digest")
    op.drop_column("person", "identity")
    op.drop_index("ix_export_run_state", table_name="export_run")
    op.drop_index("ix_export_run_by", table_name="export_run")
    op.drop_table("export_run")
