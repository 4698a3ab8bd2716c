"""What the fairness check of a year reads: marks by street and by scorer, and what became of objections."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.models.secretaries import Secretary
from portal.star.models.years import StarAppeal, StarYear
from portal.star.rules.fairness import Drift, Upheld, drifts
from portal.star.terms.years import AppealState

PORTION = 500


@dataclass(frozen=True, slots=True)
class Fairness:
    """The marks of a year's quarters by town (street) and by scorer (account), and the objections by town."""

    streets: list[Drift]
    scorers: list[Drift]
    objections: list[Upheld]


def fairness_of(year: StarYear) -> Fairness:
    """The check of a year, in two statements; sheets are read in portions."""
    streets: dict[str, list[int]] = defaultdict(list)
    scorers: dict[str, list[int]] = defaultdict(list)
    found = select(Secretary.town, StarSheet.scores).join(StarSheet.secretary).join(StarSheet.quarter)
    here = found.join(StarQuarter.organisation).where(
        within(Scope((year.organisation.path,)), Organisation.path), StarQuarter.year == year.year
    )
    for name, scores in session.execute(here.order_by(StarSheet.id)).yield_per(PORTION):
        for one in scores.values():
            streets[name].append(one["score"])
            scorers[one["by"]].append(one["score"])
    return Fairness(drifts(streets), drifts(scorers), _objections(year))


def _objections(year: StarYear) -> list[Upheld]:
    found = select(Secretary.town, StarAppeal.state).join(StarAppeal.secretary).join(Secretary.organisation)
    here = found.where(within(Scope((year.organisation.path,)), Organisation.path), StarAppeal.year == year.year)
    decided: dict[str, list[bool]] = defaultdict(list)
    for town, state in session.execute(here):
        if state is not AppealState.WAITING:
            decided[town].append(state is AppealState.UPHELD)
    return [Upheld(town, len(ones), sum(ones)) for town, ones in sorted(decided.items())]
