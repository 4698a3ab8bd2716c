"""Pictures of a wish: taken in, and covered before anybody else sees them (E9)."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from portal.audit.actions import record
from portal.core.covering import Cover, covered
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.registration.models.wishes import Wish, WishPhoto
from portal.registration.terms.wishes import WishFault

MOST_PHOTOS = 3


def add_photos(wish: Wish, pictures: Sequence[bytes], *, by: str, now: datetime) -> None:
    """Keep pictures of a wish; nobody sees them before a person has looked at each."""
    if len(pictures) > MOST_PHOTOS:
        raise Refused(WishFault.PHOTOS.label, "photos")
    for picture in pictures:
        try:
            key = keep_photo(picture)
        except Refused:
            raise Refused(WishFault.PHOTO.label, "photos") from None
        session.add(WishPhoto(code=secrets.token_hex(8), wish=wish, original_key=key, added_by=by, added_at=now))
    if pictures:
        record(by, "wish.add_photos", wish.code, count=len(pictures))


def show_photo(photo: WishPhoto, covers: Sequence[Cover], *, by: str) -> None:
    """Let a picture be seen, with its faces and plates covered; the original stays under its own permission."""
    photo.shown_key, photo.read_by = covered(photo.original_key, covers), by
    record(by, "wish.show_photo", photo.wish.code, photo=photo.code, covers=len(covers))


def hide_photo(photo: WishPhoto, *, by: str) -> None:
    """Looked at, and not shown to anybody."""
    photo.shown_key, photo.read_by = None, by
    record(by, "wish.hide_photo", photo.wish.code, photo=photo.code)


def note_original_seen(wish: str, photo: str, *, by: str) -> None:
    """That somebody looked at an original is in the record; both are named by their codes."""
    record(by, "wish.see_original", wish, photo=photo)
