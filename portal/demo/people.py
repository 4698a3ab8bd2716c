"""Made-up people of the demo county, by the rule in `data/NOTICE.md`, and phones that cannot ring."""

from collections.abc import Iterator
from itertools import count
from random import Random

from portal.demo.words import words

MARK = "（演示）"


def a_person(rng: Random) -> str:
    """A marked name of two given characters, with a surname as common as its rank; never a well-known person's."""
    lists = words("names")["people"]
    surnames = lists["surnames"]
    weights = [1 / (rank + 5) for rank in range(len(surnames))]
    while True:
        given = rng.sample(lists[rng.choice(("men", "women"))] + lists["either"], 2)
        name: str = rng.choices(surnames, weights)[0] + "".join(given)
        if name not in lists["denied"]:
            return name + MARK


def a_surname(rng: Random) -> str:
    surnames: str = words("names")["people"]["surnames"]
    return rng.choice(surnames)


def phones() -> Iterator[str]:
    """Numbers that no Chinese mobile telephone has: none begins with 10."""
    for number in count(1):
        yield f"100 {number // 10_000:04} {number % 10_000:04}"
