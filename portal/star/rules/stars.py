"""From evidence and the rulebook to stars, each with its rule, its evidence, its day, and what would have changed it.

Pure: the same evidence in any order gives the same stars; removing evidence never adds a gain (domain.md 3.2, 3.3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.star.rules.rulebook import Negative, StarRulebook
from portal.star.terms.stars import EvidenceKind, Grade, HonourLevel, StarKind

MONTHS = 12
# Later than any evidence: what is only tried comes last.
FAR_YEAR = 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something approved that may move stars. `code` names it; `deed` is the same for several honours of one deed.

    `level` is an honour's, `negative` a situation's code, `fact` the same for several situations of one fact, `growth`
    the collective income's in hundredths of a percent.
    """

    code: str
    kind: EvidenceKind
    day: date
    level: HonourLevel | None = None
    deed: str = ""
    growth: int = 0
    negative: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why stars moved: of which kind, by how many, by which rule, on which evidence, on which day.

    `missed` says what would have changed it, where it brought nothing or less.
    """

    kind: StarKind
    stars: int
    rule: str
    evidence: tuple[str, ...] = ()
    day: date | None = None
    missed: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars with their reasons; `clamped` is what the floor or the cap took off or added."""

    before: int
    stars: int
    reasons: tuple[Reason, ...]
    clamped: int = 0

    @property
    def gained(self) -> int:
        """Stars more than before, after the cap; negative where fewer."""
        return self.stars - self.before


def kept(reason: Reason) -> dict[str, Any]:
    """A reason in plain values, as a row keeps it."""
    day = reason.day.isoformat() if reason.day else None
    return asdict(reason) | {"kind": reason.kind.value, "evidence": list(reason.evidence), "day": day}


def initial_rating(
    grade: Grade, months: int, honours: Sequence[Evidence], book: StarRulebook, *, term_began: date
) -> Rating:
    """The first rating of a term: appraisal, tenure and honours (J5)."""
    reasons = [_assessed(grade, book.assess_initial), _tenure(months, book, term_began)]
    reasons += _honours(honours, book, book.honour_most_initial)
    return _rated(0, reasons, book)


def yearly_rating(before: int, grade: Grade, evidence: Iterable[Evidence], book: StarRulebook) -> Rating:
    """A year's rating: last year's stars, gains, and what negative situations take (J15)."""
    known = sorted(evidence, key=lambda one: (one.day, one.code))
    negatives = _negatives(known, grade, book)
    reasons = [] if grade in {Grade.BASIC, Grade.FAILED} else [_assessed(grade, book.assess_yearly)]
    reasons += [*_income(known, book), *_contributions(known, book)]
    reasons += _honours([one for one in known if one.kind is EvidenceKind.HONOUR], book, book.honour_most_year)
    reasons += [*_education(known, book), *negatives]
    if any(_takes_all(one, book) for one in negatives):
        lost = before + sum(one.stars for one in reasons)
        return Rating(before, book.star_min, tuple(reasons), book.star_min - lost)
    return _rated(before, reasons, book)


def stars_on(before: int, evidence: Iterable[Evidence], book: StarRulebook, day: date) -> int:
    """The stars on a day within a year: what was taken at once counts from its day on (J16)."""
    at_once = [
        one
        for one in evidence
        if one.kind is EvidenceKind.NEGATIVE and one.day <= day and (known := book.negative(one.negative))
        if known.immediate
    ]
    heaviest = _heaviest(at_once, book)
    if any(negative.all for _one, negative in heaviest):
        return book.star_min
    return max(book.star_min, before - sum(negative.stars for _one, negative in heaviest))


def qualified_months(served: Sequence[tuple[date, date]], book: StarRulebook) -> int:
    """Months of tenure from stretches of service in order: a gap of a year at most counts as none, a longer one is
    left out (SRC 3)."""
    months = 0
    last: date | None = None
    for first, until in served:
        if last is not None and 0 < (gap := months_between(last, first)) <= book.tenure_gap_months:
            months += gap
        months += months_between(first, until)
        last = until
    return months


def months_between(first: date, last: date) -> int:
    """Whole months from a day to another."""
    months = (last.year - first.year) * MONTHS + last.month - first.month
    return max(0, months - (last.day < first.day))


def may_be_rated(first: date, on: date, book: StarRulebook) -> bool:
    """Whether somebody has served long enough for a first rating."""
    return months_between(first, on) >= book.min_service_years * MONTHS


def _rated(before: int, reasons: list[Reason], book: StarRulebook) -> Rating:
    whole = before + sum(one.stars for one in reasons)
    stars = min(book.star_max, max(book.star_min, whole))
    return Rating(before, stars, tuple(reasons), stars - whole)


def _assessed(grade: Grade, table: Mapping[Grade, int]) -> Reason:
    missed = "" if grade is Grade.EXCELLENT else f"评为{Grade.EXCELLENT.zh}是 {table[Grade.EXCELLENT]} 星"
    return Reason(StarKind.APPRAISAL, table[grade], f"年度考核{grade.zh}", missed=missed)


def _tenure(months: int, book: StarRulebook, day: date) -> Reason:
    a_star = book.tenure_years_a_star * MONTHS
    stars, rest = divmod(months, a_star)
    missed = f"再任职 {a_star - rest} 个月加一星"
    return Reason(StarKind.TENURE, stars, f"任职每满 {book.tenure_years_a_star} 年一星", day=day, missed=missed)


def _honours(honours: Sequence[Evidence], book: StarRulebook, most: int) -> list[Reason]:
    """Of one deed only the highest honour counts; all together no more than the rules say."""
    best: dict[str, Evidence] = {}
    for one in sorted(honours, key=lambda one: (-_worth(one, book), one.day, one.code)):
        best.setdefault(one.deed or one.code, one)
    left = most
    reasons = []
    for one in sorted(honours, key=lambda one: (one not in best.values(), -_worth(one, book), one.day, one.code)):
        counts = best[one.deed or one.code] is one
        stars = min(left, _worth(one, book)) if counts else 0
        left -= stars
        why = "" if stars == _worth(one, book) else "同一事迹只计最高的一项" if not counts else f"荣誉最多计 {most} 星"
        level = one.level.zh if one.level else ""
        reasons.append(Reason(StarKind.HONOUR, stars, f"{level}荣誉", (one.code,), one.day, why))
    return reasons


def _worth(one: Evidence, book: StarRulebook) -> int:
    return book.honours[one.level] if one.level else 0


def _income(known: Sequence[Evidence], book: StarRulebook) -> list[Reason]:
    """One star where the collective income grew by the rules' share; the best figure of the year counts."""
    grown = [one for one in known if one.kind is EvidenceKind.INCOME]
    if not grown:
        return []
    best = max(grown, key=lambda one: (one.growth, one.code))
    stars = book.income_stars if best.growth >= book.income_growth_share else 0
    needed = book.income_growth_share / 100
    missed = "" if stars else f"增长 {best.growth / 100:g}%，到 {needed:g}% 才有这颗星"
    return [Reason(StarKind.INCOME, stars, f"集体收入增长 {needed:g}% 以上", (best.code,), best.day, missed)]


def _contributions(known: Sequence[Evidence], book: StarRulebook) -> list[Reason]:
    found = [one for one in known if one.kind is EvidenceKind.CONTRIBUTION]
    reasons = []
    for place, one in enumerate(found):
        counts = place < book.contribution_most_year
        missed = "" if counts else f"一年最多计 {book.contribution_most_year} 项"
        stars = book.contribution_stars if counts else 0
        reasons.append(Reason(StarKind.CONTRIBUTION, stars, "突出贡献", (one.code,), one.day, missed))
    return reasons


def _education(known: Sequence[Evidence], book: StarRulebook) -> list[Reason]:
    found = [one for one in known if one.kind is EvidenceKind.EDUCATION]
    return [Reason(StarKind.EDUCATION, book.education_stars, "取得更高学历", (one.code,), one.day) for one in found]


def _negatives(known: Sequence[Evidence], grade: Grade, book: StarRulebook) -> list[Reason]:
    """What the ten situations take; the two of the appraisal follow from its grade. Of one fact the heaviest counts."""
    found = [one for one in known if one.kind is EvidenceKind.NEGATIVE and book.negative(one.negative)]
    of_grade = {Grade.BASIC: "N01", Grade.FAILED: "N02"}.get(grade)
    counted = _heaviest([one for one in found if one.negative not in {"N01", "N02"}], book)
    reasons = [_taken(one, negative, book) for one, negative in counted]
    if of_grade and (negative := book.negative(of_grade)):
        reasons.insert(0, Reason(StarKind.NEGATIVE, -negative.stars, f"{negative.code} {negative.zh}"))
    return reasons


def _heaviest(found: Sequence[Evidence], book: StarRulebook) -> list[tuple[Evidence, Negative]]:
    by_fact: dict[str, tuple[Evidence, Negative]] = {}
    for one in sorted(found, key=lambda one: (one.day, one.code)):
        negative = book.negative(one.negative)
        known = by_fact.get(one.fact or one.code)
        if negative and (known is None or (negative.all, negative.stars) > (known[1].all, known[1].stars)):
            by_fact[one.fact or one.code] = (one, negative)
    return list(by_fact.values())


def _taken(one: Evidence, negative: Negative, book: StarRulebook) -> Reason:
    stars = -(book.star_max if negative.all else negative.stars)
    return Reason(StarKind.NEGATIVE, stars, f"{negative.code} {negative.zh}", (one.code,), one.day)


def _takes_all(reason: Reason, book: StarRulebook) -> bool:
    negative = book.negative(reason.rule.split(" ", 1)[0])
    return bool(negative and negative.all)


@dataclass(frozen=True, slots=True)
class Way:
    """Something that would bring stars this year, and how many."""

    kind: StarKind
    stars: int
    what: str


def ways_up(before: int, evidence: Sequence[Evidence], book: StarRulebook, *, upgradeable: bool) -> list[Way]:
    """What would raise somebody this year beyond what he has, the most first: each tried by the engine itself."""
    known, day = list(evidence), date(FAR_YEAR, 1, 1)
    now = yearly_rating(before, Grade.QUALIFIED, known, book).stars
    growth = book.income_growth_share
    tried = [
        (
            StarKind.APPRAISAL,
            f"年度考核评为{Grade.EXCELLENT.zh}（{book.excellent_from / 100:g} 分以上）",
            Grade.EXCELLENT,
            None,
        ),
        (StarKind.INCOME, f"集体收入增长 {growth / 100:g}% 以上", Grade.QUALIFIED, EvidenceKind.INCOME),
        (StarKind.CONTRIBUTION, "一项突出贡献获认定", Grade.QUALIFIED, EvidenceKind.CONTRIBUTION),
        (StarKind.HONOUR, "市县级以上荣誉", Grade.QUALIFIED, EvidenceKind.HONOUR),
        (StarKind.EDUCATION, "取得更高学历", Grade.QUALIFIED, EvidenceKind.EDUCATION if upgradeable else None),
    ]
    found = []
    for kind, what, grade, wanted in tried:
        if kind is StarKind.EDUCATION and wanted is None:
            continue
        more = [Evidence(code="~", kind=wanted, day=day, level=HonourLevel.COUNTY, growth=growth)] if wanted else []
        stars = yearly_rating(before, grade, [*known, *more], book).stars - now
        if stars > 0:
            found.append(Way(kind, stars, what))
    return sorted(found, key=lambda way: -way.stars)
