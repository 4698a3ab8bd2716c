"""What offices write into rosters, read as what it means: names, months, days, states of a rounded number.

The ways of writing are those of the offices' own files; what cannot be read for certain raises `ValueError` and is
never guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from difflib import get_close_matches

HAN_BLANKS = re.compile(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])")
DOTS = str.maketrans("•‧・∙●．", "······")
DATED = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*(?:[月.\-/]\s*(?:(\d{1,2})\s*[日号]?)?)?(?:[ T]00:00(?::00)?)?")
TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})?")
# Days since 1899-12-30, as spreadsheets count them: from 1927 to 2064.
SERIAL = re.compile(r"[1-5]\d{4}")
SERIAL_ZERO = date(1899, 12, 30)
YEAR = re.compile(r"(19|20)\d{2}\s*年?")
ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
SEPARATORS = re.compile(r"[、,，;；/\s]+")


def person_name(written: str) -> str:
    """王　芳 is 王芳: blanks between Chinese characters are padding; the dot in a name is always ·."""
    return HAN_BLANKS.sub("", " ".join(written.translate(DOTS).split()))


def plain_name(name: str) -> str:
    """What two ways of writing one name have in common: no blanks, one width, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def is_rounded(written: str) -> bool:
    """Whether a spreadsheet rounded a long number: 3.71322E+17."""
    return ROUNDED.fullmatch(written) is not None


def year_of(written: str) -> int:
    """The year of a birth: 1985.06, 1985-06-12, 198506, 1985年6月, 1985, 31210 (a spreadsheet's day)."""
    if YEAR.fullmatch(written):
        return _between(int(written[:4]), 1900, 2100)
    year, _month, _day = _parts(written)
    return _between(year, 1900, 2100)


def day_of(written: str) -> date:
    """The day of an event; a month alone is its first day. 2026.1 may be January or October and is refused."""
    if re.fullmatch(r"\d{4}\.1", written):
        raise ValueError(written)
    year, month, day = _parts(written)
    return date(_between(year, 1949, 2100), month, day or 1)


def one_of[Value](written: str, words: Mapping[str, Value]) -> Value:
    """The value that a word stands for, whatever its blanks and width. Raises `ValueError` where none does."""
    try:
        return words[plain_name(written)]
    except KeyError:
        raise ValueError(written) from None


def several(written: str) -> list[str]:
    """The parts of 法律、医疗, as often as each is meant: once."""
    return list(dict.fromkeys(part for part in SEPARATORS.split(written) if part))


def unit_and_rest(written: str, is_unit: Callable[[str], bool]) -> tuple[str, str]:
    """县水利局副局长 as the longest unit that is known and what is left of it; all of it and nothing where none is."""
    plain = " ".join(written.split())
    for length in range(len(plain), 1, -1):
        if is_unit(plain[:length]):
            return plain[:length].strip(), plain[length:].strip(" 、,，()（）")
    return plain, ""


def near(written: str, names: Collection[str]) -> list[str]:
    """Three known names at most that may have been meant: those that hold it or lie in it, then those written alike."""
    holding = [name for name in names if written in name or name in written]
    return list(dict.fromkeys([*holding, *get_close_matches(written, list(names), n=3, cutoff=0.5)]))[:3]


def _parts(written: str) -> tuple[int, int, int]:
    """Year, month and day (0 where there is none)."""
    if SERIAL.fullmatch(written):
        day = SERIAL_ZERO + timedelta(days=int(written))
        return day.year, day.month, day.day
    found = TOGETHER.fullmatch(written) or DATED.fullmatch(written)
    if not found:
        raise ValueError(written)
    year, month, day_ = int(found[1]), int(found[2]), int(found[3] or 0)
    date(year, month, day_ or 1)
    return year, month, day_


def _between(year: int, first: int, last: int) -> int:
    if not first <= year <= last:
        raise ValueError(year)
    return year
