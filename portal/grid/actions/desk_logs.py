"""A service that is logged at a desk, in one piece with its pictures."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from portal.audit.actions import record
from portal.core.access import Scope
from portal.core.errors import Refused
from portal.grid.actions.log_parts import Picture, add_photo
from portal.grid.actions.logs import Kept, log_service
from portal.grid.models.ground import Grid
from portal.grid.terms.logs import LogChannel


def log_at_desk(
    grid: Grid,
    *,
    code: str,
    kind: str,
    happened_at: datetime,
    helped: int,
    minutes: int | None,
    note: str,
    photos: Sequence[bytes],
    by: str,
    now: datetime,
    reach: Scope,
) -> Kept:
    """Store a service with its pictures, or nothing; the same form sent twice is one service with each picture once."""
    told = {"code": code, "kind": kind, "happened_at": happened_at, "helped": helped, "minutes": minutes, "note": note}
    kept = log_service(grid, channel=LogChannel.DESK, by=by, now=now, reach=reach, **told)  # type: ignore[arg-type]
    for picture in photos:
        number = str(uuid5(UUID(code), hashlib.sha256(picture).hexdigest()))
        try:
            add_photo(code, code=number, picture=Picture.of(picture), by=by, now=now)
        except Refused as refusal:
            raise Refused(refusal.reason, "photos") from None
    record(by, "log.at_desk", code, photos=len(photos))
    return kept
