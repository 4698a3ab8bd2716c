"""Every migration can be taken back; that it really is, on both engines, is tried in tests/migrations/."""

import ast

from config import ROOT
from tests.house.reading import called, deeds, each, parsed


def takes_back(tree: ast.Module) -> bool:
    return any(deed.name == "downgrade" and called(deed) for deed in deeds(tree))


@each(sorted((ROOT / "migrations" / "versions").glob("*.py")))
def test_every_migration_can_be_taken_back(path):
    assert takes_back(parsed(path)), "write the downgrade, or raise with the reason why there is none"


def test_the_reader_of_migrations_finds_an_empty_downgrade():
    assert not takes_back(ast.parse("def upgrade():\n    op.create_table()\ndef downgrade():\n    pass\n"))
