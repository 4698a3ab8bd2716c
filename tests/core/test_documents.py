"""Documents that people hand in."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from portal.core.documents import DocumentFault, keep_document, send_document
from portal.core.errors import Refused


def written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def a_paper() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        keep_document(content)
    assert refusal.value.field == "file"
    return refusal.value.reason


def test_a_pdf_is_kept_as_it_came_and_handed_out_as_a_file_only(app):
    content = written(a_paper())
    key = keep_document(content)
    with app.test_request_context():
        answer = send_document(key, "合同")
        answer.direct_passthrough = False
        assert answer.get_data() == content
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_picture_is_written_anew(app):
    file = BytesIO()
    Image.new("RGB", (30, 20), "white").save(file, "JPEG")
    key = keep_document(file.getvalue())
    with app.test_request_context():
        assert send_document(key, "发票").mimetype == "image/webp"


def test_a_pdf_with_a_script_is_refused_also_deep_within(app):
    script = a_paper()
    said = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hello')")}
    script.root_object[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): DictionaryObject(said)})
    assert refused(written(script)) == DocumentFault.ACTING.label


def test_an_electronic_invoice_with_its_data_attached_is_taken(app):
    invoice = a_paper()
    invoice.add_attachment("invoice.xml", b"<invoice/>")
    assert keep_document(written(invoice))


def test_a_locked_pdf_and_one_too_long_are_refused(app):
    locked = a_paper()
    locked.encrypt("secret")
    assert refused(written(locked)) == DocumentFault.LOCKED.label
    endless = PdfWriter()
    for _ in range(301):
        endless.add_blank_page(10, 10)
    assert refused(written(endless)) == DocumentFault.LARGE.label


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"MZ\x90", b"PK\x03\x04", b"<html>", b"%PDF-1.7\n" + b"x" * 900])
def test_anything_else_is_refused(app, content):
    assert refused(content) == DocumentFault.KIND.label


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise_than_by_a_refusal(content):
    with pytest.raises(Refused):
        keep_document(b"%PDF-1.4\n" + content)
