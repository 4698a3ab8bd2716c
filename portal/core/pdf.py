"""Pages as PDF (WeasyPrint): tagged, in Chinese type of the machine, fetching nothing from anywhere."""

from flask import Response, render_template


def pdf(template: str, name: str, **values: object) -> Response:
    """The template as a PDF that is downloaded under that file name. Drawings stand in the page itself, as SVG."""
    return Response(
        written(render_template(template, **values)),
        content_type="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"},
    )


def written(html: str) -> bytes:
    """The page as PDF/UA. The library is large and loaded by the first who needs it."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    content: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return content
