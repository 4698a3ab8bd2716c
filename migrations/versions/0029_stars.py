"""Star management: rulebooks, secretaries, evidence, ratings.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "star_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("origin", PortableText, nullable=False),
        sa.Column("issued_by", PortableText, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_star_rules"),
        sa.UniqueConstraint("year", "version", name="uq_star_rules_year_version"),
    )
    op.create_table(
        "secretary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("town", PortableText, nullable=False),
        sa.Column("place", PortableText, nullable=False),
        sa.Column("both", sa.Boolean(), nullable=False),
        sa.Column("dispatched", sa.Boolean(), nullable=False),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("prior_months", sa.Integer(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("departure", sa.String(40), nullable=True),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_secretary_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_secretary_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_secretary"),
        sa.UniqueConstraint("code", name="uq_secretary_code"),
    )
    op.create_index("ix_secretary_kind", "secretary", ["kind"])
    op.create_index("ix_secretary_organisation_id", "secretary", ["organisation_id"])
    op.create_index("ix_secretary_person_id", "secretary", ["person_id"])
    op.create_index("ix_secretary_town", "secretary", ["town"])
    op.create_table(
        "star_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("level", sa.String(40), nullable=True),
        sa.Column("deed", PortableText, nullable=False),
        sa.Column("growth", sa.Integer(), nullable=False),
        sa.Column("negative", PortableText, nullable=False),
        sa.Column("file_key", PortableText, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("filed_by", PortableText, nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", PortableText, nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", PortableText, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["secretary_id"], ["secretary.id"], name="fk_star_evidence_secretary_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_evidence"),
        sa.UniqueConstraint("code", name="uq_star_evidence_code"),
    )
    op.create_index("ix_star_evidence_secretary_id", "star_evidence", ["secretary_id"])
    op.create_index("ix_star_evidence_state", "star_evidence", ["state"])
    op.create_index("ix_star_evidence_year", "star_evidence", ["year"])
    op.create_table(
        "star_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secretary_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("is_initial", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("quarters", sa.JSON(), nullable=False),
        sa.Column("one_off_fen", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("clamped", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=True),
        sa.Column("rated_by", PortableText, nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", PortableText, nullable=False),
        sa.CheckConstraint("stars >= 0", name="stars"),
        sa.ForeignKeyConstraint(["rules_id"], ["star_rules.id"], name="fk_star_rating_rules_id"),
        sa.ForeignKeyConstraint(["secretary_id"], ["secretary.id"], name="fk_star_rating_secretary_id"),
        sa.PrimaryKeyConstraint("id", name="pk_star_rating"),
        sa.UniqueConstraint("secretary_id", "year", "is_initial", "version", name="uq_star_rating_version"),
    )
    op.create_index("ix_star_rating_rules_id", "star_rating", ["rules_id"])
    op.create_index("ix_star_rating_secretary_id", "star_rating", ["secretary_id"])
    op.create_index("ix_star_rating_year", "star_rating", ["year"])


def downgrade() -> None:
    for table in ("star_rating", "star_evidence", "secretary", "star_rules"):
        op.drop_table(table)
