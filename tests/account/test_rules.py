"""The law of signing in, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.account.rules import OF_ACCOUNT, Tally, has_expired, is_over, password_fault
from portal.account.terms import PasswordFault

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def after(failures: int, apart: timedelta = timedelta(seconds=1)) -> Tally:
    tally = Tally()
    for number in range(failures):
        tally = tally.after_failure(OF_ACCOUNT, NOON + number * apart)
    return tally


@pytest.mark.parametrize(("failures", "locked"), [(0, False), (4, False), (5, True), (9, True)])
def test_the_fifth_failure_locks(failures, locked):
    assert after(failures).is_locked(NOON + timedelta(seconds=10)) is locked


def test_failures_far_apart_do_not_add_up():
    assert not after(20, timedelta(minutes=16)).is_locked(NOON + timedelta(hours=6))


def test_a_lock_ends_by_itself():
    assert not after(5).is_locked(NOON + timedelta(minutes=16))


@given(some.integers(5, 40))
def test_more_failures_never_unlock(failures):
    assert after(failures).is_locked(NOON + timedelta(seconds=failures))


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("123456789", PasswordFault.SHORT),
        ("tractor-77", None),
        ("only letters", None),
        ("onlyletters", PasswordFault.PLAIN),
        ("5839204716", PasswordFault.PLAIN),
        ("fourteenletters", None),
        ("abababababababab", PasswordFault.COMMON),
        ("Zhangsan-2026!", PasswordFault.PERSONAL),
        ("青山绿水共为邻啊好风光一", PasswordFault.PLAIN),
        ("青山绿水共为邻 2026", None),
    ],
)
def test_passwords(password, fault):
    assert password_fault(password, ("zhangsan", "张三"), is_common=False) is fault


def test_a_leaked_password_is_refused_however_long():
    assert password_fault("correct horse battery", (), is_common=True) is PasswordFault.COMMON


@pytest.mark.parametrize(
    ("seen", "ends", "over"), [(0, 60, False), (30, 60, False), (31, 60, True), (0, 0, True), (5, -1, True)]
)
def test_a_session_is_over_when_idle_or_at_its_end(seen, ends, over):
    minutes = timedelta(minutes=1)
    assert is_over(NOON - seen * minutes, NOON + ends * minutes, 30 * minutes, NOON) is over


@pytest.mark.parametrize(("days", "age", "expired"), [(0, 4000, False), (90, 90, False), (90, 91, True)])
def test_a_password_gets_old_only_where_the_county_says_so(days, age, expired):
    assert has_expired(NOON - timedelta(days=age), days, NOON) is expired
