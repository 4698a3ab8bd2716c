"""QR codes as drawings inside a page."""

from io import BytesIO

from markupsafe import Markup


def qr_drawing(text: str, label: str) -> Markup:
    """The code of a text as an SVG that scales with its box; `label` is what it is to who does not see it."""
    import segno

    written = BytesIO()
    segno.make(text, micro=False, error="m").save(
        written,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
        title=label,
    )
    return Markup(written.getvalue().decode())  # noqa: S704  segno writes numbers and the escaped title only
