"""The county's rules of the funds as values.

The defaults stand in this room's `rulebook.toml`, each figure with its origin; a county issues its own from a day on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import DecisionStep


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many are needed: `strictly` more than the share, or at least it ("以上" includes the number)."""

    numerator: int
    denominator: int
    strictly: bool
    of: str = "members"

    def is_met(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` is enough, in whole numbers."""
        left, right = part * self.denominator, whole * self.numerator
        return left > right if self.strictly else left >= right


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of other funds (N)."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Use:
    """What money may be used for, and from which purses; `origin` says where that stands."""

    code: str
    zh: str
    en: str
    purses: frozenset[Purse]
    origin: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What a project of a purse has to go through before its money is committed."""

    decisions: tuple[DecisionStep, ...]
    notice: bool
    county: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRulebook:
    """The rules of a day. Amounts are fen, shares hundredths of a percent, days as the TOML says."""

    notice_days: int
    answer_days: int
    street_days: int
    county_days: int
    acceptance_days: int
    rating_days: int
    payment_days: int
    meeting_from_fen: int
    quotes_from_fen: int
    quotes_needed: int
    idle_after_days: int
    idle_share: int
    split_within_days: int
    split_share: int
    december_share: int
    same_payee_communities: int
    rectify_days: int
    year_end: Mapping[Purse, str]
    founded: str
    votes: Mapping[str, Share]
    ways: Mapping[Purse, Way]
    other_kinds: tuple[Kind, ...]
    uses: tuple[Use, ...]
    forbidden: tuple[Use, ...]
    origins: Mapping[str, str]
    values: Mapping[str, Any] = field(repr=False, compare=False)

    def use(self, code: str) -> Use | None:
        """The use of that code, allowed or forbidden."""
        return next((one for one in (*self.uses, *self.forbidden) if one.code == code), None)

    def other_kind(self, code: str) -> Kind | None:
        """The kind of other funds of that code."""
        return next((one for one in self.other_kinds if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two books do not say alike: which part, which of it, and the two values; none where it is not."""

    part: str
    name: str
    before: Any
    after: Any


FIGURES = tuple(one.name for one in fields(FundRulebook) if one.type in (int, "int"))


def rulebook(values: Mapping[str, Any]) -> FundRulebook:
    """The rules from what the table or the TOML file holds. Raises `KeyError` or `ValueError` naming what is wrong."""
    return FundRulebook(
        **{name: values["figures"][name] for name in FIGURES},
        year_end={Purse(purse): what for purse, what in values["year_end"].items()},
        founded=values["mid_year"]["founded"],
        votes={name: Share(**share) for name, share in values["votes"].items()},
        ways={Purse(purse): _way(told) for purse, told in values["ways"].items()},
        other_kinds=tuple(Kind(**kind) for kind in values["other_kinds"]),
        uses=tuple(_use(one) for one in values["uses"]),
        forbidden=tuple(_use(one) for one in values["forbidden"]),
        origins=values.get("origins", {}),
        values=values,
    )


def differences(before: FundRulebook, after: FundRulebook) -> list[Difference]:
    """What one book says otherwise than another: figures, ends of years, ways, and uses by their codes."""
    one, other = _flat(before), _flat(after)
    names = [*other, *(name for name in one if name not in other)]
    return [Difference(*name, one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)]


def _flat(book: FundRulebook) -> dict[tuple[str, str], Any]:
    flat: dict[tuple[str, str], Any] = {("figure", name): getattr(book, name) for name in FIGURES}
    flat |= {("year_end", purse.value): said for purse, said in book.year_end.items()}
    flat |= {("founded", ""): book.founded}
    flat |= {("way", purse.value): way for purse, way in book.ways.items()}
    for list_ in ("other_kinds", "uses", "forbidden"):
        flat |= {(list_, one.code): one for one in getattr(book, list_)}
    return flat


def _way(told: Mapping[str, Any]) -> Way:
    return Way(tuple(map(DecisionStep, told["decisions"])), told["notice"], told["county"])


def _use(told: Mapping[str, Any]) -> Use:
    return Use(**{**told, "purses": frozenset(map(Purse, told["purses"]))})
