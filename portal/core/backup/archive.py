"""The archive: a tar of named parts, a manifest of their digests, and an end mark."""

import hashlib
import hmac
import io
import json
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST, END = "manifest.json", "end"
CHUNK = 1024 * 1024


class ArchiveError(Exception):
    """An archive that is not whole, was changed, or is none of ours."""


def write_archive(target: Path, parts: Mapping[str, Path], facts: Mapping[str, Any], key: str) -> None:
    """Write the parts by their names, with what is known of them, under a temporary name until all is on the disk."""
    listed = {name: {"sha256": _digest(path), "size": path.stat().st_size} for name, path in parts.items()}
    manifest = json.dumps({**facts, "parts": listed}, ensure_ascii=False, sort_keys=True, indent=1).encode()
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                _add(tar, MANIFEST, manifest)
                for name, path in parts.items():
                    tar.add(path, arcname=name, recursive=False)
                _add(tar, END, _seal(manifest, key))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def unpack_archive(source: Path, folder: Path, key: str) -> dict[str, Any]:
    """Unpack into an empty folder and return the manifest. Raises `ArchiveError`; then nothing there may be used."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest = (folder / MANIFEST).read_bytes()
        seal = (folder / END).read_bytes()
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArchiveError(f"not a whole backup: {error}") from None
    if not hmac.compare_digest(seal, _seal(manifest, key)):
        raise ArchiveError("the backup was changed since it was made, or made with another AUDIT_KEY")
    facts: dict[str, Any] = json.loads(manifest)
    for name, known in facts["parts"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != known["size"] or _digest(path) != known["sha256"]:
            raise ArchiveError(f"{name} is not what was backed up")
    return facts


def _seal(manifest: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), manifest, hashlib.sha256).hexdigest().encode()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
