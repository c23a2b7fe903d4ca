"""Images made ready for reading: upright, on white, no larger than wanted, their metadata left behind."""

import io
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.files import checks, queries
from tinhso.foundation.files.data import MediaType
from tinhso.foundation.files.errors import DamagedImage

QUALITY: Final = 80
MAX_SIDE: Final = 2400


def preview(file_id: UUID, *, side: int = 480) -> bytes | None:
    """Return a JPEG of an image, at most `side` pixels (64 to 2,400) either way; None for a PDF.

    Also how a HEIC photograph is shown, which most browsers cannot. The caller has let this actor read the file.
    """
    info = queries.get_info(file_id)
    if info.media_type == MediaType.PDF:
        return None
    bound = max(64, min(side, MAX_SIDE))
    with queries.local_path(info) as path, checks.open_image(path, MediaType(info.media_type)) as image:
        return encode(image, long=bound, short=bound)[0]


def encode(image: Any, *, long: int, short: int) -> tuple[bytes, tuple[int, int]]:
    """Return the image as JPEG, turned as its camera says (EXIF), within `long` × `short` pixels; and its size."""
    from PIL import Image, ImageOps

    try:
        image.draft("RGB", (long, long))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((short, long) if upright.height >= upright.width else (long, short))
        if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
            layer = upright.convert("RGBA")
            upright = Image.new("RGB", layer.size, "white")
            upright.paste(layer, mask=layer.getchannel("A"))
        encoded = io.BytesIO()
        upright.convert("RGB").save(encoded, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError):
        raise DamagedImage from None
    return encoded.getvalue(), upright.size
