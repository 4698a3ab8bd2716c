"""Every deed that is recorded has a name that an inspector can read."""

import ast

from portal.audit.wording import DEEDS
from tests.house.reading import parsed, sources

# Written with a kind in them: of a link, of a change; every kind has a name.
BY_KIND = {
    "account.": {"account.invitation", "account.recovery"},
    "station.": {"station.closed", "station.changed_hours", "station.moved"},
}


def recorded() -> set[str]:
    found: set[str] = set()
    for path in sources("portal"):
        for call in ast.walk(parsed(path)):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "record" and len(call.args) > 1:
                found |= _literals(call.args[1])
    return found


def _literals(argument: ast.expr) -> set[str]:
    if isinstance(argument, ast.JoinedStr):
        return BY_KIND[argument.values[0].value]
    return {node.value for node in ast.walk(argument) if isinstance(node, ast.Constant)}


def test_every_deed_has_a_name():
    nameless = recorded() - set(DEEDS)
    assert not nameless, f"write their names in portal/audit/wording.py: {nameless}"


def test_every_name_is_of_a_deed():
    assert set(DEEDS) <= recorded() | {"account.sign_in", "account.half_sign_in"}
