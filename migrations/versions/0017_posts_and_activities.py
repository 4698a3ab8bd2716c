"""Posts, claims, activities, hours.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "service_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("duty", PortableText, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.CheckConstraint("places > 0", name="places"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_service_post_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_service_post_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_service_post"),
        sa.UniqueConstraint("code", name="uq_service_post_code"),
    )
    op.create_index("ix_service_post_grid_id", "service_post", ["grid_id"])
    op.create_index("ix_service_post_organisation_id", "service_post", ["organisation_id"])
    op.create_index("ix_service_post_state", "service_post", ["state"])
    op.create_table(
        "post_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("decided_by", PortableText, nullable=True),
        sa.Column("reason", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_post_claim_member_id"),
        sa.ForeignKeyConstraint(["post_id"], ["service_post.id"], name="fk_post_claim_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_post_claim"),
        sa.UniqueConstraint("code", name="uq_post_claim_code"),
    )
    op.create_index("ix_post_claim_member_id", "post_claim", ["member_id"])
    op.create_index("ix_post_claim_post_id", "post_claim", ["post_id"])
    op.create_index("ix_post_claim_state", "post_claim", ["state"])
    op.create_index(
        "uq_post_claim_open",
        "post_claim",
        ["post_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('claimed', 'confirmed')"),
        postgresql_where=sa.text("state IN ('claimed', 'confirmed')"),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("detail", PortableText, nullable=False),
        sa.Column("place", PortableText, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_up_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("organiser", PortableText, nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("attendance_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_secret", sa.Text(), nullable=False),
        sa.CheckConstraint("places > 0", name="places"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_activity_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_activity_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
        sa.UniqueConstraint("code", name="uq_activity_code"),
    )
    op.create_index("ix_activity_grid_id", "activity", ["grid_id"])
    op.create_index("ix_activity_organisation_id", "activity", ["organisation_id"])
    op.create_index("ix_activity_starts_at", "activity", ["starts_at"])
    op.create_index("ix_activity_state", "activity", ["state"])
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("presence", sa.String(40), nullable=True),
        sa.Column("presence_by", sa.String(40), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="fk_sign_up_activity_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_sign_up_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up"),
        sa.UniqueConstraint("activity_id", "member_id", name="uq_sign_up_activity_id_member_id"),
    )
    op.create_index("ix_sign_up_activity_id", "sign_up", ["activity_id"])
    op.create_index("ix_sign_up_member_id", "sign_up", ["member_id"])
    op.create_index("ix_sign_up_state", "sign_up", ["state"])
    op.create_table(
        "service_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("served_for", sa.String(40), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("source", PortableText, nullable=False),
        sa.Column("note", PortableText, nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes <> 0", name="minutes"),
        sa.ForeignKeyConstraint(["corrects_id"], ["service_hours.id"], name="fk_service_hours_corrects_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_service_hours_member_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_service_hours_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_service_hours"),
        sa.UniqueConstraint("code", name="uq_service_hours_code"),
    )
    op.create_index("ix_service_hours_corrects_id", "service_hours", ["corrects_id"])
    op.create_index("ix_service_hours_counted", "service_hours", ["day", "member_id", "organisation_id", "minutes"])
    op.create_index("ix_service_hours_day", "service_hours", ["day"])
    op.create_index("ix_service_hours_member_id", "service_hours", ["member_id"])
    op.create_index("ix_service_hours_organisation_id", "service_hours", ["organisation_id"])


def downgrade() -> None:
    op.drop_index("ix_service_hours_corrects_id", table_name="service_hours")
    op.drop_index("ix_service_hours_counted", table_name="service_hours")
    op.drop_index("ix_service_hours_day", table_name="service_hours")
    op.drop_index("ix_service_hours_member_id", table_name="service_hours")
    op.drop_index("ix_service_hours_organisation_id", table_name="service_hours")
    op.drop_table("service_hours")
    op.drop_index("ix_sign_up_activity_id", table_name="sign_up")
    op.drop_index("ix_sign_up_member_id", table_name="sign_up")
    op.drop_index("ix_sign_up_state", table_name="sign_up")
    op.drop_table("sign_up")
    op.drop_index("ix_activity_grid_id", table_name="activity")
    op.drop_index("ix_activity_organisation_id", table_name="activity")
    op.drop_index("ix_activity_starts_at", table_name="activity")
    op.drop_index("ix_activity_state", table_name="activity")
    op.drop_table("activity")
    op.drop_index("ix_post_claim_member_id", table_name="post_claim")
    op.drop_index("ix_post_claim_post_id", table_name="post_claim")
    op.drop_index("ix_post_claim_state", table_name="post_claim")
    op.drop_index("uq_post_claim_open", table_name="post_claim")
    op.drop_table("post_claim")
    op.drop_index("ix_service_post_grid_id", table_name="service_post")
    op.drop_index("ix_service_post_organisation_id", table_name="service_post")
    op.drop_index("ix_service_post_state", table_name="service_post")
    op.drop_table("service_post")
