"""How a Chinese name is read, so that it is found by pinyin or by initials (拼音、首字母).

The general dictionary misreads names of this county (重坊, 单县, 曾); `phrases.toml` holds what it gets wrong. Readings
are stored in columns, so that a person can correct one.

The dictionary itself is large, and read only by who writes a name: no page waits for it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

PHRASES = Path(__file__).with_name("phrases.toml")
RUNS = re.compile(r"[a-z]+|[0-9]+|[^0-9a-z]+")
SILENT = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Lower-case letters and digits, without tones and blanks: 富民社区 is "fuminshequ" and "fmsq"; ü is written v."""

    pinyin: str
    initials: str


def reading(text: str, *, person: bool = False) -> Reading:
    """The reading of a name; of a `person` the name begins with a surname (单志强: "shanzhiqiang")."""
    surname = _surname(text) if person else ""
    syllables = [*_surnames().get(surname, "").split(), *_syllables(text.removeprefix(surname))]
    return Reading("".join(syllables), "".join(s if s.isdigit() else s[:1] for s in syllables))


def _surname(text: str) -> str:
    return next((text[:length] for length in (2, 1) if text[:length] in _surnames()), "")


def _syllables(text: str) -> list[str]:
    """A Latin word or a number counts as one syllable: "A座3号" is "a", "zuo", "3", "hao"."""
    from pypinyin import Style, lazy_pinyin

    _learn()
    read = (
        [part] if part.isascii() and part.isalnum() else lazy_pinyin(part, Style.NORMAL, errors="ignore")
        for part in RUNS.findall(text.lower())
    )
    return [letters for letters in (SILENT.sub("", syllable) for syllable in chain(*read)) if letters]


@cache
def _learn() -> None:
    """Teach the dictionary, which is the process's own, what it gets wrong; once is enough."""
    from pypinyin import load_phrases_dict, load_single_dict

    load_single_dict({ord(character): tone for character, tone in _known()["characters"].items()})
    load_phrases_dict({phrase: [[tone] for tone in tones.split()] for phrase, tones in _known()["phrases"].items()})


@cache
def _surnames() -> dict[str, str]:
    """Surnames of their own reading, without tones, syllables blank-separated."""
    from pypinyin.contrib.tone_convert import to_normal

    return {
        surname: " ".join(to_normal(tone) for tone in tones.split()) for surname, tones in _known()["surnames"].items()
    }


@cache
def _known() -> dict[str, dict[str, str]]:
    with PHRASES.open("rb") as file:
        return tomllib.load(file)
