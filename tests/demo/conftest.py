"""The demo county and its year as values, made once for all tests that look at them."""

from datetime import date

import pytest

from portal.demo.county import SEED, make_county
from portal.demo.registration.year import make_year

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def county():
    return make_county(TODAY)


@pytest.fixture(scope="session")
def year(county):
    return make_year(county, SEED, TODAY)
