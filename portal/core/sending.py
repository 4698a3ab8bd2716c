"""Answers that hand something out: a workbook written for this request, a picture that is not everybody's."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Response, send_file

from portal.core.files import path_of
from portal.core.sheets import XLSX


def send_book(name: str, write: Callable[[Path], object]) -> Response:
    """What `write` puts into the file that it is given, as a workbook to be saved under that name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write(path)
        return send_file(path.open("rb"), XLSX, as_attachment=True, download_name=name)


def send_picture(key: str) -> Response:
    """A kept picture that no cache keeps."""
    answer = send_file(path_of(key), mimetype="image/webp")
    answer.headers["Cache-Control"] = "no-store"
    return answer
