"""Actions compose because none of them ends the transaction, and each of them can be read in the record."""

import ast

from tests.house.reading import called, deeds, each, parsed, rooms

ENDS = {"session.commit", "session.rollback", "transaction", "db.session.commit", "db.session.rollback"}
# The record stands on core, so core cannot call it; and it does not record its own writing.
BELOW_THE_RECORD = {"audit", "core"}
# Being there is not a deed, nor is waiting for one's turn: they would fill the record and tell nobody anything.
NO_DEED = {"touch", "take_the_books", "refuse_twice"}
# A restore puts another database in the place of the one it reads: that is never one transaction.
BETWEEN_TRANSACTIONS = {"backup"}


def unrecorded(tree: ast.Module) -> list[str]:
    return [deed.name for deed in deeds(tree) if "record" not in called(deed) and deed.name not in NO_DEED]


@each([path for path in rooms("actions") if path.parent.name not in BETWEEN_TRANSACTIONS])
def test_actions_never_end_the_transaction(path):
    ending = called(parsed(path)) & ENDS
    assert not ending, f"{ending}: the request, the job or the command ends the transaction, not the action"


@each([path for path in rooms("actions") if not BELOW_THE_RECORD & set(path.parts)])
def test_every_action_leaves_a_line_in_the_record(path):
    silent = unrecorded(parsed(path))
    assert not silent, f"{silent} change something and tell nobody: call record(by, deed, subject)"


def test_the_reader_of_actions_finds_what_is_wrong():
    wrong = ast.parse("def pay(by):\n    session.add(1)\n    session.commit()\n")
    assert called(wrong) & ENDS == {"session.commit"}
    assert unrecorded(wrong) == ["pay"]
