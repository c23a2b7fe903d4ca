"""The look of a signature: blue handwriting on a transparent ground (Decree 30/2020/NĐ-CP, Annex I, point 7)."""

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings

from tinhso.foundation.signing.errors import BadSignatureImage

if TYPE_CHECKING:
    from PIL.Image import Image

BLUE: Final = (16, 58, 160)
DOTS_PER_POINT: Final = 3
MAX_IMAGE_BYTES: Final = 1024 * 1024
MAX_IMAGE_PIXELS: Final = 4_000_000


def picture(name: str, image: bytes | None, *, width: float, height: float) -> "Image":
    """Return the picture of a signature, in the proportions of a place `width` by `height` points.

    The person's own image is used when given, centred and never stretched. Raises BadSignatureImage.
    """
    size = (round(width * DOTS_PER_POINT), round(height * DOTS_PER_POINT))
    return _fitted(_opened(image), size) if image else handwriting(name, size)


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
