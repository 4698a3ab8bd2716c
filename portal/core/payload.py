"""A large answer that is the same for everybody: compressed once when it changes, not once a request."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Self

import brotli
from flask import Request, Response


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of an answer and their compressed forms, under one entity tag."""

    content_type: str
    etag: str
    plain: bytes
    br: bytes
    gz: bytes

    @classmethod
    def of(cls, data: bytes, content_type: str) -> Self:
        """Compress as far as it goes: this happens once a change."""
        tag = hashlib.sha256(data).hexdigest()[:20]
        return cls(content_type, tag, data, brotli.compress(data, quality=11), gzip.compress(data, 9, mtime=0))

    def answer(self, request: Request) -> Response:
        """304 where the browser has it, else the smallest form that it understands."""
        accepted = request.accept_encodings
        body, encoding = (self.br, "br") if accepted["br"] else (self.gz, "gzip") if accepted["gzip"] else (b"", "")
        answer = Response(body or self.plain, content_type=self.content_type)
        if encoding:
            answer.content_encoding = encoding
        answer.set_etag(self.etag, weak=True)
        answer.vary.add("Accept-Encoding")
        answer.cache_control.public = True
        answer.cache_control.no_cache = True
        answer.make_conditional(request)
        return answer
