"""All positions in the order of their codes, as arrays and prebuilt JSON: built from rows, kept in a folder, mapped.

Row numbers here are positions in that order, so that equal distances are decided by code.
"""

import json
import mmap
import os
import shutil
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from geo.nearest import PointIndex
from portal.station.nearest.pieces import code_in, piece_of
from portal.station.terms import StationKind

KINDS = list(StationKind)
FOREVER = date.max.toordinal()
ARRAYS = ("ids", "by_id", "kinds", "hours_ids", "first_days", "last_days", "starts", "middles", "offering")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """n positions as they were at change `stamp`.

    `ids` are row ids and `by_id` sorts them; `hours_ids` point into `hours`; days are ordinals; piece i of `blob` runs
    from `starts[i]` to `starts[i + 1]`, divided at `middles[i]`; `offering[a:b]` for `services[code] = [a, b]` are the
    rows that offer a service, sorted.
    """

    stamp: int
    index: PointIndex
    hours: list[str]
    services: Mapping[str, tuple[int, int]]
    blob: bytes | mmap.mmap
    ids: NDArray
    by_id: NDArray
    kinds: NDArray
    hours_ids: NDArray
    first_days: NDArray
    last_days: NDArray
    starts: NDArray
    middles: NDArray
    offering: NDArray

    @classmethod
    def build(cls, stamp: int, rows: Iterable[Any], offers: Iterable[tuple[int, str]]) -> Self:
        """From rows in the order of their codes, and (station id, service code) pairs."""
        columns = {name: array("q") for name in ("ids", "kinds", "hours_ids", "first_days", "last_days", "middles")}
        lats, lons, starts, blob, hours = array("d"), array("d"), array("q", [0]), bytearray(), {"": 0}
        for row in rows:
            head, tail = piece_of(row)
            columns["middles"].append(len(blob) + len(head))
            blob += head + tail
            starts.append(len(blob))
            lats.append(row.lat)
            lons.append(row.lon)
            columns["ids"].append(row.id)
            columns["kinds"].append(KINDS.index(row.kind))
            columns["hours_ids"].append(hours.setdefault(row.opening_hours or "", len(hours)))
            columns["first_days"].append(row.in_service_from.toordinal())
            columns["last_days"].append(row.in_service_until.toordinal() if row.in_service_until else FOREVER)
        ids = _compact(columns.pop("ids"))
        by_id = np.argsort(ids, kind="stable")
        services, offering = _postings(ids, by_id, offers)
        return cls(
            stamp=stamp,
            index=PointIndex.build(np.frombuffer(lats), np.frombuffer(lons)),
            hours=list(hours),
            services=services,
            blob=bytes(blob),
            ids=ids,
            by_id=by_id,
            starts=_compact(starts),
            offering=offering,
            **{name: _compact(column) for name, column in columns.items()},
        )

    def save(self, folder: Path) -> None:
        """Write into a folder that comes into being whole or not at all."""
        made = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        self.index.save(made / "points")
        for name in ARRAYS:
            np.save(made / name, getattr(self, name))
        (made / "pieces").write_bytes(self.blob)
        meta = {"stamp": self.stamp, "hours": self.hours, "services": self.services}
        (made / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        made.rename(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Map a saved snapshot. Raises `OSError`, `ValueError` or `geo.tree_file.IndexFileError` for no whole one."""
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return cls(
            stamp=meta["stamp"],
            index=PointIndex.load(folder / "points"),
            hours=meta["hours"],
            services={code: (first, last) for code, (first, last) in meta["services"].items()},
            blob=_mapped(folder / "pieces"),
            # As plain arrays over the mapped pages: a memmap's own indexing is several times slower.
            **{name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in ARRAYS},
        )

    def __len__(self) -> int:
        return len(self.ids)

    def piece(self, row: int) -> tuple[bytes, bytes]:
        """The JSON before the distance and after the open state."""
        starts = self.starts
        start, middle, end = starts.item(row), self.middles.item(row), starts.item(row + 1)
        return self.blob[start:middle], self.blob[middle:end]

    def code(self, row: int) -> str:
        return code_in(self.piece(row)[0])

    def rows_of(self, ids: Iterable[int]) -> NDArray:
        """The rows of those ids that are here."""
        wanted = np.fromiter(ids, np.int64)
        if not len(self) or not wanted.size:
            return np.empty(0, np.intp)
        places = np.minimum(np.searchsorted(self.ids, wanted, sorter=self.by_id), len(self) - 1)
        rows = self.by_id[places]
        found: NDArray = rows[self.ids[rows] == wanted]
        return found

    def rows_offering(self, service: str) -> NDArray:
        """The rows that offer a service, sorted; none for a service that nobody offers."""
        first, last = self.services.get(service, (0, 0))
        return self.offering[first:last]


def _mapped(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file, shared with whoever maps it too; an empty file cannot be mapped."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _compact(values: array) -> NDArray:
    return np.frombuffer(values, np.int64) if len(values) else np.empty(0, np.int64)


def _postings(
    ids: NDArray, by_id: NDArray, offers: Iterable[tuple[int, str]]
) -> tuple[dict[str, tuple[int, int]], NDArray]:
    """Group the rows that offer each service."""
    grouped: dict[str, array] = {}
    for station_id, service in offers:
        grouped.setdefault(service, array("q")).append(station_id)
    services, parts, count = {}, [np.empty(0, np.intp)], 0
    for service, offering in sorted(grouped.items()):
        places = np.searchsorted(ids, np.frombuffer(offering, np.int64), sorter=by_id)
        parts.append(np.sort(by_id[places]))
        services[service] = (count, count + len(offering))
        count += len(offering)
    return services, np.concatenate(parts)
