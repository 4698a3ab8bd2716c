"""A k-d tree and its companions in one file that processes map into memory instead of each holding a copy.

Layout: `MAGIC`, the length of the header (4 bytes, little-endian), the header (JSON: versions, and the
offset, type and shape of every array), then the arrays, each beginning at a multiple of 64 bytes. Nothing in
the file is executed when it is read: the tree is put together from plain arrays, in the shape of scipy's own
pickles, which is why the versions must be the same.
"""

import json
import mmap
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.spatial import cKDTree

type Array = NDArray[Any]

MAGIC = b"POINTIDX"
FORMAT = 1
ALIGNMENT = 64
TREE_ARRAYS = ("tree.nodes", "tree.points", "tree.maxes", "tree.mins", "tree.order")


class IndexFileError(ValueError):
    """The file is not whole, is no index, or was written by other versions: build the index anew."""


def write_tree(path: Path, tree: cKDTree, companions: Mapping[str, Array]) -> None:
    """Write a new file, make sure that it is on the disk, and let it take the place of `path` in one step."""
    nodes, points, _, _, leafsize, maxes, mins, order, _, _ = tree.__getstate__()
    arrays = dict(zip(TREE_ARRAYS, (nodes, points, maxes, mins, order), strict=True)) | dict(companions)
    descriptor, written = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(int(leafsize), arrays):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        Path(written).replace(path)
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def read_tree(path: Path, companions: Iterable[str]) -> tuple[cKDTree, dict[str, Array]]:
    """Map the file; pages stay shared with other processes until written, which nobody does.

    Raises `IndexFileError`, or `OSError` when there is no such file.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(MAGIC) + 4:
            raise IndexFileError(f"{path} is cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    header = _header(path, mapped)
    if header["bytes"] != size:
        raise IndexFileError(f"{path} has {size} bytes, not {header['bytes']}")
    try:
        arrays = {name: _array(mapped, header["arrays"][name]) for name in (*TREE_ARRAYS, *companions)}
    except KeyError as error:
        raise IndexFileError(f"{path} has no array {error}") from error
    nodes, points, maxes, mins, order = (arrays.pop(name) for name in TREE_ARRAYS)
    tree = cKDTree.__new__(cKDTree)
    tree.__setstate__((nodes, points, *points.shape, header["leafsize"], maxes.copy(), mins.copy(), order, None, None))
    return tree, arrays


def _versions() -> dict[str, Any]:
    return {"format": FORMAT, "numpy": np.__version__, "scipy": scipy.__version__}


def _pieces(leafsize: int, arrays: Mapping[str, Array]) -> Iterable[bytes | memoryview]:
    """The file's contents. The header has a fixed room, because the offsets in it change its length."""
    room = end = _aligned(1024 + 256 * len(arrays))
    described: dict[str, dict[str, Any]] = {}
    padding: dict[str, int] = {}
    for name, array in arrays.items():
        start = _aligned(end)
        described[name] = {"offset": start, "type": array.dtype.str, "shape": array.shape}
        padding[name] = start - end
        end = start + array.nbytes
    header = json.dumps({**_versions(), "leafsize": leafsize, "bytes": end, "arrays": described}).encode()
    yield (MAGIC + len(header).to_bytes(4, "little") + header).ljust(room, b"\0")
    for name, array in arrays.items():
        yield bytes(padding[name])
        yield np.ascontiguousarray(array).view(np.uint8).reshape(-1).data


def _header(path: Path, mapped: mmap.mmap) -> dict[str, Any]:
    if mapped[: len(MAGIC)] != MAGIC:
        raise IndexFileError(f"{path} is no index of points")
    start = len(MAGIC) + 4
    length = int.from_bytes(mapped[len(MAGIC) : start], "little")
    try:
        header: dict[str, Any] = json.loads(mapped[start : start + length])
    except ValueError as error:
        raise IndexFileError(f"{path} is cut short") from error
    differing = [name for name, version in _versions().items() if header.get(name) != version]
    if differing:
        raise IndexFileError(f"{path} was written by another version of {', '.join(differing)}")
    return header


def _array(mapped: mmap.mmap, described: Mapping[str, Any]) -> Array:
    shape = tuple(described["shape"])
    flat: Array = np.frombuffer(mapped, described["type"], int(np.prod(shape)), described["offset"])
    return flat.reshape(shape)


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
