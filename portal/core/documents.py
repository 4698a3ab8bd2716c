"""Documents that people hand in: a PDF, or a picture of a paper. What could act by itself is refused, and a document is
only ever handed out as a file to be saved, never as a page of the portal.
"""

from io import BytesIO
from typing import Any

from flask import Response, send_file

from portal.core.errors import Refused
from portal.core.files import keep, keep_photo, path_of
from portal.core.words import Word

LARGEST_BYTES = 12 * 1024 * 1024
MOST_PAGES = 300
# What acts when a PDF is opened or pressed. Attached data stay: electronic invoices carry their figures in them.
ACTING = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia")
MARK = b"%PDF-"
ACCEPTED = "application/pdf,image/jpeg,image/png,image/webp"


class DocumentFault(Word):
    """Why a document is not taken."""

    KIND = "kind", "只收 PDF 和照片（JPEG、PNG、WebP）", "Only PDF and pictures (JPEG, PNG, WebP) are taken"
    LARGE = "large", "文件超过 12 MB 或 300 页", "The file is larger than 12 MB or 300 pages"
    LOCKED = "locked", "PDF 加了密码，打不开", "The PDF is locked by a password"
    ACTING = "acting", "PDF 里有会自己运行的内容，不能收", "The PDF holds something that acts by itself"


def keep_document(content: bytes, field: str = "file") -> str:
    """Keep a document; returns its key. A picture is decoded and written anew, a PDF is read through first.

    Raises `Refused` beside `field` for what is neither, too large, locked, or would act by itself.
    """
    if len(content) > LARGEST_BYTES:
        raise Refused(DocumentFault.LARGE.label, field)
    if content.lstrip()[:5] == MARK:
        _look_through(content, field)
        return keep(content)
    try:
        return keep_photo(content)
    except Refused:
        raise Refused(DocumentFault.KIND.label, field) from None


def send_document(key: str, name: str) -> Response:
    """A kept document as a file to be saved under a name of ours, without its ending. No cache keeps it."""
    path = path_of(key)
    with path.open("rb") as file:
        is_pdf = file.read(16).lstrip()[:5] == MARK
    kind, ending = ("application/pdf", "pdf") if is_pdf else ("image/webp", "webp")
    answer = send_file(path, mimetype=kind, as_attachment=True, download_name=f"{name}.{ending}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _look_through(content: bytes, field: str) -> None:
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise Refused(DocumentFault.LOCKED.label, field)
        if not 0 < len(reader.pages) <= MOST_PAGES:
            raise Refused(DocumentFault.LARGE.label, field)
        acts = any(_acts(reader.get_object(number)) for number in _numbers(reader))
    except Refused:
        raise
    except Exception:  # what a parser of strangers' bytes may raise has no end: none of it is a document
        raise Refused(DocumentFault.KIND.label, field) from None
    if acts:
        raise Refused(DocumentFault.ACTING.label, field)


def _numbers(reader: Any) -> list[int]:
    """The numbers of all objects of a PDF, plain or packed into streams."""
    plain = {number for table in reader.xref.values() for number in table}
    return sorted((plain | set(reader.xref_objStm)) - {0})


def _acts(one: Any) -> bool:
    """Whether an object holds an action that nobody would expect of a paper, itself or in what is written into it."""
    if isinstance(one, dict):
        return any(name in one for name in ACTING) or one.get("/S") in ACTING or any(map(_acts, one.values()))
    return isinstance(one, list) and any(map(_acts, one))
