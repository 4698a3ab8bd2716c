"""Receipts: the page where anybody checks one, and the receipt itself as a PDF for whom it is about."""

from flask import abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import PUBLIC, SIGNED_IN, Permission, allow, caller, scope_of
from portal.core.pdf import pdf
from portal.core.qr import qr_drawing
from portal.registration.queries import receipts as queries
from portal.registration.views.blueprint import registration


@registration.get("/receipts/<string:code>")
@allow(PUBLIC)
def check_receipt(code: str) -> ResponseReturnValue:
    """Name, unit, community and day, and whether it holds; nothing else, and no search engine keeps it."""
    found = queries.receipt_by_code(code)
    page = render_template("registration/check_receipt.html", receipt=found)
    answer = make_response(page, 200 if found else 404)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@registration.get("/receipts/<string:code>/pdf")
@allow(SIGNED_IN)
def receipt_pdf(code: str) -> ResponseReturnValue:
    found = queries.receipt_for(code, caller().username, scope_of(Permission.VIEW_ROSTER))
    if found is None:
        abort(404)
    address = url_for("registration.check_receipt", code=found.code, _external=True)
    drawing = qr_drawing(address, _("查验这张回执的二维码"))
    told = {"receipt": found, "address": address, "drawing": drawing}
    return pdf("registration/receipt_pdf.html", f"receipt-{found.number}.pdf", **told)
