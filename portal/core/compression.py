"""Pages and their styles and scripts travel compressed, also where no proxy stands before the portal.

What is the same for everybody and large is compressed once instead (`portal.core.payload`); answers of the interface
are small and go as they are.
"""

from flask import Flask, Response
from flask_compress import Compress

COMPRESSED = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"]


def init_app(app: Flask) -> None:
    """Compress what is text and not yet compressed, for browsers that understand it."""
    app.config.update(COMPRESS_MIMETYPES=COMPRESSED, COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=4)
    app.config["COMPRESS_REGISTER"] = False
    compress = Compress(app)

    def compressed(answer: Response) -> Response:
        packed: Response = compress.after_request(answer) if answer.mimetype in COMPRESSED else answer
        return packed

    app.after_request(compressed)
