"""The demo county's projects of two years, and the ledger that they and the allocations make. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.calendar.rules import working_days_after
from portal.calendar.terms import DayKind
from portal.demo.county import DemoCounty
from portal.demo.funds.courses import FINANCE, Course
from portal.demo.funds.plans import EntryPlan, MovePlan, ProjectPlan
from portal.demo.words import words
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Account, Purse, VoucherKind

RATES = {Purse.WORK: 60_000_00, Purse.SERVICE: 200_000_00}
# A community begins one in so many days.
EVERY = 27
# Of the projects in their order: how some go otherwise than the most.
COURSES = {7: "returned", 16: "withdrawn", 29: "stopped", 11: "objection", 19: "bank_failed", 37: "late", 23: "shared"}
# By community's place: kinds of other money, with its source and yuan.
OTHERS = (("wages", "县财政", 96_000), ("insurance", "县财政", 28_800), ("one_case", "县财政一事一议奖补", 60_000))
WAGES = {"wages", "insurance"}
IDLE_PLACE = 15
# By community's place, days ago, fen, how it goes: two that seem split, and in the first community, whose accounts a
# newcomer tries, one that waits at each step.
FIXED = (
    *((5, 90, 29_200_00, "usual"), (5, 78, 29_600_00, "usual")),
    *((0, 4, 18_000_00, "draft"), (0, 22, 21_000_00, "notice"), (0, 36, 24_000_00, "street")),
    (0, 50, 19_500_00, "county"),
)


@dataclass(frozen=True, slots=True)
class GivenPlan:
    """Money that the county gave: its code, what for, and the entry that moved it."""

    code: str
    community: str
    purse: Purse
    year: int
    kind: str
    source: str
    fen: int
    key: str


@dataclass(frozen=True, slots=True)
class Funds:
    """Everything of the funds that `demo load` writes; entries in the order of their days."""

    years: tuple[int, int]
    given: Sequence[GivenPlan]
    projects: Sequence[ProjectPlan]
    entries: Sequence[EntryPlan]


def make_funds(county: DemoCounty, seed: int, book: FundRulebook, today: date, listed: Mapping[date, DayKind]) -> Funds:
    """Make them as they stand on that day; `listed` are the days that differ from their weekday."""
    maker = _Maker(county, Random(seed), book, today, listed)
    given, entries = maker.allocations()
    entries += maker.wages()
    projects = list(maker.projects(entries))
    entries.sort(key=lambda one: (one.day, one.order))
    entries += maker.year_end(entries)
    entries.sort(key=lambda one: (one.day, one.order))
    return Funds(maker.years, given, projects, entries)


class _Maker:
    def __init__(
        self, county: DemoCounty, rng: Random, book: FundRulebook, today: date, listed: Mapping[date, DayKind]
    ) -> None:
        self.rng, self.book, self.today, self.listed = rng, book, today, listed
        self.years = (today.year - 1, today.year)
        self.communities = county.ground.communities
        self.places: dict[str, list[str]] = {}
        for area in county.settlements.residential_areas:
            self.places.setdefault(area.community_code, []).append(area.name)
        self.left: dict[tuple[str, Purse, int], int] = {}
        self.told = words("funds")

    def allocations(self) -> tuple[list[GivenPlan], list[EntryPlan]]:
        """The yearly sums of every community and its other money, on the first working day of each year."""
        given: list[GivenPlan] = []
        entries: list[EntryPlan] = []
        for year in self.years:
            first = min(working_days_after(date(year - 1, 12, 31), 1, self.listed), self.today)
            for place, community in enumerate(self.communities):
                yearly = [(purse, "", "县财政", fen) for purse, fen in RATES.items()]
                self._give(given, entries, community, year, first, yearly)
                for kind, source, yuan in OTHERS[: 2 + (place % 2)]:
                    self._give(given, entries, community, year, first, [(Purse.OTHER, kind, source, yuan * 100)])
        return given, entries

    def wages(self) -> Iterator[EntryPlan]:
        """Wages and insurance are paid out of their own money at the end of each quarter, without a project."""
        quarterly = sum(yuan for kind, _source, yuan in OTHERS if kind in WAGES) * 100 // 4
        for year in self.years:
            for quarter in range(1, 5):
                day = working_days_after(date(year, 3 * quarter, 24), 1, self.listed)
                for community in self.communities:
                    self.left[community.code, Purse.OTHER, year] -= quarterly  # also of quarters to come: they are due
                    if day <= self.today:
                        move = MovePlan(Account.AVAILABLE, Account.PAID, community.code, Purse.OTHER, year, quarterly)
                        about = f"{year} 年第 {quarter} 季度社区人员工资和保险 {community.name}"
                        key = f"W{year}{quarter}{community.code}"
                        yield EntryPlan(day, 3, VoucherKind.PAYMENT, about, FINANCE, (move,), key)

    def _give(
        self,
        given: list[GivenPlan],
        entries: list[EntryPlan],
        community: Any,
        year: int,
        day: date,
        lines: Sequence[tuple[Purse, str, str, int]],
    ) -> None:
        code, key = community.code, f"A{len(entries)}"
        moves = tuple(
            MovePlan(Account.TREASURY, Account.AVAILABLE, code, purse, year, fen)
            for purse, _kind, _source, fen in lines
        )
        about = f"{year} 年度经费拨付 {community.name}"
        entries.append(EntryPlan(day, 0, VoucherKind.ALLOCATION, about, FINANCE, moves, key))
        for purse, kind, source, fen in lines:
            number = f"A{year % 100:02}-{len(given) + 1:08X}"
            given.append(GivenPlan(number, code, purse, year, kind, source, fen, key))
            self.left[code, purse, year] = self.left.get((code, purse, year), 0) + fen

    def projects(self, entries: list[EntryPlan]) -> Iterator[ProjectPlan]:
        """Spread over the two years, each on its way as far as today."""
        number, first = 0, date(self.years[0], 1, 12)
        count = (self.today - first).days // EVERY
        for place, community in enumerate(self.communities):
            for at in range(count):
                number += 1
                begun = first + timedelta(days=at * EVERY + self.rng.randrange(EVERY))
                if place == IDLE_PLACE and begun.year == self.years[1]:
                    continue
                yield self._project(number, place, community, begun, COURSES.get(number % 41, "usual"), entries)
        for place, days, fen, kind in FIXED:
            number += 1
            begun = self.today - timedelta(days=days)
            yield self._project(number, place, self.communities[place], begun, kind, entries, fen=fen)

    def _project(
        self, number: int, place: int, community: Any, begun: date, kind: str, entries: list[EntryPlan], fen: int = 0
    ) -> ProjectPlan:
        begun = working_days_after(begun - timedelta(days=1), 1, self.listed)
        begun = min(begun, self.today)
        told = self.told["project"][3 if fen else self._which(number, place)]
        purse = Purse(told["purse"])
        code, area = community.code, self.rng.choice(self.places[community.code])
        plan = ProjectPlan(
            code=f"F{begun:%y}-{(number * 7_368_787 + 1_234_567) % 16**6:06X}",
            community=code,
            title=f"{area}{told['title']}" if purse is Purse.SERVICE else told["title"],
            place=area if purse is not Purse.WORK else "",
            purse=purse,
            words=told,
            entered_on=begun,
            lines=self._lines(told, fen or self.rng.randrange(told["yuan"][0], told["yuan"][1], 100) * 100),
            year=begun.year,
        )
        course = Course(plan, kind, self.told, self.rng, self.book, self.listed, self.today, self.left)
        course.walk()
        entries += course.entries
        return plan

    def _which(self, number: int, place: int) -> int:
        """Which kind of project: most serve residents; a community with a line for it also discusses one case."""
        kinds = [one["purse"] for one in self.told["project"]]
        wanted = "work" if number % 4 == 3 else "other" if number % 12 == 4 and place % 2 else "service"
        return self.rng.choice([at for at, purse in enumerate(kinds) if purse == wanted])

    def _lines(self, told: Mapping[str, Any], fen: int) -> list[tuple[str, str, int]]:
        """The first line has most of it; from the threshold on with three quotes."""
        names = told["lines"]
        rest = [fen // (2 * len(names)) // 100 * 100 for _ in names[1:]]
        sums = [fen - sum(rest), *rest]
        rivals = "、".join(f"{name}（演示）" for name in self.told["rivals"])
        quotes = [rivals if fen >= self.book.quotes_from_fen else "", *("" for _ in names[1:])]
        return list(zip(names, quotes, sums, strict=True))

    def year_end(self, entries: Sequence[EntryPlan]) -> Iterator[EntryPlan]:
        """What was free of last year goes over into this one, on the second working day."""
        last, this = self.years
        day = working_days_after(date(last, 12, 31), 2, self.listed)
        if day > self.today:
            return
        free: dict[tuple[str, Purse], int] = {}
        for move in (move for one in entries if one.day <= day for move in one.moves if move.year == last):
            sign = (move.to_account is Account.AVAILABLE) - (move.from_account is Account.AVAILABLE)
            free[move.community, move.purse] = free.get((move.community, move.purse), 0) + sign * move.fen
        for community in self.communities:
            moves = [
                move
                for purse in Purse
                if (fen := free.get((community.code, purse), 0)) > 0
                for move in (
                    MovePlan(Account.AVAILABLE, Account.CARRIED, community.code, purse, last, fen),
                    MovePlan(Account.CARRIED, Account.AVAILABLE, community.code, purse, this, fen),
                )
            ]
            if moves:
                about = f"{last} 年度结转下年 {community.name}"
                key = f"E{community.code}"
                yield EntryPlan(day, 9, VoucherKind.CARRY_OVER, about, FINANCE, tuple(moves), key)
