"""The demo county's secretaries: the article's numbers, and stars that the engine makes again from the rows."""

from itertools import pairwise

from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session
from portal.star.models.secretaries import Secretary
from portal.star.queries import secretaries as queries
from portal.star.queries.pay import rated_years
from portal.star.queries.rulebook import defaults
from portal.star.queries.what_if import what_if
from portal.star.rules.stars import yearly_rating
from portal.star.terms.stars import EvidenceState, SecretaryKind

COUNTY = Scope(("371322/",))


def test_there_are_76_village_and_16_community_secretaries_with_the_article_s_education(demo):
    figures = queries.education_figures(COUNTY, SecretaryKind.VILLAGE)
    assert (figures.people, figures.dispatched, figures.low) == (76, 19, 43)
    assert round(figures.share / 100) == 75
    assert queries.education_figures(COUNTY, SecretaryKind.COMMUNITY).people == 16
    assert len(queries.towns(COUNTY)) == 7


def test_every_rating_comes_out_again_from_its_evidence(demo):
    for secretary in session.scalars(select(Secretary)):
        ratings = queries.ratings_of(secretary)
        assert len(ratings) == 3
        for before, rated in pairwise(ratings):
            found = queries.approved_of(secretary, rated.year)
            again = yearly_rating(before.stars, rated.grade, found, defaults())
            assert (again.before, again.stars) == (rated.before, rated.stars)


def test_the_last_year_tried_with_the_rules_that_hold_moves_nobody(demo):
    found = what_if(COUNTY, max(rated_years(COUNTY)), defaults())
    assert len(found.tried) == 92
    assert (found.movers, found.after - found.before) == ([], 0)


def test_something_waits_in_each_state(demo):
    for state in (EvidenceState.FILED, EvidenceState.CHECKED, EvidenceState.HEARD):
        assert queries.waiting(COUNTY, state)[0] > 0
