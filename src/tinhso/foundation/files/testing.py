"""Builders for tests of this room and of those above: small real files, and kept ones."""

import base64
import io
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from tinhso.foundation.files.actions import save_bytes
from tinhso.foundation.files.data import FileInfo
from tinhso.kernel.actors import Actor, ActorKind

MONDAY: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

HEIC: Final = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABoQABAAAAAAAAABkAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/Wlw"
    "cnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AA"
    "AAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAA"
    "QAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWB"
    "AgMFhAAAACFtZGF0AAAAFSgBrwtg9eWDr//yh3flAIOgeU/1Dg=="
)
"""64 × 48 pixels, red."""


def make_jpeg(width: int = 60, height: int = 80, *, orientation: int = 0, **options: Any) -> bytes:
    """Return a JPEG whose left half is red and right half blue, with an EXIF orientation when one is given."""
    from PIL import Image

    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    if orientation:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif
    return _saved(image, "JPEG", **options)


def make_png(width: int = 60, height: int = 80, *, mode: str = "RGB") -> bytes:
    """Return a PNG of one colour."""
    from PIL import Image

    return _saved(Image.new(mode, (width, height)), "PNG")


def make_pdf(pages: int = 1, *, password: str | None = None, owner_password: str | None = None) -> bytes:
    """Return a PDF of blank A4 pages, with a password to open it or only to change it."""
    import pypdf

    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password is not None or owner_password is not None:
        writer.encrypt(password or "", owner_password=owner_password, algorithm="AES-256")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def make_person() -> Actor:
    """Return a signed-in citizen."""
    return Actor(ActorKind.CITIZEN, account_id=uuid4(), name="Người dân")


def make_file(data: bytes | None = None, *, name: str = "anh.jpg", actor: Actor | None = None) -> FileInfo:
    """Keep a file and return its record."""
    return save_bytes(make_jpeg() if data is None else data, name=name, actor=actor or make_person(), now=MONDAY)


def _saved(image: Any, kind: str, **options: Any) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **options)
    return kept.getvalue()
