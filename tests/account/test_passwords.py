"""How passwords are kept where they must withstand a thief: the tests themselves hash cheaply."""

from argon2 import extract_parameters
from argon2.low_level import Type
from argon2.profiles import RFC_9106_LOW_MEMORY

from portal.account.passwords import hashed, is_right
from tests.haste import IN_EARNEST


def test_the_portal_hashes_with_argon2id_at_the_cost_that_its_standard_recommends():
    used = extract_parameters(IN_EARNEST.hash("three blue tractors"))
    assert used == RFC_9106_LOW_MEMORY
    assert used.type is Type.ID


def test_a_kept_password_is_told_from_any_other_and_from_none():
    kept = hashed("three blue tractors")
    assert is_right(kept, "three blue tractors")
    assert not is_right(kept, "three blue tractor")
    assert not is_right(None, "nobody's password")
