"""Deny by default: a route that does not say who may call it stops the start."""

import pytest
from flask import Flask

from portal.core.access import PUBLIC, UndeclaredRoute, allow, guard


def test_a_route_without_a_permission_stops_the_start_and_is_named():
    bare = Flask("bare")
    bare.add_url_rule("/secret", "secret", lambda: "…")
    with pytest.raises(UndeclaredRoute, match="to secret"):
        guard(bare)


def test_a_declared_route_is_served():
    open_to_all = Flask("open")
    open_to_all.add_url_rule("/", "home", allow(PUBLIC)(lambda: "welcome"))
    guard(open_to_all)
    assert open_to_all.test_client().get("/").text == "welcome"
