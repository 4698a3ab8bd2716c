"""People who serve: their posts, postings and visits.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("education", sa.String(40), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_digest", PortableText, nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("code", name="uq_person_code"),
        sa.UniqueConstraint("phone_digest", name="uq_person_phone_digest"),
    )
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"])
    op.create_index("ix_person_pinyin", "person", ["pinyin"])
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(40), nullable=False),
        sa.Column("pool", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("ended_because", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_appointment_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_appointment_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.UniqueConstraint("code", name="uq_appointment_code"),
    )
    op.create_index("ix_appointment_organisation_id", "appointment", ["organisation_id"])
    op.create_index("ix_appointment_person_id", "appointment", ["person_id"])
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sent_by", PortableText, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("ended_because", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_posting_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_posting_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posting"),
        sa.UniqueConstraint("code", name="uq_posting_code"),
    )
    op.create_index("ix_posting_organisation_id", "posting", ["organisation_id"])
    op.create_index("ix_posting_person_id", "posting", ["person_id"])
    op.create_table(
        "posting_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("noted_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_posting_visit_posting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posting_visit"),
    )
    op.create_index("ix_posting_visit_posting_id", "posting_visit", ["posting_id"])


def downgrade() -> None:
    op.drop_index("ix_posting_visit_posting_id", table_name="posting_visit")
    op.drop_table("posting_visit")
    op.drop_index("ix_posting_organisation_id", table_name="posting")
    op.drop_index("ix_posting_person_id", table_name="posting")
    op.drop_table("posting")
    op.drop_index("ix_appointment_organisation_id", table_name="appointment")
    op.drop_index("ix_appointment_person_id", table_name="appointment")
    op.drop_table("appointment")
    op.drop_index("ix_person_organisation_id", table_name="person")
    op.drop_index("ix_person_pinyin", table_name="person")
    op.drop_table("person")
