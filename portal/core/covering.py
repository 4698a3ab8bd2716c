"""Which part of a picture is covered: a rectangle in percent of its width and height, so that it fits any size."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from portal.core.files import keep, path_of

# So coarse that a face of any size is a few squares.
SQUARES_ACROSS = 6


@dataclass(frozen=True, slots=True)
class Cover:
    """A rectangle from its left top corner, all in percent of the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_real(self) -> bool:
        """Whether it covers anything and begins within the picture."""
        return 0 <= self.left < 100 and 0 <= self.top < 100 and 0 < self.width <= 100 and 0 < self.height <= 100


def covers_in(written: str) -> list[Cover]:
    """Rectangles as the form writes them, a line each: "left top width height". Raises `ValueError`."""
    found = [Cover(*map(float, line.replace(",", " ").split())) for line in written.splitlines() if line.strip()]
    if not all(cover.is_real for cover in found):
        raise ValueError("a rectangle outside the picture")
    return found


def pixels(cover: Cover, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels; at least one pixel, never beyond the picture's edge.

    Outwards: no edge of what is to be covered shows.
    """
    left, top = int(cover.left / 100 * width), int(cover.top / 100 * height)
    right = min(width, -int(-(cover.left + cover.width) / 100 * width // 1))
    bottom = min(height, -int(-(cover.top + cover.height) / 100 * height // 1))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def covered(key: str, covers: Sequence[Cover]) -> str:
    """The picture with the rectangles pixelated, kept under another key even where nothing is covered."""
    from PIL import Image

    with Image.open(path_of(key)) as picture:
        shown = picture.convert("RGB")
    for cover in covers:
        box = pixels(cover, shown.width, shown.height)
        part = shown.crop(box)
        small = part.resize((SQUARES_ACROSS, SQUARES_ACROSS), Image.Resampling.BOX)
        shown.paste(small.resize(part.size, Image.Resampling.NEAREST), box)
    written = BytesIO()
    shown.save(written, "WEBP", quality=75)
    return keep(written.getvalue())
