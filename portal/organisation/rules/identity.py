"""Identity numbers (公民身份号码) as GB 11643-1999 makes them: region, day of birth, order, check character."""

import re
import unicodedata
from datetime import date

from portal.organisation.terms import PeopleFault, Sex

SHAPE = re.compile(r"[0-9]{17}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# Provinces by GB/T 2260; 81 to 83 are of residence permits for people of Hong Kong, Macao and Taiwan.
PROVINCES = {
    *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46),
    *(50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83),
}
OLDEST = 130


def plain_identity(written: str) -> str:
    """A number as it is kept and compared: half-width, without blanks, its X a capital."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper()


def check_character(seventeen: str) -> str:
    """The last character for the first seventeen digits: ISO 7064, MOD 11-2."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen, strict=True)) % 11]


def is_identity(number: str) -> bool:
    """Whether it is a number of eighteen characters with a real day of birth and the right check character."""
    return bool(SHAPE.fullmatch(number)) and born_on(number) is not None and number[17] == check_character(number[:17])


def valid(number: str, today: date) -> bool:
    """Whether it can be the number of somebody alive: also of a province that there is, born on a day that has come."""
    born = born_on(number) if is_identity(number) else None
    return born is not None and int(number[:2]) in PROVINCES and today.year - OLDEST <= born.year and born <= today


def born_on(number: str) -> date | None:
    """The day of birth that a number names; None where it is no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def birth_year_in(number: str) -> int:
    """The year of birth that a right number tells."""
    return int(number[6:10])


def sex_of(number: str) -> Sex:
    """The sex that a right number tells: its seventeenth digit is odd for men."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def fault_of(number: str, birth_year: int | None, today: date) -> PeopleFault | None:
    """What is wrong with a number of somebody of whom this year of birth is known."""
    if not valid(number, today):
        return PeopleFault.IDENTITY
    return PeopleFault.BIRTH_YEAR if birth_year and birth_year_in(number) != birth_year else None
