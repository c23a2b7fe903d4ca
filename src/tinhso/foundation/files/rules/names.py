"""What a file is called: the person's own words, without anything a path, a header or a screen could trip over."""

import re
from typing import Final

from tinhso.foundation.files.data import MediaType
from tinhso.kernel.text import clean_line

MAX_NAME: Final = 120
_UNSAFE: Final = re.compile(r'[<>:"|?*]')
_ENDINGS: Final = {
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.PNG: (".png",),
    MediaType.ZIP: (".zip",),
    MediaType.HEIC: (".heic", ".heif"),
    MediaType.PDF: (".pdf",),
}


def clean_name(name: str, media_type: MediaType) -> str:
    """Return a safe name: NFC, one line, no folder, at most 120 characters, with an ending that tells the true type."""
    bare = _UNSAFE.sub("_", clean_line(name[-1000:].replace("\\", "/").rpartition("/")[2])).strip(". ")
    endings = _ENDINGS[media_type]
    stem, dot, ending = bare.rpartition(".")
    if dot and f".{ending.lower()}" in endings:
        bare, suffix = stem.rstrip(". "), f".{ending.lower()}"
    else:
        suffix = endings[0]
    return (bare[: MAX_NAME - len(suffix)].rstrip(". ") or "tep") + suffix
