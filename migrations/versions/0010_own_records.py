"""Whose account it is, what is handed over, corrections and requests about personal data.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText, UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("person", sa.Column("merged_into", PortableText, nullable=True))
    op.add_column("person", sa.Column("anonymised_on", sa.Date(), nullable=True))
    op.create_table(
        "account_holder",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_holder_account_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_holder_person_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_holder"),
        sa.UniqueConstraint("person_id", name="uq_account_holder_person_id"),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("asked_by", PortableText, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("decided_by", PortableText, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("answer", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_correction_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("code", name="uq_correction_code"),
    )
    op.create_index("ix_correction_person_id", "correction", ["person_id"])
    op.create_index("ix_correction_state", "correction", ["state"])
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("taken_by", PortableText, nullable=False),
        sa.Column("answer", PortableText, nullable=False),
        sa.Column("answered_by", PortableText, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_data_request_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_data_request_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"),
        sa.UniqueConstraint("code", name="uq_data_request_code"),
    )
    op.create_index("ix_data_request_due_on", "data_request", ["due_on"])
    op.create_index("ix_data_request_organisation_id", "data_request", ["organisation_id"])
    op.create_index("ix_data_request_person_id", "data_request", ["person_id"])
    op.create_index("ix_data_request_state", "data_request", ["state"])
    op.create_table(
        "hand_over_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("what", PortableText, nullable=False),
        sa.Column("taken_by", PortableText, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("ticked_by", PortableText, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_hand_over_item_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over_item"),
        sa.UniqueConstraint("code", name="uq_hand_over_item_code"),
    )
    op.create_index("ix_hand_over_item_person_id", "hand_over_item", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_hand_over_item_person_id", table_name="hand_over_item")
    op.drop_table("hand_over_item")
    op.drop_index("ix_data_request_due_on", table_name="data_request")
    op.drop_index("ix_data_request_organisation_id", table_name="data_request")
    op.drop_index("ix_data_request_person_id", table_name="data_request")
    op.drop_index("ix_data_request_state", table_name="data_request")
    op.drop_table("data_request")
    op.drop_index("ix_correction_person_id", table_name="correction")
    op.drop_index("ix_correction_state", table_name="correction")
    op.drop_table("correction")
    op.drop_table("account_holder")
    op.drop_column("person", "anonymised_on")
    op.drop_column("person", "merged_into")
