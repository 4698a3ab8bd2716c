"""The index that a large county builds beside its requests."""

import shutil

from flask import Flask

from portal.core.database import db
from portal.station.nearest import rows, store
from portal.station.nearest.board import Follower


def test_the_index_is_built_from_the_shell(demo):
    _forget_the_index(demo)
    told = demo.test_cli_runner().invoke(args=["stations", "index"])
    assert told.exit_code == 0
    assert told.output.startswith("1587 positions")
    assert _is_there(demo)


def test_a_process_of_its_own_builds_the_index_of_this_portals_database(demo):
    _forget_the_index(demo)
    with demo.app_context():
        follower = Follower(demo)
        follower._build_beside()
        assert follower._building is not None
        assert follower._building.wait(60) == 0
    assert _is_there(demo)


def _forget_the_index(app: Flask) -> None:
    with app.app_context():
        shutil.rmtree(store._folder(), ignore_errors=True)


def _is_there(app: Flask) -> bool:
    with app.app_context(), db.engine.connect() as connection:
        stamp = rows.stamps(connection)["stations"]
        found = store.newest(stamp)
        return found is not None and found.stamp == stamp and len(found) == rows.count(connection)
