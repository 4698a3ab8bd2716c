"""Made-up people of the demo county, by the rule in `data/NOTICE.md`, and phones that cannot ring."""

from collections.abc import Iterator
from functools import cache
from itertools import count
from random import Random

from portal.core.pinyin import Reading, reading
from portal.demo.words import words
from portal.registration.terms.roster import Sex

MARK = "（演示）"


def a_person(rng: Random) -> str:
    """A marked name of two given characters, with a surname as common as its rank; never a well-known person's."""
    return a_person_with_sex(rng)[0]


def a_person_with_sex(rng: Random) -> tuple[str, Sex]:
    """A marked name as `a_person` makes it, and whose it is."""
    lists = words("names")["people"]
    surnames = lists["surnames"]
    weights = [1 / (rank + 5) for rank in range(len(surnames))]
    while True:
        sex = rng.choice(("men", "women"))
        given = rng.sample(lists[sex] + lists["either"], 2)
        name: str = rng.choices(surnames, weights)[0] + "".join(given)
        if name not in lists["denied"]:
            return name + MARK, Sex.MALE if sex == "men" else Sex.FEMALE


def reading_of(name: str) -> Reading:
    """The reading of a marked name, character by character: thousands of names are made of two hundred characters."""
    plain = name.removesuffix(MARK)
    read = [_surname_reading(plain[0]), *(_character_reading(character) for character in plain[1:])]
    return Reading("".join(one.pinyin for one in read), "".join(one.initials for one in read))


def a_surname(rng: Random) -> str:
    surnames: str = words("names")["people"]["surnames"]
    return rng.choice(surnames)


@cache
def _surname_reading(surname: str) -> Reading:
    return reading(surname, person=True)


@cache
def _character_reading(character: str) -> Reading:
    return reading(character)


def phones() -> Iterator[str]:
    """Numbers that no Chinese mobile telephone has: none begins with 10."""
    for number in count(1):
        yield f"100 {number // 10_000:04} {number % 10_000:04}"
