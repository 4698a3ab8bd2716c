"""Files that people hand in, kept by the digest of their content below `var/files`; files that the portal made for
somebody to fetch, below `var/made` and not in backups.

A file comes into being whole or not at all, under a name made here; what was handed in as a name is never used.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from portal.core.errors import Refused
from portal.core.settings import settings

KEY = re.compile(r"[0-9a-f]{64}")
MADE_KEY = re.compile(r"[0-9a-f]{16}\.(xlsx|csv)")
LARGEST_PHOTO_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 1600
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")


def keep(content: bytes) -> str:
    """Keep a file's content; returns its key. The same content is kept once."""
    key = hashlib.sha256(content).hexdigest()
    path = _path(key)
    if path.exists():
        return key
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f"{key}.")  # another thread may keep the same at once
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(partial).replace(path)
    return key


def path_of(key: str) -> Path:
    """Where a kept file lies. Raises `FileNotFoundError` for what is no key, is not there or is no plain file."""
    if not KEY.fullmatch(key):
        raise FileNotFoundError(key)
    path = _path(key)
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(key)
    return path


@contextmanager
def making(key: str) -> Iterator[Path]:
    """A place to write a file to; it is there under its key once the block ends, and not at all if that raises."""
    path = _made(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f"{key}.")
    try:
        yield Path(partial)
        os.fsync(handle)
        Path(partial).replace(path)
    finally:
        os.close(handle)
        Path(partial).unlink(missing_ok=True)


def made(key: str) -> Path:
    """Where a made file lies. Raises `FileNotFoundError` for what is no key or no longer there."""
    path = _made(key)
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(key)
    return path


def drop_made_before(moment: datetime) -> int:
    """Remove the made files that are older, also what a dead process left half; returns how many."""
    folder = settings().var / "made"
    old = [path for path in folder.glob("*") if path.stat().st_mtime < moment.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def discard(key: str) -> None:
    """Let go of a kept file that nothing refers to any more; one that is not there is gone already."""
    if KEY.fullmatch(key):
        _path(key).unlink(missing_ok=True)


def keep_photo(content: bytes) -> str:
    """Keep a picture, decoded and written anew: so it is a picture, is not large, and tells not where it was taken.

    Raises `Refused` for what is no picture or too large a one.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST_PHOTO_BYTES:
        raise Refused("the picture is larger than 12 MB", field="photo")
    try:
        with Image.open(BytesIO(content), formats=PHOTO_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("the picture has more than 50 million pixels", field="photo")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("this is not a JPEG, PNG or WebP picture", field="photo") from None
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    written = BytesIO()
    upright.save(written, "WEBP", quality=80)
    return keep(written.getvalue())


def _made(key: str) -> Path:
    if not MADE_KEY.fullmatch(key):
        raise FileNotFoundError(key)
    return settings().var / "made" / key


def _path(key: str) -> Path:
    return settings().var / "files" / key[:2] / key
