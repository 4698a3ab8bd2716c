"""The ledger of the funds.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

from portal.core.database import PortableText

revision = "0027"
down_revision = "0026"

REFUSAL = "the ledger is append-only"
APPEND_ONLY = ("voucher", "transfer")
SQLITE_REFUSES = "CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'insufficient_privilege'; END $$
"""
POSTGRESQL_REFUSES = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()
"""
# A voucher of a closed month takes no transfer, nor one beyond its total.
CLOSED = """
EXISTS (
    SELECT 1 FROM closed_period JOIN voucher ON voucher.period = closed_period.period
    WHERE voucher.id = NEW.voucher_id
)
"""
FULL = """
(SELECT sum(fen) FROM transfer WHERE voucher_id = NEW.voucher_id)
> (SELECT total_fen FROM voucher WHERE id = NEW.voucher_id)
"""


def _moved(account: str) -> str:
    """What the new transfer adds to an account."""
    return (
        f"CASE WHEN NEW.to_account = '{account}' THEN NEW.fen WHEN NEW.from_account = '{account}' THEN -NEW.fen"
        " ELSE 0 END"
    )


# The checks of the tables refuse a balance below nothing.
KEEPS_BALANCES = f"""
    INSERT INTO purse_balance (
        organisation_id, purse, year, allocated_fen, available_fen, committed_fen, paid_fen, carried_fen, lapsed_fen
    ) VALUES (NEW.organisation_id, NEW.purse, NEW.year, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING;
    UPDATE purse_balance SET
        allocated_fen = allocated_fen - ({_moved("treasury")}),
        available_fen = available_fen + ({_moved("available")}),
        committed_fen = committed_fen + ({_moved("committed")}),
        paid_fen = paid_fen + ({_moved("paid")}),
        carried_fen = carried_fen - ({_moved("carried")}),
        lapsed_fen = lapsed_fen + ({_moved("lapsed")})
    WHERE organisation_id = NEW.organisation_id AND purse = NEW.purse AND year = NEW.year;
    INSERT INTO project_balance (project_id, committed_fen, paid_fen)
        SELECT id, 0, 0 FROM fund_project WHERE id = NEW.project_id ON CONFLICT DO NOTHING;
    UPDATE project_balance SET
        committed_fen = committed_fen + ({_moved("committed")}),
        paid_fen = paid_fen + ({_moved("paid")})
    WHERE project_id = NEW.project_id;
"""
SQLITE_BALANCES = f"""
CREATE TRIGGER transfer_keeps_balances AFTER INSERT ON transfer BEGIN
    SELECT RAISE(ABORT, 'the period is closed') WHERE {CLOSED};
    SELECT RAISE(ABORT, 'the voucher is full') WHERE {FULL};
    {KEEPS_BALANCES.replace("WHERE id = NEW.project_id ON", "WHERE id = NEW.project_id AND true ON")}
END
"""
POSTGRESQL_BALANCES = f"""
CREATE FUNCTION transfer_keeps_balances() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {CLOSED} THEN RAISE EXCEPTION 'the period is closed' USING ERRCODE = 'check_violation'; END IF;
    IF {FULL} THEN RAISE EXCEPTION 'the voucher is full' USING ERRCODE = 'check_violation'; END IF;
    {KEEPS_BALANCES}
    RETURN NULL;
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER transfer_keeps_balances AFTER INSERT ON transfer
FOR EACH ROW EXECUTE FUNCTION transfer_keeps_balances()
"""


def upgrade() -> None:
    op.create_table(
        "closed_period",
        sa.Column("period", PortableText, nullable=False),
        sa.Column("closed_by", PortableText, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("period", name="pk_closed_period"),
    )
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("period", PortableText, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("about", PortableText, nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", PortableText, nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("posted_by", PortableText, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reverses_id"], ["voucher.id"], name="fk_voucher_reverses_id"),
        sa.PrimaryKeyConstraint("id", name="pk_voucher"),
        sa.UniqueConstraint("code", name="uq_voucher_code"),
        sa.UniqueConstraint("reverses_id", name="uq_voucher_reverses_id"),
        sa.UniqueConstraint("year", "number", name="uq_voucher_year_number"),
    )
    op.create_index("ix_voucher_period", "voucher", ["period"])
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", PortableText, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("purse", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind_code", PortableText, nullable=False),
        sa.Column("source", PortableText, nullable=False),
        sa.Column("purpose", PortableText, nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("rule", PortableText, nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("reversal_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("fen > 0", name="fen"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_allocation_organisation_id"),
        sa.ForeignKeyConstraint(["reversal_id"], ["voucher.id"], name="fk_allocation_reversal_id"),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name="fk_allocation_voucher_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
        sa.UniqueConstraint("code", name="uq_allocation_code"),
    )
    op.create_index("ix_allocation_organisation_id", "allocation", ["organisation_id"])
    op.create_index("ix_allocation_reversal_id", "allocation", ["reversal_id"])
    op.create_index("ix_allocation_voucher_id", "allocation", ["voucher_id"])
    op.create_index("ix_allocation_year", "allocation", ["year"])
    op.create_index(
        "uq_allocation_yearly",
        "allocation",
        ["organisation_id", "purse", "year"],
        unique=True,
        sqlite_where=sa.text("kind_code = '' AND reversal_id IS NULL"),
        postgresql_where=sa.text("kind_code = '' AND reversal_id IS NULL"),
    )
    op.create_table(
        "purse_balance",
        sa.Column("organisation_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("purse", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("allocated_fen", sa.BigInteger(), nullable=False),
        sa.Column("available_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("carried_fen", sa.BigInteger(), nullable=False),
        sa.Column("lapsed_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "allocated_fen + carried_fen - lapsed_fen = available_fen + committed_fen + paid_fen", name="adds_up"
        ),
        sa.CheckConstraint("available_fen >= 0", name="available"),
        sa.CheckConstraint("committed_fen >= 0", name="committed"),
        sa.CheckConstraint("paid_fen >= 0", name="paid"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_purse_balance_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "purse", "year", name="pk_purse_balance"),
    )
    op.create_table(
        "project_balance",
        sa.Column("project_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("committed_fen >= 0", name="committed"),
        sa.CheckConstraint("paid_fen >= 0", name="paid"),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_project_balance_project_id"),
        sa.PrimaryKeyConstraint("project_id", name="pk_project_balance"),
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=False),
        sa.Column("from_account", sa.String(40), nullable=False),
        sa.Column("to_account", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("purse", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen > 0", name="fen"),
        sa.CheckConstraint("from_account <> to_account", name="moves"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_transfer_organisation_id"),
        sa.ForeignKeyConstraint(["project_id"], ["fund_project.id"], name="fk_transfer_project_id"),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name="fk_transfer_voucher_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"),
    )
    op.create_index("ix_transfer_project_id", "transfer", ["project_id"])
    op.create_index("ix_transfer_purse", "transfer", ["organisation_id", "purse", "year"])
    op.create_index("ix_transfer_voucher_id", "transfer", ["voucher_id"])
    _guard()


def downgrade() -> None:
    if not _is_sqlite():
        for table in APPEND_ONLY:
            for deed in ("update", "delete", "truncate"):
                op.execute(f"DROP TRIGGER {table}_no_{deed} ON {table}")
        op.execute("DROP TRIGGER transfer_keeps_balances ON transfer")
        op.execute("DROP FUNCTION transfer_keeps_balances")
        op.execute("DROP FUNCTION ledger_refuses")
    op.drop_table("transfer")
    op.drop_table("project_balance")
    op.drop_table("purse_balance")
    op.drop_table("allocation")
    op.drop_table("voucher")
    op.drop_table("closed_period")


def _guard() -> None:
    if _is_sqlite():
        for table in APPEND_ONLY:
            for deed in ("update", "delete"):
                op.execute(SQLITE_REFUSES.format(table=table, deed=deed, refusal=REFUSAL))
        op.execute(SQLITE_BALANCES)
        return
    op.execute(POSTGRESQL_FUNCTION.format(refusal=REFUSAL))
    for table in APPEND_ONLY:
        for deed in ("update", "delete", "truncate"):
            op.execute(POSTGRESQL_REFUSES.format(table=table, deed=deed))
    op.execute(POSTGRESQL_BALANCES)
    op.execute(POSTGRESQL_TRIGGER)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
