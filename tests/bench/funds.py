"""Server time of the funds' pages over the demo county's two years and over 3,000 communities in five.

The large county is written as the portal writes it: the database's own triggers keep its balances. Each page is asked
several times in turn; the figures are medians, the ratio is that of the sizes in this one run.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select

from config import ROOT
from portal.application import create_app
from portal.core.database import session, transaction
from portal.demo.actions import load_demo
from portal.demo.writing import ids_of
from portal.fund.models.ledger import Allocation, Transfer, Voucher
from portal.fund.models.projects import FundProject, ProjectStep
from portal.fund.queries.proof import prove
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.fund.terms.projects import NeedFrom, ProjectDeed, ProjectState
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from tests.conftest import DEMO_DAY, FreshClient, settings_for
from tests.people import DEMO_PASSWORD, enter

PAGES = (
    *("/funds", "/funds/371322001030", "/funds.json", "/fund-books", "/fund-books/balances", "/fund-projects"),
    *("/fund-payments", "/fund-allocations", "/fund-statements/371322"),
)
COMMUNITIES, STREETS, YEARS, PROJECTS = 3_000, 100, 5, 12
ROUNDS = 3
MOMENT = datetime(2026, 1, 5, 2, tzinfo=UTC)
FEN = 10_000_00


def measure(*, quick: bool) -> None:
    """Print the pages' milliseconds as a table; `quick` leaves the 3,000 communities out."""
    with tempfile.TemporaryDirectory(prefix="portal-funds-") as folder:
        portal = create_app(settings_for(f"sqlite:///{folder}/portal.db", Path(folder)))
        portal.test_client_class = FreshClient
        with portal.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            with transaction():
                load_demo(DEMO_DAY)
            small = dict(_measured(portal))
            if not quick:
                with transaction():
                    grow()
            large = {} if quick else dict(_measured(portal))
    print("\n| page | ms at 16 communities | ms at 3,000 in 5 years | ratio |\n|---|---|---|---|")
    for page, milliseconds in small.items():
        more = f"{large[page]:.0f} | {large[page] / milliseconds:.1f}" if large else "- | -"
        print(f"| {page} | {milliseconds:.0f} | {more} |")


def grow() -> None:
    """Communities with their yearly money and projects that were paid."""
    places = _communities()
    for year in range(DEMO_DAY.year - YEARS + 1, DEMO_DAY.year + 1):
        _year(year, places)


def _communities() -> list[int]:
    """The rows of new committees, below new streets of the county."""
    county = session.scalars(select(Organisation).where(Organisation.level == OrganisationLevel.COUNTY)).one()
    area = session.scalar(select(Community.area).limit(1))
    streets = [f"{county.code}{900 - at:03d}" for at in range(STREETS)]
    _write(Organisation, [_place(code, OrganisationLevel.STREET, county.path, county.id) for code in streets])
    ids = ids_of(Organisation.code, Organisation.id)
    codes = [f"{streets[at % STREETS]}{at:04d}" for at in range(COMMUNITIES)]
    _write(
        Organisation,
        [_place(code, OrganisationLevel.COMMUNITY, f"{county.path}{code[:9]}/", ids[code[:9]]) for code in codes],
    )
    ids = ids_of(Organisation.code, Organisation.id)
    names = {"pinyin": "x", "initials": "x", "area": area}
    _write(Community, [{"code": one, "name": f"社区{one}", "organisation_id": ids[one], **names} for one in codes])
    return [ids[code] for code in codes]


def _place(code: str, level: OrganisationLevel, above: str, parent: int) -> dict[str, Any]:
    name = {"code": code, "path": f"{above}{code}/", "level": level, "name": f"大党委{code}"}
    return name | {"parent_id": parent, "founded_on": date(2000, 1, 1)}


def _year(year: int, places: list[int]) -> None:
    """Each community's two sums, and what its projects committed and paid, voucher by voucher."""
    numbers = iter(range(1_000_000, 9_000_000))
    projects = [_project(year, place, at) for place in places for at in range(PROJECTS)]
    _write(FundProject, projects)
    of_year = select(FundProject.id, FundProject.organisation_id).where(FundProject.code.startswith(f"X{year}"))
    rows = list(session.execute(of_year))
    _write(
        ProjectStep,
        [
            {"project_id": one, "deed": ProjectDeed.CLOSED, "state": ProjectState.CLOSED, "by": "x", "at": MOMENT}
            for one, _place in rows
        ],
    )
    given = [(place, purse, fen) for place in places for purse, fen in _sums()]
    moves = [(Account.TREASURY, Account.AVAILABLE, place, purse, fen, None) for place, purse, fen in given]
    for before, after in ((Account.AVAILABLE, Account.COMMITTED), (Account.COMMITTED, Account.PAID)):
        moves += [(before, after, place, Purse.SERVICE, FEN, one) for one, place in rows]
    found = [_voucher(year, next(numbers), move[4]) for move in moves]
    _write(Voucher, found)
    ids = ids_of(Voucher.code, Voucher.id)
    vouchers = [ids[one["code"]] for one in found]
    _write(Transfer, [_transfer(voucher, year, *move) for voucher, move in zip(vouchers, moves, strict=True)])
    _write(
        Allocation,
        [
            {
                "code": f"X{year}-{at}",
                "organisation_id": place,
                "purse": purse,
                "year": year,
                "kind_code": "",
                "fen": fen,
            }
            | {"source": "县财政", "purpose": "", "rule": "全年", "voucher_id": voucher}
            for at, ((place, purse, fen), voucher) in enumerate(zip(given, vouchers, strict=False))
        ],
    )


def _sums() -> Iterator[tuple[Purse, int]]:
    yield from ((Purse.WORK, 60_000_00), (Purse.SERVICE, 200_000_00))


def _project(year: int, place: int, at: int) -> dict[str, Any]:
    state = {"state": ProjectState.CLOSED, "state_since": MOMENT, "entered_at": MOMENT, "closed_on": date(year, 6, 1)}
    what = {"title": f"照明 {at}", "use": "facilities", "need": "x", "need_from": NeedFrom.RESIDENTS, "asked_by": "x"}
    where = {"organisation_id": place, "purse": Purse.SERVICE, "year": year, "budget_fen": FEN}
    return {"code": f"X{year}-{place}-{at}", "budget_version": 1} | state | what | where


def _voucher(year: int, number: int, fen: int) -> dict[str, Any]:
    told = {"kind": VoucherKind.ALLOCATION, "about": "x", "posted_by": "x", "posted_at": MOMENT, "total_fen": fen}
    day = date(year, 12, 31) if year == DEMO_DAY.year - 1 else date(year, 6, 1)
    period = f"{DEMO_DAY:%Y-%m}" if year == DEMO_DAY.year - 1 else f"{day:%Y-%m}"
    return {"code": f"X{year}-{number}", "year": year, "number": number, "day": day, "period": period} | told


def _transfer(
    voucher: int, year: int, before: Account, after: Account, place: int, purse: Purse, fen: int, project: int | None
) -> dict[str, Any]:
    where = {"organisation_id": place, "purse": purse, "year": year, "project_id": project}
    return {"voucher_id": voucher, "from_account": before, "to_account": after, "fen": fen} | where


def _write(table: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table), rows)


def _measured(portal: Flask) -> Iterator[tuple[str, float]]:
    """Milliseconds of each page, as the county's finance gets it, and of the proof of the books."""
    finance = enter(portal.test_client(), "finance", DEMO_PASSWORD)
    asked: dict[str, Callable[[], object]] = {page: lambda page=page: finance.client.get(page) for page in PAGES}
    times: dict[str, list[float]] = {name: [] for name in (*asked, "flask funds verify")}
    for _ in range(ROUNDS):
        for name, ask in (asked | {"flask funds verify": prove}).items():
            began = time.perf_counter()
            answer = ask()
            times[name].append((time.perf_counter() - began) * 1000)
            assert getattr(answer, "status_code", 200) == 200, name
    yield from ((name, median(found)) for name, found in times.items())
