"""The law of signing in: which passwords are good, how often one may be wrong, how long a session lasts.

Sources: NIST SP 800-63B (length and known passwords instead of compositions, no forced change), OWASP ASVS 5.0 V6 and
V7, and level 2 of GB/T 22239-2019 7.1.4.1 (some complexity, handling of failed sign-ins, automatic exit).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.account.terms import LinkFault, PasswordFault

SHORTEST, LONGEST, LONG_ENOUGH = 10, 128, 14


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within a time lock for a time."""

    failures: int
    within: timedelta
    locked_for: timedelta


@dataclass(frozen=True, slots=True)
class Tally:
    """The failures of one account or one network address so far."""

    failures: int = 0
    since: datetime | None = None
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether a further attempt is not even looked at."""
        return self.locked_until is not None and now < self.locked_until

    def after_failure(self, limit: Limit, now: datetime) -> "Tally":
        """The tally with one more failure; those that lie further back than the limit's time no longer count."""
        if self.since is None or now - self.since > limit.within:
            return self._with(1, now, limit, now)
        return self._with(self.failures + 1, self.since, limit, now)

    def _with(self, failures: int, since: datetime, limit: Limit, now: datetime) -> "Tally":
        counted = replace(self, failures=failures, since=since)
        return replace(counted, locked_until=now + limit.locked_for) if failures >= limit.failures else counted


# Of an account: a person mistypes twice, a guesser goes on. Of an address: a whole office may stand behind one.
OF_ACCOUNT = Limit(5, within=timedelta(minutes=15), locked_for=timedelta(minutes=15))
OF_ADDRESS = Limit(50, within=timedelta(minutes=15), locked_for=timedelta(minutes=15))


def password_fault(password: str, personal: Iterable[str], is_common: bool) -> PasswordFault | None:
    """Why this password is not taken; `personal` are the words that belong to its owner."""
    if len(password) < SHORTEST:
        return PasswordFault.SHORT
    if len(password) > LONGEST:
        return PasswordFault.LONG
    if is_common or len(set(password)) < 4:
        return PasswordFault.COMMON
    folded = password.casefold()
    if any(len(word) >= 4 and word.casefold() in folded for word in personal):
        return PasswordFault.PERSONAL
    letters = any(letter.isalpha() for letter in password)
    if len(password) < LONG_ENOUGH and not (letters and not password.isalpha()):
        return PasswordFault.PLAIN
    return None


def is_over(seen_at: datetime, ends_at: datetime, idle: timedelta, now: datetime) -> bool:
    """Whether a session has ended by itself: nobody came for too long, or its last hour is past."""
    return now >= ends_at or now - seen_at > idle


def link_fault(*, used: bool, ends_at: datetime, closed: bool, now: datetime) -> LinkFault | None:
    """Why a code for a new telephone signs nobody in; None where it does."""
    if closed:
        return LinkFault.UNKNOWN
    if used:
        return LinkFault.USED
    return LinkFault.EXPIRED if now >= ends_at else None


def has_expired(changed_at: datetime, days: int, now: datetime) -> bool:
    """Whether a password is older than the county allows; 0 days is no limit, as NIST SP 800-63B advises."""
    return days > 0 and now - changed_at > timedelta(days=days)
