"""The code with which somebody without an account comes back to what he sent. The database keeps its digest only."""

import secrets

from sqlalchemy import select

from portal.account.queries import digest_of
from portal.core.database import session
from portal.registration.models.reporting import Application

# No letter or digit that is taken for another one.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16


def new_tracking_code() -> str:
    """Sixteen signs in four groups, 78 bits: nobody finds one by trying."""
    signs = "".join(secrets.choice(SIGNS) for _one in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def tracking_digest(written: str) -> str:
    """What is kept of a tracking code, however its letters and hyphens are written."""
    return digest_of("".join(sign for sign in written.upper() if sign in SIGNS))


def application_by_tracking(written: str) -> Application | None:
    """The application that this code leads to."""
    return session.scalar(select(Application).where(Application.tracking_digest == tracking_digest(written)))
