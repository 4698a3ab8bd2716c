"""The demo county's quarters as frozen values: last year's as they were rated, this year's as far as it is. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from portal.demo.stars.making import SecretaryPlan
from portal.star.rules.quarters import QUARTERS, QuarterItem, kept_item, weights_of
from portal.star.rules.rulebook import StarRulebook
from portal.star.rules.scores import laggards, quarter_score, ranking, reminder_level
from portal.star.terms.scoring import IndicatorSource, Reminder
from portal.star.terms.stars import SecretaryKind

MONTHS, MOST = 3, 10_000
NOTES = ("入户抽查", "台账齐全", "现场核对", "资料有缺项，已补", "专项督查通报")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet: whose, its scores as a row keeps them; once ranked, the score, the place of how many, the reminder."""

    secretary: str
    scores: dict[str, dict[str, Any]]
    score: int | None = None
    place: int | None = None
    people: int | None = None
    reminder: Reminder | None = None


@dataclass(frozen=True, slots=True)
class QuarterPlan:
    """A quarter of one kind of secretaries; `closed` is the day it was ranked, none while it is scored."""

    year: int
    quarter: int
    kind: SecretaryKind
    items: list[dict[str, Any]]
    closed: date | None
    sheets: list[SheetPlan]


def make_quarters(plans: Sequence[SecretaryPlan], rng: Random, book: StarRulebook, today: date) -> list[QuarterPlan]:
    """Last year's four quarters with the scores that were rated, and this year's to the present one."""
    present = (today.month - 1) // MONTHS + 1
    asked = [(today.year - 1, number) for number in QUARTERS]
    asked += [(today.year, number) for number in range(1, present + 1)]
    behind: dict[str, int] = defaultdict(int)
    return [
        _quarter(year, number, [one for one in plans if one.kind is kind], rng, book, today, behind)
        for kind in SecretaryKind
        for year, number in asked
    ]


def _quarter(
    year: int,
    number: int,
    plans: Sequence[SecretaryPlan],
    rng: Random,
    book: StarRulebook,
    today: date,
    behind: dict[str, int],
) -> QuarterPlan:
    kind = plans[0].kind
    items = [
        QuarterItem(one.code, one.zh, one.weight, IndicatorSource.INDICATORS, one.method)
        for one in book.indicators_of(kind)
    ]
    is_open = (year, number) == (today.year, (today.month - 1) // MONTHS + 1)
    day = _last_day(year, number)
    weights, told = weights_of(items), [_target(plan, year, number, rng) for plan in plans]
    marks = {plan.code: _marks(score, weights, rng, day) for plan, score in zip(plans, told, strict=True)}
    kept = [kept_item(one) for one in items]
    if is_open:
        partly = [SheetPlan(code, _begun(of, at)) for at, (code, of) in enumerate(marks.items())]
        return QuarterPlan(year, number, kind, kept, None, partly)
    towns: dict[str, dict[str, int]] = defaultdict(dict)
    for plan in plans:
        scored = {code: one["score"] for code, one in marks[plan.code].items()}
        towns[plan.town][plan.code] = quarter_score(scored, weights)
    sheets = [one for of_town in towns.values() for one in _ranked(of_town, marks, book, behind)]
    return QuarterPlan(year, number, kind, kept, day, sheets)


def _target(plan: SecretaryPlan, year: int, number: int, rng: Random) -> int:
    """The quarter's score that was rated; of a year that is not rated yet, one like it."""
    last = plan.years[-1].inputs
    if year == last.year:
        return last.quarters[number - 1]
    return min(MOST, max(4_000, round(rng.gauss(last.quarters[number - 1], 250))))


def _marks(target: int, weights: Mapping[str, int], rng: Random, day: date) -> dict[str, dict[str, Any]]:
    """Own scores whose weighted sum is the target: drawn around it in whole points, then moved until they fit."""
    scores = {code: min(MOST, max(0, round(rng.gauss(target, 500), -2))) for code in weights}
    whole, drawn = sum(weights.values()), sum(scores[code] * weight for code, weight in weights.items())
    scores = {code: min(MOST, max(0, score + (target * whole - drawn) // whole)) for code, score in scores.items()}
    lacking = target * whole - sum(scores[code] * weight for code, weight in weights.items())
    for code, weight in weights.items():
        moved = min(MOST, max(0, scores[code] + int(lacking / weight)))
        lacking -= (moved - scores[code]) * weight
        scores[code] = moved
    at = f"{day.isoformat()}T10:00+08:00"
    return {
        code: {"score": score, "note": NOTES[rng.randrange(len(NOTES))], "by": "street", "at": at}
        for code, score in scores.items()
    }


def _begun(marks: Mapping[str, dict[str, Any]], at: int) -> dict[str, dict[str, Any]]:
    """A third is scored whole, a third half, a third not yet."""
    many = (len(marks), len(marks) // 2, 0)[at % 3]
    return dict(list(marks.items())[:many])


def _ranked(
    of_town: Mapping[str, int],
    marks: Mapping[str, dict[str, dict[str, Any]]],
    book: StarRulebook,
    behind: dict[str, int],
) -> Iterator[SheetPlan]:
    ranked = ranking(of_town)
    late = set(laggards(ranked, book))
    for one in ranked:
        behind[one.code] = behind[one.code] + 1 if one.code in late else 0
        reminder = reminder_level(behind[one.code]) if one.code in late else None
        yield SheetPlan(one.code, marks[one.code], one.score, one.rank, len(ranked), reminder)


def _last_day(year: int, number: int) -> date:
    return date(year, number * MONTHS, (31, 30, 30, 31)[number - 1])
