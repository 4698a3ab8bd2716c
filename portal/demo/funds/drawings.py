"""Pictures and an invoice for the demo county's projects: drawn here, marked as no real ones."""

from io import BytesIO
from typing import Any

from portal.core.files import keep

SIZE = (960, 640)
SKY, GROUND, THING, LIGHT = "#c9dbe6", "#8a8f7a", "#4a5160", "#f2c14e"


def scenes() -> dict[str, str]:
    """The keys of the drawings, by scene: a lamp, a square, a road."""
    return {name: keep(_drawn(name)) for name in ("lamp", "square", "road")}


def invoice() -> str:
    """The key of a paper that says it is no real invoice."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (640, 400), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 620, 380), outline=THING, width=3)
    draw.text((40, 40), "DEMO - NOT AN INVOICE", fill=THING)
    return keep(_written(picture))


def _drawn(scene: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 960, 640), fill=GROUND)
    if scene == "lamp":
        draw.rectangle((470, 170, 486, 450), fill=THING)
        draw.ellipse((430, 110, 530, 200), fill=LIGHT)
    elif scene == "square":
        draw.rectangle((250, 380, 710, 400), fill=THING)
        for left in (280, 660):
            draw.rectangle((left, 400, left + 18, 470), fill=THING)
        draw.ellipse((120, 180, 240, 430), fill="#6f8f63")
    else:
        draw.polygon(((400, 430), (560, 430), (860, 640), (100, 640)), fill=THING)
        draw.polygon(((474, 430), (486, 430), (510, 640), (450, 640)), fill=LIGHT)
    draw.text((24, 596), "DEMO", fill="white")
    return _written(picture)


def _written(picture: Any) -> bytes:
    written = BytesIO()
    picture.save(written, "WEBP", quality=70)
    return written.getvalue()
