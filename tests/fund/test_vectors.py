"""The worked figures of domain.md 4.1 for the ledger: F1 to F4, and what F8 blocks."""

from datetime import date

import pytest
from shapely import MultiPolygon, box

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions.allocation import allocate_other, allocate_year, set_rate
from portal.fund.actions.ledger import Move, post
from portal.fund.queries.allocation import allocated_sums, shares_of, sum_of
from portal.fund.queries.ledger import balances, left_in
from portal.fund.queries.projects import balance_of
from portal.fund.queries.proof import prove
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.fund.terms.projects import ProjectState
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from tests.fund import projecting as make
from tests.fund.books import DAY, MOMENT
from tests.people import a_tree

COUNTY = Scope(("371322/",))
WAN = 10_000_00  # fen
RATES = {Purse.WORK: 6 * WAN, Purse.SERVICE: 20 * WAN}


def communities(count: int) -> list[Organisation]:
    """So many communities of a street, with their ground, and the year's rates."""
    a_tree()
    street = session.query(Organisation).filter_by(code="371322002").one()
    outline = f"SRID=4326;{MultiPolygon([box(118.3, 34.6, 118.31, 34.61)]).wkt}"
    made = []
    for number in range(101, 101 + count):
        code = f"371322002{number}"
        known = {"level": OrganisationLevel.COMMUNITY, "name": f"第{number}社区", "founded_on": date(2020, 1, 1)}
        at = Organisation(code=code, path=f"{street.path}{code}/", parent=street, **known)
        named = {"name": at.name, "pinyin": code, "initials": code}
        session.add(Community(code=code, organisation=at, area=outline, **named))
        made.append(at)
    session.flush()
    for purse, fen in RATES.items():
        set_rate(year=2026, purse=purse, fen=fen, origin="县文件", by="finance", today=DAY)
    return made


def allocated() -> None:
    allocate_year(2026, by="finance", now=MOMENT)
    session.flush()


def given(where: Organisation) -> int:
    return sum(line.allocated_fen for line in balances(COUNTY, 2026) if line.code == where.code)


@pytest.mark.parametrize(("count", "work", "service"), [(16, 96, 320), (15, 90, 300)])
def test_f1_and_f3_so_many_communities_get_so_much(app, count, work, service):
    with transaction():
        (first, *_others) = communities(count)
        assert sum_of(shares_of(2026, DAY)) == (work + service) * WAN
        allocated()
        assert allocated_sums(COUNTY, 2026) == {Purse.WORK: work * WAN, Purse.SERVICE: service * WAN}
        assert given(first) == 26 * WAN == 260_000_00
        assert prove().faults == ()


def test_f2_other_money_adds_up_beside_the_six_and_the_twenty(app):
    with transaction():
        (first, *_others) = communities(16)
        allocated()
        for kind, fen in (("one_case", 35_000_00), ("wages", 122_500_00)):
            allocate_other(first, kind=kind, fen=fen, source="县财政", year=2026, by="finance", now=MOMENT)
        session.flush()
        assert given(first) == 417_500_00
        sums = allocated_sums(COUNTY, 2026)
        assert sum(sums.values()) == 4_317_500_00
        assert sums[Purse.WORK] + sums[Purse.SERVICE] == 416 * WAN == 416_000_000


def test_f4_what_is_left_is_committed_to_the_fen_and_not_one_more(app):
    with transaction():
        (first, *_others) = communities(1)
        allocated()

        def commit(fen: int) -> None:
            move = Move(Account.AVAILABLE, Account.COMMITTED, first, Purse.SERVICE, 2026, fen)
            post(VoucherKind.COMMITMENT, [move], about="立项", day=DAY, by="county", now=MOMENT)

        commit(48_600_00), commit(120_000_00)
        (line,) = [one for one in balances(COUNTY, 2026) if one.purse is Purse.SERVICE]
        assert (line.committed_fen, line.available_fen) == (168_600_00, 31_400_00)
        with pytest.raises(Refused, match=r"超支不补.*31,400\.00"), session.begin_nested():
            commit(31_400_01)
        commit(31_400_00)
        assert left_in(first.id, Purse.SERVICE, 2026) == 0


def test_f8_what_was_not_decided_and_noticed_has_no_money_to_pay_from(app):
    with transaction():
        a_tree()
        move = Move(Account.TREASURY, Account.AVAILABLE, make.community(), Purse.SERVICE, 2026, 20 * WAN)
        post(VoucherKind.ALLOCATION, [move], about="拨付", day=DAY, by="finance", now=MOMENT)
        noticed = make.decided(make.a_project(1_000_00))
        assert (noticed.state, balance_of(noticed)) == (ProjectState.NOTICE, (0, 0))
        with pytest.raises(Refused):
            make.asked(noticed, 100_00)
        where = (noticed.organisation, noticed.purse, noticed.year)
        paying = Move(Account.COMMITTED, Account.PAID, *where, 100_00, noticed)
        with pytest.raises(Refused, match=r"0\.00"):
            post(VoucherKind.PAYMENT, [paying], about="越过议事", day=DAY, by="finance", now=MOMENT)
