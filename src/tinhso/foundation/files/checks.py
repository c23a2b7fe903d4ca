"""Looks inside a file before it is kept: does it open, how many pages has it, would decoding it exhaust the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.files.data import MediaType
from tinhso.foundation.files.errors import (
    DamagedImage,
    DamagedPdf,
    ImageTooManyPixels,
    LockedPdf,
    TooManyPages,
)

_parsed: ContextVar[dict[Path, Any] | None] = ContextVar("parsed", default=None)
MAX_PAGES: Final = 200
MAX_PIXELS: Final = {MediaType.JPEG: 80_000_000, MediaType.PNG: 50_000_000, MediaType.HEIC: 50_000_000}


def count_pages(path: Path, media_type: MediaType) -> int:
    """Return how many pages the file has, 1 for an image, having opened it.

    Raises DamagedImage, ImageTooManyPixels (told from the header, before any decoding), DamagedPdf, LockedPdf,
    TooManyPages (more than 200).
    """
    if media_type is MediaType.PDF:
        pages = len(open_pdf(path).pages)
        if pages > MAX_PAGES:
            raise too_many_pages(pages)
        return pages
    with open_image(path, media_type) as image:
        _decode(image, media_type)
    return 1


def open_image(path: Path, media_type: MediaType) -> Any:
    """Return the Pillow image of a file, not yet decoded, by the one decoder its type allows."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    if media_type is MediaType.HEIC:
        import pi_heif

        pi_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=["HEIF" if media_type is MediaType.HEIC else media_type.name])
    except Image.DecompressionBombError:
        raise ImageTooManyPixels from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError):
        raise DamagedImage from None
    if image.width * image.height > MAX_PIXELS[media_type]:
        image.close()
        megapixels = image.width * image.height // 1_000_000
        raise ImageTooManyPixels(
            _("Ảnh có %(count)d triệu điểm ảnh, quá lớn. Chụp lại ở chế độ thường của máy ảnh rồi tải lên.")
            % {"count": megapixels}
        )
    return image


def _decode(image: Any, media_type: MediaType) -> None:
    """Read the image to its end; a JPEG at an eighth of its size, which reads every byte with little memory."""
    try:
        if media_type is MediaType.JPEG:
            image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, MemoryError):
        raise DamagedImage from None


@contextmanager
def parsed_once() -> Iterator[None]:
    """Let everybody who opens one and the same PDF inside share one reader: parsing is most of what looking costs."""
    token = _parsed.set({})
    try:
        yield
    finally:
        _parsed.reset(token)


def open_pdf(path: Path) -> Any:
    """Return pypdf's reader of a file whose page tree has been walked; inside `parsed_once`, the same one each time.

    A PDF protected against changes only opens without a password, for its reader as for us; one that asks for a
    password is refused with LockedPdf, one that does not open with DamagedPdf.
    """
    shared = _parsed.get()
    if shared is None:
        return _parse(path)
    if path not in shared:
        shared[path] = _parse(path)
    return shared[path]


def _parse(path: Path) -> Any:
    import logging

    import pypdf

    talker = logging.getLogger("pypdf")
    if talker.level != logging.ERROR:  # setting it makes every logger of the process look up its level anew
        talker.setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(path)
        is_locked = bool(reader.is_encrypted and not reader.decrypt(""))
        pages = 0 if is_locked else len(reader.pages)
    except Exception as error:  # a hostile PDF makes the parser fail in any way it likes
        raise DamagedPdf from error
    if is_locked:
        raise LockedPdf
    if not pages:
        raise DamagedPdf
    return reader


def too_many_pages(pages: int) -> TooManyPages:
    """Return the refusal that names the bound."""
    return TooManyPages(
        _("Tệp có %(pages)d trang, nhiều hơn %(limit)d trang cho phép. Tách thành nhiều tệp nhỏ hơn.")
        % {"pages": pages, "limit": MAX_PAGES},
        pages=pages,
    )
