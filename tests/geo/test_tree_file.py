import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
import scipy

from geo.nearest import PointIndex, brute_force
from geo.place import Place
from geo.tree_file import IndexFileError

ORIGIN = Place(34.61, 118.3)


@pytest.fixture
def index():
    chance = np.random.default_rng(11)
    return PointIndex.build(34.4 + 0.4 * chance.random(5_000), 118.1 + 0.4 * chance.random(5_000))


@pytest.fixture
def saved(index, tmp_path):
    index.save(tmp_path / "points.index")
    return tmp_path / "points.index"


def test_a_saved_index_answers_like_the_one_it_was_made_from(index, saved):
    loaded = PointIndex.load(saved)

    assert len(loaded) == len(index)
    assert loaded.nearest(ORIGIN, 10) == brute_force(ORIGIN, index.lats, index.lons, 10)
    assert loaded.nearest(ORIGIN, 10, subset=np.arange(0, 5_000, 7)) == index.nearest(
        ORIGIN, 10, subset=np.arange(0, 5_000, 7)
    )


def test_an_empty_index_can_be_saved_too(tmp_path):
    PointIndex.build(np.array([]), np.array([])).save(tmp_path / "empty.index")

    assert PointIndex.load(tmp_path / "empty.index").nearest(ORIGIN, 3) == []


def test_a_new_index_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(index, saved):
    old = PointIndex.load(saved)
    PointIndex.build(np.array([34.61]), np.array([118.3])).save(saved)

    assert PointIndex.load(saved).nearest(ORIGIN, 10) == [(0, 0.0)]
    assert old.nearest(ORIGIN, 10) == index.nearest(ORIGIN, 10)
    assert list(saved.parent.iterdir()) == [saved]


def test_a_save_that_fails_keeps_the_old_index_and_cleans_up(saved, monkeypatch):
    before = saved.read_bytes()
    monkeypatch.setattr("os.fsync", Mock(side_effect=OSError("full")))
    with pytest.raises(OSError, match="full"):
        PointIndex.build(np.array([34.61]), np.array([118.3])).save(saved)

    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


@pytest.mark.parametrize("kept", [0, 5, 20, 500, 4_000, 100_000, -1])
def test_a_file_cut_short_is_refused(saved, kept):
    saved.write_bytes(saved.read_bytes()[:kept])

    with pytest.raises(IndexFileError):
        PointIndex.load(saved)


def test_another_kind_of_file_is_refused(saved):
    saved.write_bytes(b"SQLite format 3\0" + saved.read_bytes()[16:])

    with pytest.raises(IndexFileError, match="no index"):
        PointIndex.load(saved)


def test_an_index_of_another_scipy_is_refused_by_name(saved, monkeypatch):
    monkeypatch.setattr(scipy, "__version__", "0.0.1")

    with pytest.raises(IndexFileError, match="scipy"):
        PointIndex.load(saved)


def test_no_file_is_an_operating_system_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        PointIndex.load(tmp_path / "nowhere.index")


def test_a_process_that_loads_three_hundred_thousand_points_keeps_next_to_nothing_for_itself(tmp_path):
    chance = np.random.default_rng(5)
    path = tmp_path / "many.index"
    PointIndex.build(34.4 + 0.4 * chance.random(300_000), 118.1 + 0.4 * chance.random(300_000)).save(path)
    program = """
import sys
from pathlib import Path
from geo.nearest import PointIndex
from geo.place import Place
def own_kib():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("RssAnon"))
before = own_kib()
index = PointIndex.load(Path(sys.argv[1]))
for step in range(500):
    index.nearest(Place(34.4 + 0.0008 * step, 118.1 + 0.0008 * step), 10)
print(own_kib() - before)
"""
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, cwd=root
    )

    assert path.stat().st_size > 15_000_000
    assert int(told.stdout) < 4_096
