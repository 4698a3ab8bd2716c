"""Identity numbers (公民身份号码) as GB 11643-1999 makes them: region, day of birth, order, check character."""

import re
from datetime import date

SHAPE = re.compile(r"\d{17}[\dX]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def plain_identity(written: str) -> str:
    """A number as it is compared: without blanks, its X a capital."""
    return "".join(written.split()).upper()


def check_character(seventeen: str) -> str:
    """The last character for the first seventeen digits: ISO 7064, MOD 11-2."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen, strict=True)) % 11]


def is_identity(number: str) -> bool:
    """Whether it is a number of eighteen characters with a real day of birth and the right check character."""
    if not SHAPE.fullmatch(number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[17] == check_character(number[:17])


def birth_year_in(number: str) -> int:
    """The year of birth that a right number tells."""
    return int(number[6:10])
