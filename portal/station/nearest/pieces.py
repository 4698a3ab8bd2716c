"""The JSON of each position, made once: an answer only joins the pieces around what the moment decides."""

import json
from typing import Any

OPEN_WORDS = {None: b"null", True: b"true", False: b"false"}


def piece_of(row: Any) -> tuple[bytes, bytes]:
    """What stands before the distance and after the open state, from a row of the snapshot's columns."""
    before = {"code": row.code, "name": row.name, "category": row.kind.value, "lat": row.lat, "lon": row.lon}
    after = {"address": row.address, "phone": row.phone}
    head = json.dumps(before, ensure_ascii=False, separators=(",", ":"))[:-1] + ',"distance_m":'
    tail = "," + json.dumps(after, ensure_ascii=False, separators=(",", ":"))[1:]
    return head.encode(), tail.encode()


def code_in(head: bytes) -> str:
    """The code of the position that a head belongs to; codes hold no quotes (the importer sees to it)."""
    start = len(b'{"code":"')
    return head[start : head.index(b'"', start)].decode()


def joined(head: bytes, tail: bytes, distance_m: float, is_open: bool | None) -> bytes:
    """One position of the answer."""
    return b'%s%.2f,"walk_minutes":null,"open_now":%s%s' % (head, distance_m, OPEN_WORDS[is_open], tail)
