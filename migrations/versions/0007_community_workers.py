"""Community workers in their grades, their examinations, and the pay tables.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "pay_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("base_fen", sa.Integer(), nullable=False),
        sa.Column("coefficients", sa.JSON(), nullable=False),
        sa.Column("basic_share", sa.Integer(), nullable=False),
        sa.Column("certificates", sa.JSON(), nullable=False),
        sa.Column("ranges", sa.JSON(), nullable=False),
        sa.Column("origin", PortableText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pay_table"),
        sa.UniqueConstraint("from_day", name="uq_pay_table_from_day"),
    )
    op.create_table(
        "community_worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(40), nullable=False),
        sa.Column("has_degree", sa.Boolean(), nullable=False),
        sa.Column("certificate", sa.String(40), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("batch", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_community_worker_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_community_worker"),
        sa.UniqueConstraint("person_id", name="uq_community_worker_person_id"),
    )
    op.create_table(
        "grade_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("entered_by", PortableText, nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["community_worker.id"], name="fk_grade_step_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grade_step"),
    )
    op.create_index("ix_grade_step_worker_id", "grade_step", ["worker_id"])
    op.create_table(
        "worker_exam",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["community_worker.id"], name="fk_worker_exam_worker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_worker_exam"),
        sa.UniqueConstraint("worker_id", "year", name="uq_worker_exam_worker_id_year"),
    )
    op.create_index("ix_worker_exam_worker_id", "worker_exam", ["worker_id"])


def downgrade() -> None:
    op.drop_index("ix_worker_exam_worker_id", table_name="worker_exam")
    op.drop_table("worker_exam")
    op.drop_index("ix_grade_step_worker_id", table_name="grade_step")
    op.drop_table("grade_step")
    op.drop_table("community_worker")
    op.drop_table("pay_table")
