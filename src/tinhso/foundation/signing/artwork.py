"""The look of a signature: blue handwriting, and an agency's red stamp, on a transparent ground.

Decree 30/2020/NĐ-CP, Annex I, part I, section II, points 7 and 8. A stamp drawn here is a demonstration and says so.
"""

import io
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from tinhso.foundation.signing.errors import BadSignatureImage

if TYPE_CHECKING:
    from PIL.Image import Image

BLUE: Final = (16, 58, 160)
RED: Final = (200, 24, 30)
DOTS_PER_POINT: Final = 3
MAX_IMAGE_BYTES: Final = 1024 * 1024
MAX_IMAGE_PIXELS: Final = 4_000_000


def picture(name: str, image: bytes | None, *, width: float, height: float) -> "Image":
    """Return the picture of a signature, in the proportions of a place `width` by `height` points.

    The person's own image is used when given, centred and never stretched. Raises BadSignatureImage.
    """
    size = (round(width * DOTS_PER_POINT), round(height * DOTS_PER_POINT))
    return _fitted(_opened(image), size) if image else handwriting(name, size)


def stamp_picture(name: str, image: bytes | None, *, width: float, height: float) -> "Image":
    """Return the picture of an agency's stamp: its own, or one drawn with its name and the words MINH HỌA.

    Raises BadSignatureImage.
    """
    size = (round(width * DOTS_PER_POINT), round(height * DOTS_PER_POINT))
    return _fitted(_opened(image), size) if image else _fitted(demo_stamp(name, min(size)), size)


@lru_cache(maxsize=256)
def handwriting(name: str, size: tuple[int, int]) -> "Image":
    """Return `name` written by hand in blue, as large as it fits into `size` pixels."""
    from PIL import Image, ImageDraw, ImageFont

    font_path = Path(settings.CONTENT_DIR) / "prints" / "signature" / "DancingScript-SemiBold.ttf"
    ground = Image.new("RGBA", size, (*BLUE, 0))
    draw = ImageDraw.Draw(ground)
    points = size[1] * 0.5
    font = ImageFont.truetype(str(font_path), points)
    wide = draw.textlength(name, font=font)
    if wide > size[0] * 0.94:
        font = ImageFont.truetype(str(font_path), points * size[0] * 0.94 / wide)
    draw.text((size[0] / 2, size[1] / 2), name, font=font, fill=(*BLUE, 255), anchor="mm")
    return ground


@lru_cache(maxsize=64)
def demo_stamp(name: str, across: int) -> "Image":
    """Return a round red stamp with `name` along its rim, a star, and MINH HỌA under it, `across` pixels wide."""
    from PIL import Image, ImageDraw, ImageFont

    ground = Image.new("RGBA", (across, across), (*RED, 0))
    draw = ImageDraw.Draw(ground)
    middle = across / 2
    for share, line in ((0.985, 0.03), (0.62, 0.012)):
        edge = middle * share
        circle = (middle - edge, middle - edge, middle + edge, middle + edge)
        draw.ellipse(circle, outline=(*RED, 255), width=max(1, round(across * line)))
    fonts = Path(settings.CONTENT_DIR) / "prints" / "fonts"
    _along_rim(ground, name.upper(), str(fonts / "Tinos-Bold.ttf"))
    draw.polygon(_star(middle, middle * 0.9, middle * 0.36), fill=(*RED, 255))
    small = ImageFont.truetype(str(fonts / "Tinos-Bold.ttf"), across * 0.085)
    draw.text((middle, middle * 1.4), "MINH HỌA", font=small, fill=(*RED, 255), anchor="mm")
    return ground


def _along_rim(ground: "Image", words: str, font_path: str) -> None:
    """Write words along the upper rim, letter by letter, smaller the longer they are."""
    from PIL import Image, ImageDraw, ImageFont

    across, radius = ground.width, ground.width * 0.395
    size = across * 0.125
    font = ImageFont.truetype(font_path, size)
    room = math.radians(290) * radius
    if font.getlength(words) > room:
        font = ImageFont.truetype(font_path, size * room / font.getlength(words))
    angle = -font.getlength(words) / radius / 2
    for letter in words:
        wide = font.getlength(letter)
        turn = angle + wide / radius / 2
        tile = Image.new("RGBA", (across, across), (*RED, 0))
        ImageDraw.Draw(tile).text((across / 2, across / 2 - radius), letter, font=font, fill=(*RED, 255), anchor="mm")
        ground.alpha_composite(tile.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC))
        angle += wide / radius


def _star(across: float, down: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        far = radius if corner % 2 == 0 else radius * 0.382
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((across + far * math.cos(angle), down + far * math.sin(angle)))
    return points


def _opened(image: bytes) -> "Image":
    from PIL import Image, UnidentifiedImageError

    if len(image) > MAX_IMAGE_BYTES:
        raise BadSignatureImage
    try:
        opened = Image.open(io.BytesIO(image), formats=["PNG"])
        if opened.width * opened.height > MAX_IMAGE_PIXELS:
            raise BadSignatureImage
        return opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        raise BadSignatureImage from None


def _fitted(image: "Image", size: tuple[int, int]) -> "Image":
    from PIL import Image

    ground = Image.new("RGBA", size, (*BLUE, 0))
    scale = min(size[0] / image.width, size[1] / image.height)
    small = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    ground.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return ground
