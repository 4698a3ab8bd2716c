"""Every address says who may call it, reads well and carries codes that people know."""

import re

import pytest

from portal.application import create_app
from portal.core.access import Permission
from tests.conftest import settings_for

KEBAB = re.compile(r"(/([a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?|<(string:|path:)?[a-z_]+>))*/?")


@pytest.fixture
def routes(tmp_path):
    portal = create_app(settings_for(f"sqlite:///{tmp_path}/portal.db", tmp_path))
    return [(rule, portal.view_functions[rule.endpoint]) for rule in portal.url_map.iter_rules()]


def test_every_route_says_who_may_call_it(routes):
    known = set(Permission)
    silent = [rule.endpoint for rule, view in routes if getattr(view, "permission", None) not in known]
    assert not silent, f"add @allow(Permission.…) or @allow(PUBLIC) to {silent}"


def test_addresses_are_kebab_case_and_carry_codes(routes):
    odd = [rule.rule for rule, _view in routes if not KEBAB.fullmatch(rule.rule)]
    assert not odd, f"use kebab-case and a code, never a row's number: {odd}"


@pytest.mark.parametrize("odd", ["/fund_projects", "/Stations", "/stations/<int:id>", "/a--b"])
def test_the_reader_of_addresses_refuses(odd):
    assert not KEBAB.fullmatch(odd)
