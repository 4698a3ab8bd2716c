"""How passwords are kept (argon2id) and which of them everybody tries first."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()
# Longer ones are not even hashed: none was ever taken.
LONGEST_LOOKED_AT = 1000
# What the list of leaked passwords, gathered from foreign sites, does not know well.
COMMON_HERE = {"woaini1314", "woaini520", "woaini1314520", "5201314woaini", "dangqun123456", "tancheng123456"}


def hashed(password: str) -> str:
    """What the database keeps."""
    return HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether this is the password that was kept. Takes as long where none was."""
    try:
        HASHER.verify(kept or _nobodys(), password[:LONGEST_LOOKED_AT])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_leaked(password: str) -> bool:
    """Whether it is one of some thirty thousand that everybody tries first (zxcvbn's list, and a few from here)."""
    return password.lower() in _leaked()


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody's password")


@cache
def _leaked() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"]) | COMMON_HERE
