"""How a browser shows that an event is its visitor's: by the tracking code, which it is given once."""

import secrets
from datetime import datetime, timedelta

from flask import session

from portal.core.clock import now

OWN, SENT, ALSO = "own_event", "sent_event", "also_events"
# How long a browser that gave the code is believed: nobody finds a neighbour's event on a shared telephone.
BELIEVED = timedelta(minutes=30)
MOST_REMEMBERED = 20


def new_tracking() -> str:
    """Twelve digits that nobody guesses."""
    return f"{secrets.randbelow(10**12):012d}"


def hand_out(tracking: str) -> None:
    """Keep the code of what was just sent until the next page shows it."""
    session[SENT] = tracking


def take_handed_out() -> str:
    """The code of what was just sent, once."""
    return str(session.pop(SENT, ""))


def prove(code: str) -> None:
    """Believe this browser that the event of that number is its visitor's."""
    session[OWN] = [code, now().isoformat()]


def proven() -> str:
    """The number of the event whose code this browser gave a short while ago, or nothing."""
    code, since = session.get(OWN, ("", ""))
    return code if code and now() - datetime.fromisoformat(since) <= BELIEVED else ""


def leave() -> None:
    """Forget whose event it is."""
    session.pop(OWN, None)


def says_so_first(code: str) -> bool:
    """Whether this browser says for the first time that its visitor has seen the same."""
    said = session.get(ALSO, [])
    session[ALSO] = [*said, code][-MOST_REMEMBERED:]
    return code not in said
