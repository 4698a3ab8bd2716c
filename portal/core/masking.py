"""How a number is shown to who need not know it (domain.md 2.8 and M1, M2)."""

import re

PHONE = re.compile(r"\d{11}|0\d{2,3}-\d{7,8}")
NUMBER = re.compile(r"(?<!\d)(?:(\d{17}[\dXx])|(1[3-9]\d{9}))(?!\d)")


def is_phone(number: str) -> bool:
    """A mobile number of 11 digits, or a landline with its area code and a hyphen."""
    return PHONE.fullmatch(number) is not None


def plain_phone(written: str) -> str:
    """A number as it is kept: without blanks, and hyphens only behind an area code."""
    number = re.sub(r"[\s()（）]", "", written)
    return number if number.startswith("0") else number.replace("-", "")


def masked_phone(number: str | None) -> str:
    """138****5678; of a landline the last four digits; empty for none."""
    if not number:
        return ""
    return f"{number[:3]}****{number[-4:]}" if len(number) == 11 and number.isdigit() else f"****{number[-4:]}"


def masked_identity(number: str | None) -> str:
    """37*************234: the first two, the last three; empty for none."""
    if not number:
        return ""
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"


def masked_name(name: str) -> str:
    """王**: enough for its owner to know it."""
    return name[:1] + "*" * (len(name) - 1)


def masked_numbers(text: str) -> str:
    """A text with the identity and mobile numbers in it masked."""
    return NUMBER.sub(lambda found: masked_identity(found[1]) if found[1] else masked_phone(found[2]), text)
