"""Words of values: every enum member has a Chinese and an English label, both in its own definition."""

import enum
from typing import Self

from flask_babel import get_locale


class Word(enum.StrEnum):
    """An enum whose members are written `NAME = "value", "中文", "English"`."""

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member

    @property
    def label(self) -> str:
        """The word in the language of the request, Chinese outside one."""
        return spoken(self.zh, self.en)


def spoken(zh: str, en: str) -> str:
    """Of two words for one thing that in the language of the request, the Chinese one outside a request."""
    locale = get_locale()
    return en if locale is not None and locale.language == "en" else zh
