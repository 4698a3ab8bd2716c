"""Units, in-service members and where they are placed.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("bulk_run", sa.Column("options", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "registration_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("origin", PortableText, nullable=False),
        sa.Column("issued_by", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registration_rules"),
        sa.UniqueConstraint("from_day", name="uq_registration_rules_from_day"),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("parent_department", PortableText, nullable=False),
        sa.Column("party_organisation", PortableText, nullable=False),
        sa.Column("address", PortableText, nullable=False),
        sa.Column("liaison", PortableText, nullable=False),
        sa.Column("liaison_phone", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_unit_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("code", name="uq_unit_code"),
    )
    op.create_index("ix_unit_organisation_id", "unit", ["organisation_id"])
    op.create_index("ix_unit_pinyin", "unit", ["pinyin"])
    op.create_index("ix_unit_state", "unit", ["state"])
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("name", PortableText, nullable=False),
        sa.Column("pinyin", PortableText, nullable=False),
        sa.Column("initials", PortableText, nullable=False),
        sa.Column("sex", sa.String(40), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("identity_digest", PortableText, nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_digest", PortableText, nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", PortableText, nullable=False),
        sa.Column("branch", PortableText, nullable=False),
        sa.Column("home_address", sa.Text(), nullable=True),
        sa.Column("home_pin", sa.Text(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("placed_by", sa.String(40), nullable=True),
        sa.Column("placement_note", PortableText, nullable=False),
        sa.Column("specialty", PortableText, nullable=False),
        sa.Column("free_times", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year"),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name="fk_member_building_id"),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name="fk_member_community_id"),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name="fk_member_grid_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_member_organisation_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_member_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("code", name="uq_member_code"),
        sa.UniqueConstraint("identity_digest", name="uq_member_identity_digest"),
        sa.UniqueConstraint("phone_digest", name="uq_member_phone_digest"),
    )
    op.create_index("ix_member_building_id", "member", ["building_id"])
    op.create_index("ix_member_community_id", "member", ["community_id"])
    op.create_index("ix_member_grid_id", "member", ["grid_id"])
    op.create_index("ix_member_name", "member", ["name"])
    op.create_index("ix_member_organisation_id", "member", ["organisation_id"])
    op.create_index("ix_member_pinyin", "member", ["pinyin"])
    op.create_index("ix_member_reported_on", "member", ["reported_on"])
    op.create_index("ix_member_standing", "member", ["organisation_id", "state", "grid_id", "id"])
    op.create_index("ix_member_state", "member", ["state"])
    op.create_index("ix_member_unit_id", "member", ["unit_id"])
    op.create_table(
        "member_skill",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("field", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_skill_member_id"),
        sa.PrimaryKeyConstraint("member_id", "field", name="pk_member_skill"),
    )
    op.create_table(
        "roster_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", PortableText, nullable=False),
        sa.Column("after", PortableText, nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("by", PortableText, nullable=False),
        sa.CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_subject"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_roster_change_member_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_roster_change_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_change"),
    )
    op.create_index("ix_roster_change_day", "roster_change", ["day"])
    op.create_index("ix_roster_change_member_id", "roster_change", ["member_id"])
    op.create_index("ix_roster_change_unit_id", "roster_change", ["unit_id"])
    op.create_table(
        "member_account",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_account_account_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_account_member_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_member_account"),
        sa.UniqueConstraint("member_id", name="uq_member_account_member_id"),
    )
    op.create_table(
        "liaison_account",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_liaison_account_account_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_liaison_account_unit_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_liaison_account"),
    )
    op.create_index("ix_liaison_account_unit_id", "liaison_account", ["unit_id"])


def downgrade() -> None:
    op.drop_index("ix_liaison_account_unit_id", table_name="liaison_account")
    op.drop_table("liaison_account")
    op.drop_table("member_account")
    op.drop_index("ix_roster_change_day", table_name="roster_change")
    op.drop_index("ix_roster_change_member_id", table_name="roster_change")
    op.drop_index("ix_roster_change_unit_id", table_name="roster_change")
    op.drop_table("roster_change")
    op.drop_table("member_skill")
    op.drop_index("ix_member_building_id", table_name="member")
    op.drop_index("ix_member_community_id", table_name="member")
    op.drop_index("ix_member_grid_id", table_name="member")
    op.drop_index("ix_member_name", table_name="member")
    op.drop_index("ix_member_organisation_id", table_name="member")
    op.drop_index("ix_member_pinyin", table_name="member")
    op.drop_index("ix_member_reported_on", table_name="member")
    op.drop_index("ix_member_standing", table_name="member")
    op.drop_index("ix_member_state", table_name="member")
    op.drop_index("ix_member_unit_id", table_name="member")
    op.drop_table("member")
    op.drop_index("ix_unit_organisation_id", table_name="unit")
    op.drop_index("ix_unit_pinyin", table_name="unit")
    op.drop_index("ix_unit_state", table_name="unit")
    op.drop_table("unit")
    op.drop_table("registration_rules")
    op.drop_column("bulk_run", "options")
