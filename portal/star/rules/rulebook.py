"""The star rules of a year as values, and the checks that a rulebook passes before it is published (R5, J11, J43)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from portal.star.terms.scoring import CheckFault, Method
from portal.star.terms.stars import EducationMode, Grade, HonourLevel, NegativeAspect, PensionBasis, SecretaryKind

ASPECTS, LEAST_INDICATORS, NEGATIVES, WHOLE = 8, 41, 10, 100
# What the article fixes: a county's own rulebook cannot say otherwise.
FIXED = {
    "base_pay_share": 6000,
    "star_reward_fen": 100_000,
    "education_reward_fen": 100_000,
    "pension_star_fen": 10_000,
    "leave_bonus_fen": 5_000,
    "leave_min_gain": 5,
}
# Figures that came later: a rulebook published before them is never changed, and is read with these.
LATER = {"publicity_days": 5, "appeal_days": 5, "prefer_from": 7, "low_below": 2, "rectify_days": 90}
# The three aspects that have to weigh the most together: party work, collective economy (or estates), livelihood (J43).
STEERED = ("organisation", "economy", "livelihood")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the eight aspects, with its weight in a hundred by kind of secretary."""

    code: str
    zh: str
    en: str
    weights: Mapping[SecretaryKind, int]
    zh_community: str = ""
    en_community: str = ""
    origin: str = ""

    def name(self, kind: SecretaryKind, language: str = "zh") -> str:
        """What it is called for that kind of secretary."""
        own = {"zh": self.zh_community, "en": self.en_community}[language] if kind is SecretaryKind.COMMUNITY else ""
        return own or {"zh": self.zh, "en": self.en}[language]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: its weight in a hundred, for whom, how it is scored, and whether losing it bars "excellent"."""

    code: str
    aspect: str
    zh: str
    en: str
    weight: int
    kinds: frozenset[SecretaryKind]
    method: Method
    rigid: bool


@dataclass(frozen=True, slots=True)
class Negative:
    """A negative situation: how many stars it takes, at once or at the year's end; `all` takes every star."""

    code: str
    aspect: NegativeAspect
    zh: str
    en: str
    stars: int
    immediate: bool
    all: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A share, in hundredths of a percent, that holds from a figure on."""

    start: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StarRulebook:
    """The rules of a year. Scores are hundredths, shares hundredths of a percent, money fen."""

    star_min: int
    star_max: int
    min_service_years: int
    term_years: int
    tenure_years_a_star: int
    tenure_gap_months: int
    honour_most_initial: int
    honour_most_year: int
    contribution_most_year: int
    income_growth_share: int
    education_stars: int
    income_stars: int
    contribution_stars: int
    quarter_share: int
    excellent_from: int
    qualified_from: int
    basic_from: int
    remind_share: int
    remind_below: int
    remind_from_people: int
    statement_days: int
    base_pay_share: int
    quarter_pot_share: int
    star_reward_fen: int
    education_reward_fen: int
    pension_star_fen: int
    pension_standard_fen: int
    leave_standard_fen: int
    leave_bonus_fen: int
    leave_min_gain: int
    ceiling_fen: int
    publicity_days: int
    appeal_days: int
    prefer_from: int
    low_below: int
    rectify_days: int
    pension_cap: Mapping[int, int]
    education_mode: EducationMode
    pension_basis: PensionBasis
    standards: Mapping[str, int]
    assess_initial: Mapping[Grade, int]
    assess_yearly: Mapping[Grade, int]
    honours: Mapping[HonourLevel, int]
    quarter_pay: tuple[Step, ...]
    year_pay: tuple[Step, ...]
    aspects: tuple[Aspect, ...]
    indicators: tuple[Indicator, ...]
    negatives: tuple[Negative, ...]
    origins: Mapping[str, str]
    values: Mapping[str, Any] = field(repr=False, compare=False)

    def indicators_of(self, kind: SecretaryKind) -> list[Indicator]:
        """The indicators that a kind of secretary is scored by."""
        return [one for one in self.indicators if kind in one.kinds]

    def negative(self, code: str) -> Negative | None:
        """The negative situation of that code."""
        return next((one for one in self.negatives if one.code == code), None)

    def origin_of(self, figure: str) -> str:
        """Where a figure comes from; what nothing is named for is this county's own setting."""
        return self.origins.get(figure, "本县设置")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a rulebook, and where."""

    fault: CheckFault
    where: str


FIGURES = tuple(one.name for one in fields(StarRulebook) if one.type in (int, "int"))


def rulebook(values: Mapping[str, Any]) -> StarRulebook:
    """The rules from what the table or the TOML file holds. Raises `KeyError` or `ValueError` naming what is wrong."""
    return StarRulebook(
        **{name: (LATER | values["figures"])[name] for name in FIGURES},
        pension_cap={int(year): fen for year, fen in values["pension_cap"].items()},
        education_mode=EducationMode(values["choices"]["education_mode"]),
        pension_basis=PensionBasis(values["choices"]["pension_basis"]),
        standards=values["standards"],
        assess_initial=_by_grade(values["assess"]["initial"]),
        assess_yearly=_by_grade(values["assess"]["yearly"]),
        honours={HonourLevel(level): stars for level, stars in values["honours"].items()},
        quarter_pay=_steps(values["quarter_pay"]),
        year_pay=_steps(values["year_pay"]),
        aspects=tuple(map(_aspect, values["aspects"])),
        indicators=tuple(map(indicator, values["indicators"]["lines"])),
        negatives=tuple(_negative(one) for one in values["negatives"]),
        origins=values.get("origins", {}),
        values=values,
    )


def indicator(line: str) -> Indicator:
    """An indicator as a line says it: code, aspect, Chinese, English, weight, for whom, how scored, rigid or nothing.

    Raises `ValueError` for a line of another shape.
    """
    code, aspect, zh, en, weight, kinds, method, rigid = (part.strip() for part in line.split(","))
    whom = frozenset(SecretaryKind) if kinds == "both" else frozenset({SecretaryKind(kinds)})
    if rigid not in {"", "rigid"} or not zh or not code:
        raise ValueError(line)
    return Indicator(code, aspect, zh, en, int(weight), whom, Method(method), rigid == "rigid")


def checks(book: StarRulebook) -> list[Wrong]:
    """What keeps a rulebook from being published: sums of weights, orphans, counts, what the article fixes."""
    return [*_counts(book), *_weights(book), *_orphans(book), *_fixed(book)]


def share_at(steps: tuple[Step, ...], figure: int) -> int:
    """The share that holds at a figure: of the highest start that it reaches; nothing below all."""
    reached = [step for step in steps if figure >= step.start]
    return max(reached, key=lambda step: step.start).share if reached else 0


def _counts(book: StarRulebook) -> list[Wrong]:
    told = []
    if len(book.aspects) != ASPECTS:
        told.append(Wrong(CheckFault.ASPECTS, str(len(book.aspects))))
    few = [kind for kind in SecretaryKind if len(book.indicators_of(kind)) < LEAST_INDICATORS]
    told += [Wrong(CheckFault.INDICATORS, kind.zh) for kind in few]
    if len(book.negatives) != NEGATIVES or len({one.code for one in book.negatives}) != NEGATIVES:
        told.append(Wrong(CheckFault.NEGATIVES, str(len(book.negatives))))
    if len({one.code for one in book.indicators}) != len(book.indicators):
        told.append(Wrong(CheckFault.TWICE, ""))
    return told


def _weights(book: StarRulebook) -> list[Wrong]:
    told = []
    for kind in SecretaryKind:
        of_kind = book.indicators_of(kind)
        if sum(one.weights[kind] for one in book.aspects) != WHOLE:
            told.append(Wrong(CheckFault.WEIGHTS, kind.zh))
        sums = {aspect.code: sum(one.weight for one in of_kind if one.aspect == aspect.code) for aspect in book.aspects}
        wrong = [aspect for aspect in book.aspects if sums[aspect.code] != aspect.weights[kind]]
        told += [Wrong(CheckFault.WEIGHTS, f"{kind.zh} {aspect.name(kind)}") for aspect in wrong]
        steered = {aspect.code: aspect.weights[kind] for aspect in book.aspects}
        average = 3 * WHOLE / ASPECTS
        if sum(steered.get(code, 0) for code in STEERED) <= average:
            told.append(Wrong(CheckFault.STEER, kind.zh))
    return told


def _orphans(book: StarRulebook) -> list[Wrong]:
    known = {aspect.code for aspect in book.aspects}
    lost = [Wrong(CheckFault.ORPHAN, one.code) for one in book.indicators if one.aspect not in known]
    order = (book.basic_from, book.qualified_from, book.excellent_from)
    return lost + ([] if list(order) == sorted(set(order)) else [Wrong(CheckFault.ORDER, "")])


def _fixed(book: StarRulebook) -> list[Wrong]:
    told = [Wrong(CheckFault.FIXED, name) for name, value in FIXED.items() if getattr(book, name) != value]
    return told + ([Wrong(CheckFault.QUARTERS, "")] if book.quarter_share <= 0 else [])


def _by_grade(told: Mapping[str, int]) -> dict[Grade, int]:
    return {Grade(name): stars for name, stars in told.items()}


def _steps(told: list[Mapping[str, int]]) -> tuple[Step, ...]:
    return tuple(Step(one["from"], one["share"]) for one in told)


def _aspect(told: Mapping[str, Any]) -> Aspect:
    weights = {kind: told[kind.value] for kind in SecretaryKind}
    names = {name: told.get(name, "") for name in ("zh_community", "en_community", "origin")}
    return Aspect(told["code"], told["zh"], told["en"], weights, **names)


def _negative(told: Mapping[str, Any]) -> Negative:
    return Negative(**{**told, "aspect": NegativeAspect(told["aspect"])})


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two books do not say alike: which part, which of it, and the two values; none where it is not."""

    part: str
    name: str
    before: Any
    after: Any


def differences(before: StarRulebook, after: StarRulebook) -> list[Difference]:
    """What one book says otherwise than another: figures, choices, aspects, indicators, negative situations."""
    one, other = _flat(before), _flat(after)
    names = [*other, *(name for name in one if name not in other)]
    return [Difference(*name, one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)]


def _flat(book: StarRulebook) -> dict[tuple[str, str], Any]:
    flat: dict[tuple[str, str], Any] = {("figure", name): getattr(book, name) for name in FIGURES}
    flat |= {("choice", name): getattr(book, name).value for name in ("education_mode", "pension_basis")}
    flat |= {("standard", name): fen for name, fen in book.standards.items()}
    for part, listed in (("aspect", book.aspects), ("indicator", book.indicators), ("negative", book.negatives)):
        flat |= {(part, one.code): one for one in listed}
    return flat
