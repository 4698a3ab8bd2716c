"""Where a table's headings stand: below title rows, in one row or, with merged cells, in two."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The rows behind the last line: sums, who made the table, who read it, notes.
SUM = re.compile(r"[合总小]计([:：（(\d].*)?")
SIGNED = re.compile(r"(制表|填表|审核|填报|审批|负责|经办|复核)(人|单位|日期|时间)([:：].*)?|(注|说明|备注)[:：].*")


@dataclass(frozen=True, slots=True)
class Headings:
    """The last heading row (from 0); of each of its cells the column that it names ("" for none), and its words."""

    at: int
    names: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def found(self) -> int:
        return sum(map(bool, self.names))


def find_headings(rows: Sequence[Sequence[str]], known: Mapping[str, str]) -> Headings | None:
    """The row, or pair of rows, whose cells are headings most; `known` says by its plain heading which column it is.

    None where no row has a heading.
    """
    single = [
        Headings(at, tuple(known.get(plain(word), "") for word in row), tuple(row)) for at, row in enumerate(rows)
    ]
    pairs = [_pair(at, rows[at - 1], rows[at], known) for at in range(1, len(rows))]
    best: Headings | None = None
    for seen in (*single, *pairs):  # two rows only where one alone says less
        if seen is not None and seen.found > (best.found if best else 0):
            best = seen
    return best


def plain(heading: str) -> str:
    """A heading without blanks, brackets' content and case, so that its usual variants are one."""
    base = unicodedata.normalize("NFKC", heading).partition("(")[0]
    return "".join(base.split()).strip("*:").lower()


def is_footer(cells: Sequence[str]) -> bool:
    """Whether a row stands below the table: 合计, 制表人 and the like in its first cell that is not empty."""
    first = next((word for word in map("".join, map(str.split, cells)) if word), "")
    return bool(SUM.fullmatch(first) or SIGNED.fullmatch(first))


def _pair(at: int, upper: Sequence[str], lower: Sequence[str], known: Mapping[str, str]) -> Headings | None:
    """Two rows as one heading, if the lower one is mostly headings too: 居住情况 over 小区 and 门牌."""
    wide = max(len(upper), len(lower))
    above = [*upper, *[""] * (wide - len(upper))]
    below = [*lower, *[""] * (wide - len(lower))]
    names, words, merged, hits = [], [], "", 0
    for top, under in zip(above, below, strict=True):
        merged = top or merged
        name = known.get(plain(f"{merged}{under}"), "") or known.get(plain(under), "") if under else ""
        hits += bool(name)
        names.append(name or known.get(plain(top), ""))
        words.append(under or top)
    filled = sum(map(bool, below))
    return Headings(at, tuple(names), tuple(words)) if filled and hits * 2 > filled else None
