"""Who covers a grid on a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.grid.rules.cover import Covered, Duty, cover
from portal.grid.terms.ground import Cover, DutyKind

PRIMARY, BACKUP = Duty("G1", "anna", DutyKind.PRIMARY), Duty("G1", "boris", DutyKind.BACKUP)


@pytest.mark.parametrize(
    ("duties", "away", "covered"),
    [
        ([], {}, Covered(Cover.NOBODY)),
        ([PRIMARY], {}, Covered(Cover.PRIMARY, "anna")),
        ([PRIMARY], {"anna": None}, Covered(Cover.NOBODY)),
        ([PRIMARY], {"anna": "carla"}, Covered(Cover.STAND_IN, "carla")),
        ([PRIMARY], {"anna": "carla", "carla": None}, Covered(Cover.NOBODY)),
        ([BACKUP, PRIMARY], {}, Covered(Cover.PRIMARY, "anna")),
        ([PRIMARY, BACKUP], {"anna": None}, Covered(Cover.BACKUP, "boris")),
        ([PRIMARY, BACKUP], {"anna": "carla"}, Covered(Cover.STAND_IN, "carla")),
        ([PRIMARY, BACKUP], {"anna": None, "boris": "carla"}, Covered(Cover.NOBODY)),
        ([BACKUP], {}, Covered(Cover.BACKUP, "boris")),
    ],
)
def test_cover(duties, away, covered):
    assert cover(duties, away) == covered


@given(some.sets(some.sampled_from(["anna", "boris", "carla"])))
def test_nobody_who_is_away_covers_anything(absent):
    away = {person: None if person == "carla" else "carla" for person in absent}
    assert cover([PRIMARY, BACKUP], away).person not in absent
