"""What stars pay: lines with their rule and their inputs, in fen, rounded half up (domain.md 3.5, 4.3, 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.core.money import rounded
from portal.star.rules.rulebook import StarRulebook, share_at
from portal.star.terms.pay import PayLine
from portal.star.terms.stars import Departure, EducationMode, Grade, PensionBasis, SecretaryKind

SHARES = 10_000
QUARTERS, MONTHS = 4, 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a pay sheet: what, how much in fen, and the words of its rule with the inputs."""

    kind: PayLine
    fen: int
    rule: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A secretary's year in money. `over` is what the total has beyond the ceiling: to be looked at, never cut (P8)."""

    lines: tuple[Line, ...]
    over: int = 0

    @property
    def total(self) -> int:
        return sum(line.fen for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What a pay sheet is computed from: stars, scores in hundredths (empty where not scored), the grade.

    `months` in post; `one_off` an approved reward for collective income in fen; `both` head of the village too.
    """

    kind: SecretaryKind
    both: bool
    quarters: Sequence[int]
    grade: Grade
    gained: int
    education_stars: int = 0
    months: int = MONTHS
    one_off: int = 0
    in_post: bool = True


def pay_sheet(year: Year, book: StarRulebook) -> Sheet:
    """The lines of a year: a village secretary's base, pots and rewards; a community's rewards beside its own pay."""
    lines = _village(year, book) if year.kind is SecretaryKind.VILLAGE else []
    lines.append(_reward(year, book))
    total = sum(line.fen for line in lines)
    over = max(0, total - book.ceiling_fen) if year.kind is SecretaryKind.VILLAGE and year.both else 0
    return Sheet(tuple(lines), over)


def pension(stars: int, initial: int, previous: int, book: StarRulebook, year: int) -> Line:
    """The subsidy on top of the standard, within the year's cap; the standard itself is never cut (J30, J31, T3)."""
    counted = {
        PensionBasis.VS_INITIAL: stars - initial,
        PensionBasis.VS_PREVIOUS: stars - previous,
        PensionBasis.LEVEL: stars,
    }[book.pension_basis]
    wanted = max(0, counted) * book.pension_star_fen
    cap = book.pension_cap.get(year)
    paid = wanted if cap is None else min(wanted, max(0, cap - book.pension_standard_fen))
    rule = f"{book.pension_basis.zh} {max(0, counted)} × {book.pension_star_fen // 100} 元"
    return Line(PayLine.PENSION, paid, rule + ("" if paid == wanted else "，不超过当年上限"))


def leaving_allowance(
    kind: SecretaryKind, departure: Departure, stars: int, initial: int, book: StarRulebook
) -> Line | None:
    """A village secretary's monthly allowance: more where he gained so many stars within the term (J32, T7). None for
    a community's, whose benefits are decided by people."""
    if kind is not SecretaryKind.VILLAGE:
        return None
    earned = departure is Departure.NORMAL and stars - initial >= book.leave_min_gain
    bonus = book.leave_bonus_fen if earned else 0
    rule = f"一届内增加 {stars - initial} 星，{book.leave_min_gain} 星起每月加 {book.leave_bonus_fen // 100} 元"
    return Line(PayLine.LEAVING, book.leave_standard_fen + bonus, rule)


def _village(year: Year, book: StarRulebook) -> list[Line]:
    standard = book.standards["both" if year.both else "plain"]
    base = _share(standard, book.base_pay_share)
    performance = standard - base
    lines = [Line(PayLine.BASE, _part(base, year.months, MONTHS), f"{standard // 100} 元 × 60% × {year.months}/12 月")]
    pots = _share(performance, book.quarter_pot_share)
    for number, score in enumerate(year.quarters, 1):
        share = share_at(book.quarter_pay, score)
        fen = rounded(Decimal(pots) / QUARTERS * share / SHARES)
        rule = f"第 {number} 季度 {score / 100:.2f} 分，发 {share // 100}%"
        lines.append(Line(PayLine.QUARTER, fen, rule))
    share = 0 if year.grade is Grade.FAILED else share_at(book.year_pay, year.gained)
    yearly = performance - pots
    lines.append(Line(PayLine.YEAR, _share(yearly, share), f"比上年 {year.gained:+d} 星，发 {share // 100}%"))
    if year.one_off:
        lines.append(Line(PayLine.ONE_OFF, year.one_off, "集体收入增长的一次性奖励，经审批"))
    return lines


def _reward(year: Year, book: StarRulebook) -> Line:
    """A thousand for each star gained; an education star is paid once, or at least, as the rules choose (Q2)."""
    gained = max(0, year.gained) if year.in_post else 0
    fen, rule = gained * book.star_reward_fen, f"增加 {gained} 星 × {book.star_reward_fen // 100} 元"
    education = year.education_stars * book.education_reward_fen if year.in_post else 0
    if book.education_mode is EducationMode.GUARANTEED and education > fen:
        return Line(
            PayLine.STARS, education, f"学历提升星 {year.education_stars} × {book.education_reward_fen // 100} 元"
        )
    return Line(PayLine.STARS, fen, rule)


def _share(fen: int, share: int) -> int:
    return rounded(Decimal(fen) * share / SHARES)


def _part(fen: int, part: int, whole: int) -> int:
    return rounded(Decimal(fen) * part / whole)
