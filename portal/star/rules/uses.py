"""Who is proposed for what from a year's rating (J33–J37). The rules propose; people decide, and may decide against."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.star.rules.rulebook import StarRulebook
from portal.star.terms.stars import Departure, Grade, SecretaryKind
from portal.star.terms.uses import UseKind

GOOD = (Grade.EXCELLENT, Grade.QUALIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """What a proposal reads: the rating of a year, and whether he left in it, and how."""

    kind: SecretaryKind
    year: int
    stars: int
    gained: int
    grade: Grade
    left_on: date | None
    departure: Departure | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A use, and the sentence of its rule with the figures that it read."""

    kind: UseKind
    why: str


def proposals(rated: Rated, book: StarRulebook) -> Iterator[Proposal]:
    """What the rules propose for somebody. Low stars propose an admonition and nothing else."""
    told = f"{rated.year} 年 {rated.stars} 星，考核{rated.grade.zh}"
    if rated.left_on is not None:
        if _keeps(rated, book):
            yield Proposal(UseKind.RETAIN, f"{told}，正常离任，达到 {book.prefer_from} 星")
        return
    if rated.stars < book.low_below:
        yield Proposal(UseKind.ADMONISH, f"{told}，不到 {book.low_below} 星")
        return
    if rated.stars < book.prefer_from or rated.grade not in GOOD:
        return
    yield Proposal(UseKind.RECOMMEND, f"{told}，达到 {book.prefer_from} 星")
    if rated.grade is Grade.EXCELLENT:
        yield Proposal(UseKind.POST, f"{told}，达到 {book.prefer_from} 星且考核优秀")
        if rated.gained > 0:
            yield Proposal(UseKind.COMMEND, f"{told}，比上年增加 {rated.gained} 星且考核优秀")


def _keeps(rated: Rated, book: StarRulebook) -> bool:
    is_good = rated.departure is Departure.NORMAL and rated.grade in GOOD
    return rated.kind is SecretaryKind.COMMUNITY and is_good and rated.stars >= book.prefer_from
