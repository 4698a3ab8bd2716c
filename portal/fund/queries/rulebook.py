"""Which rules and rates of the funds hold."""

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.core.database import session
from portal.fund.models.ledger import Allocation
from portal.fund.models.projects import FundProject
from portal.fund.models.rulebook import FundRate, FundRules
from portal.fund.rules.rulebook import Difference, FundRulebook, differences, rulebook
from portal.fund.terms.ledger import Purse

# What of the rules the county sets; shares of votes are the law's.
PARTS = ("figures", "year_end", "mid_year", "ways", "other_kinds", "uses", "forbidden")
DEFAULTS = Path(__file__).parent.parent / "rulebook.toml"


def fund_rules_on(day: date) -> FundRulebook:
    """The rules of that day: the county's own, or those that a county begins with."""
    kept = session.scalar(
        select(FundRules.values).where(FundRules.from_day <= day).order_by(FundRules.from_day.desc()).limit(1)
    )
    return rulebook(kept) if kept else defaults()


def drafted(from_day: date, parts: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """The rules as they would be: those of that day with these parts; what changes of the figures has this origin."""
    before = fund_rules_on(from_day)
    values = deepcopy(dict(before.values)) | {name: parts[name] for name in PARTS}
    changed = [one.name for one in differences(before, rulebook(values)) if one.part == "figure"]
    values["origins"] = dict(before.origins) | dict.fromkeys(changed, origin)
    return values


def issued_fund_rules() -> Sequence[FundRules]:
    """All rules that the county issued, the newest first."""
    return session.scalars(select(FundRules).order_by(FundRules.from_day.desc())).all()


def issued_with_changes() -> list[tuple[FundRules, list[Difference]]]:
    """All rules that the county issued, the newest first, each with what it says otherwise than the ones before."""
    issued = issued_fund_rules()
    books = [*(rulebook(one.values) for one in issued), defaults()]
    return [(one, differences(books[place + 1], books[place])) for place, one in enumerate(issued)]


def codes_in_use() -> tuple[set[str], set[str]]:
    """The uses that projects have, and the kinds of other funds that were given."""
    uses = set(session.scalars(select(FundProject.use).distinct()))
    kinds = set(session.scalars(select(Allocation.kind_code).where(Allocation.kind_code != "").distinct()))
    return uses, kinds


def rates_of(year: int) -> dict[Purse, FundRate]:
    """What each community gets in that year for each purse that has a rate; the highest version holds."""
    rows = session.scalars(select(FundRate).where(FundRate.year == year).order_by(FundRate.version))
    return {row.purse: row for row in rows}


def issued_rates() -> Sequence[FundRate]:
    """All rates, the latest year and version first."""
    order = (FundRate.year.desc(), FundRate.purse.desc(), FundRate.version.desc())
    return session.scalars(select(FundRate).order_by(*order)).all()


@cache
def defaults() -> FundRulebook:
    """What a county begins with."""
    with DEFAULTS.open("rb") as file:
        return rulebook(tomllib.load(file))
