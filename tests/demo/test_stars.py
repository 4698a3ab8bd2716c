"""The demo county's secretaries: the article's numbers, and stars that the engine makes again from the rows."""

from itertools import pairwise

from sqlalchemy import select

from portal.core.access import Scope
from portal.core.clock import today
from portal.core.database import session
from portal.star.models.secretaries import Secretary
from portal.star.queries import quarters as queries_of_quarters
from portal.star.queries import secretaries as queries
from portal.star.queries import years
from portal.star.queries.pay import rated_years
from portal.star.queries.quarters import scores_of
from portal.star.queries.rulebook import defaults
from portal.star.queries.what_if import what_if
from portal.star.rules.stars import yearly_rating
from portal.star.terms.scoring import QuarterState, YearStep
from portal.star.terms.stars import EvidenceState, SecretaryKind
from portal.star.terms.years import Lack

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


def test_last_year_s_sheets_add_up_to_what_was_rated_and_its_filing_is_unbroken(demo):
    last = max(rated_years(COUNTY))
    for secretary in session.scalars(select(Secretary)):
        rating = queries.ratings_of(secretary)[-1]
        assert list(scores_of(secretary, last).values()) == rating.quarters
    filed, present = (years.year_in(f"371322-{year}", COUNTY) for year in (last, last + 1))
    assert filed.step is YearStep.FILED
    assert years.filed_digest(filed) == filed.digest == years.digest_of("371322/", last)
    assert (len(filed.filed), list(years.corrections_of(filed)), years.unsigned(filed)) == (92, [], [])
    standing = years.standing_of(filed, years.to_be_rated(filed, COUNTY), COUNTY)
    assert (standing.people, standing.scored, standing.rated, standing.read, standing.waiting) == (92, 92, 92, 92, 0)
    assert present.step is YearStep.QUARTERS
    assert {one.lack for one in years.lacking(present, COUNTY, today())} == {Lack.QUARTER}


def test_this_year_s_quarter_is_being_scored_and_reminders_wait_to_be_confirmed_and_answered(demo):
    assert queries_of_quarters.waiting(queries_of_quarters.unsent(), COUNTY) > 0
    page = queries_of_quarters.quarters_page(COUNTY, 1)
    assert [one.quarter.state for one in page.rows[:2]] == [QuarterState.OPEN] * 2
