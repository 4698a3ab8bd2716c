"""What is sealed in the database: text that only who has the data key can read, and digests to find it by.

`Settings.data_keys` holds the newest key first. The newest seals; all of them open, so that a rotation needs no
standstill. A digest is keyed as well: without the key nobody can try all telephone numbers.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, Text, TypeDecorator

from portal.core.settings import settings


class SealedText(TypeDecorator[str]):
    """A text that is sealed on its way into the database and opened on its way out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else _seal(settings().data_keys).encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else _seal(settings().data_keys).decrypt(value).decode()


def digest(value: str) -> str:
    """The keyed digest under which a value is stored beside its sealed text."""
    return _digest(settings().data_keys[0], value)


def digests(value: str) -> list[str]:
    """The digests under which a value can be found: by the newest key and by those before it."""
    return [_digest(key, value) for key in settings().data_keys]


def key_for(purpose: str, whose: str) -> bytes:
    """32 bytes for one purpose and one account, the same as long as the portal's secret is: what a phone seals its own
    entries with, or the name by which it knows the account."""
    return _derived(settings().secret_key, f"{purpose} {whose}".encode())


def _digest(key: str, value: str) -> str:
    return hmac.new(_derived(key, b"search"), value.encode(), hashlib.sha256).hexdigest()


@cache
def _seal(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, b"seal"))) for key in keys])


@cache
def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal " + purpose).derive(key.encode())
