"""The audit record refuses to be changed, removed from or emptied: at the database, not only in the portal.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"

REFUSAL = "the audit record is append-only"
SQLITE = "CREATE TRIGGER audit_entry_no_{deed} BEFORE {deed} ON audit_entry BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
POSTGRESQL_FUNCTION = """
CREATE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'insufficient_privilege'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER audit_entry_no_{deed} BEFORE {deed} ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuses()
"""


def upgrade() -> None:
    if _is_sqlite():
        for deed in ("update", "delete"):
            op.execute(SQLITE.format(deed=deed, refusal=REFUSAL))
        return
    op.execute(POSTGRESQL_FUNCTION.format(refusal=REFUSAL))
    for deed in ("update", "delete", "truncate"):
        op.execute(POSTGRESQL.format(deed=deed))


def downgrade() -> None:
    if _is_sqlite():
        for deed in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entry_no_{deed}")
        return
    for deed in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER audit_entry_no_{deed} ON audit_entry")
    op.execute("DROP FUNCTION audit_entry_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
