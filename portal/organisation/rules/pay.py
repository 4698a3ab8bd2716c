"""Three posts, eighteen grades (3岗18级; domain.md 2.2 and 3.6): from post, education and years to grade and pay.

The figures are the county's: a `PayTable` of a day holds them. What stands here is only how they are put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from portal.core.money import rounded
from portal.organisation.terms import Certificate, Education, GradeFault, WorkerPost

GRADES = 18
PARTS = 10_000
# A degree is worth grades; a diploma without one, years of service (Shandong measures, domain.md 2.2).
DEGREE_GRADES = {Education.BACHELOR: 1, Education.MASTER: 2}
DIPLOMA_YEARS = {Education.BACHELOR: 1, Education.MASTER: 3}
YEARS_PER_GRADE = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """The pay table of a day: base in fen a month, a coefficient for each grade and the basic share in parts of ten
    thousand, the certificates' allowances in fen, and the first and last grade of each post."""

    base_fen: int
    coefficients: tuple[int, ...]
    basic_share: int
    certificates: Mapping[Certificate, int]
    ranges: Mapping[WorkerPost, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pay:
    """A month's pay in fen: the standard, which is basic and performance together, and the certificate's allowance."""

    standard: int
    basic: int
    performance: int
    certificate: int

    @property
    def total(self) -> int:
        return self.standard + self.certificate


def grade_by_rule(scale: Scale, post: WorkerPost, education: Education, has_degree: bool, years: int) -> int:
    """The grade that somebody with so many qualified years comes to, within the range of his post."""
    first, last = scale.ranges[post]
    extra = DEGREE_GRADES.get(education, 0) if has_degree else 0
    counted = years if has_degree else years + DIPLOMA_YEARS.get(education, 0)
    return min(last, first + extra + counted // YEARS_PER_GRADE)


def pay(scale: Scale, grade: int, certificate: Certificate) -> Pay:
    """The pay of a grade, to the fen. Basic and performance always add up to the standard."""
    standard = rounded(Decimal(scale.base_fen) * scale.coefficients[grade - 1] / PARTS)
    basic = rounded(Decimal(standard) * scale.basic_share / PARTS)
    return Pay(standard, basic, standard - basic, scale.certificates.get(certificate, 0))


def grade_fault(scale: Scale, post: WorkerPost, grade: int) -> GradeFault | None:
    """A chief is never in grade 6, a deputy never in 16, others never in 13 (domain.md 4.6)."""
    first, last = scale.ranges[post]
    return None if first <= grade <= last else GradeFault.RANGE


def qualified_years(hired_on: date, as_of: date, unqualified: int) -> int:
    """Full years of service on a day, less those whose appraisal was unqualified."""
    full = as_of.year - hired_on.year - ((as_of.month, as_of.day) < (hired_on.month, hired_on.day))
    return max(0, full - unqualified)


def coefficients_fault(coefficients: Sequence[int]) -> GradeFault | None:
    """Eighteen of them, none smaller than the one before."""
    if len(coefficients) != GRADES:
        return GradeFault.EIGHTEEN
    if any(later < earlier for earlier, later in pairwise(coefficients)):
        return GradeFault.FALLING
    return None
