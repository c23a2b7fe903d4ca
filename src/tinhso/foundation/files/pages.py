"""Single pages of kept files: how they look small, how finely they were scanned, and one PDF of chosen ones."""

import io
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.files import checks, queries
from tinhso.foundation.files.actions import save
from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.foundation.files.errors import DamagedPdf, NoFile
from tinhso.foundation.files.merging import append_image
from tinhso.foundation.files.pictures import encode
from tinhso.foundation.files.stores import incoming_folder
from tinhso.kernel.actors import Actor

TURNS: Final = frozenset({0, 90, 180, 270})
A4_INCHES: Final = (210 / 25.4, 297 / 25.4)
BELIEVED: Final = range(72, 2401)
MAX_PICTURES: Final = 4
MAX_PICTURE_PIXELS: Final = 80_000_000


@dataclass(frozen=True, slots=True)
class PagePart:
    """One page of one file: `index` from 0, `turn` clockwise in degrees (0, 90, 180, 270)."""

    file_id: UUID
    index: int = 0
    turn: int = 0


def merge_pages(parts: Sequence[PagePart], *, name: str, actor: Actor, now: datetime) -> FileInfo:
    """Make one PDF of chosen pages in the order given, turned as asked, and keep it; the files stay as they are.

    Images are laid on A4 as `merge_to_pdf` lays them. Refuses no page, more than 200, a page that is not there
    (DamagedPdf), files held back, more than twice the bound of one file in bytes.
    """
    if not parts:
        raise NoFile
    if len(parts) > checks.MAX_PAGES:
        raise checks.too_many_pages(len(parts))
    with tempfile.TemporaryFile(dir=incoming_folder()) as file:
        _write(parts, file)
        file.seek(0)
        return save(actor, stream=file, name=name, now=now, limit=2 * settings.FILE_MAX_BYTES)


def _write(parts: Sequence[PagePart], file: Any) -> None:
    import pypdf

    infos = {file_id: queries.get_info(file_id) for file_id in {part.file_id for part in parts}}
    writer = pypdf.PdfWriter()
    with ExitStack() as open_files:
        readers: dict[UUID, Any] = {}
        for part in parts:
            info = infos[part.file_id]
            if info.media_type != MediaType.PDF:
                with queries.local_path(info) as path, checks.open_image(path, MediaType(info.media_type)) as image:
                    append_image(writer, image)
            else:
                if part.file_id not in readers:
                    path = open_files.enter_context(queries.local_path(info))
                    readers[part.file_id] = checks.open_pdf(path)
                _append(writer, readers[part.file_id], part.index)
            if part.turn in TURNS - {0}:
                writer.pages[-1].rotate(part.turn)
        writer.write(file)


def _append(writer: Any, reader: Any, index: int) -> None:
    try:
        writer.add_page(reader.pages[index])
    except Exception as error:  # a hostile PDF makes the parser fail in any way it likes
        raise DamagedPdf from error


def scan_resolutions(file_id: UUID) -> list[int | None]:
    """Return for each page how finely it was scanned, in dots an inch; None for a page without a picture.

    A picture file counts as filling an A4 page, unless it says itself how large it is. In a PDF the finest picture of
    a page counts, over the whole page.
    """
    info = queries.get_info(file_id)
    with queries.local_path(info) as path:
        if info.media_type == MediaType.PDF:
            return [_page_resolution(page) for page in checks.open_pdf(path).pages]
        with checks.open_image(path, MediaType(info.media_type)) as image:
            said = image.info.get("dpi", (0, 0))[0]
            if round(said) in BELIEVED and round(said) != BELIEVED.start:  # 72 is what cameras write for "unknown"
                return [round(said)]
            short, long = sorted(image.size)
            return [round(min(short / A4_INCHES[0], long / A4_INCHES[1]))]


def _page_resolution(page: Any) -> int | None:
    try:
        width, height = sorted((float(page.mediabox.width) / 72, float(page.mediabox.height) / 72))
        sizes = [sorted((int(one["/Width"]), int(one["/Height"]))) for one in _pictures(page)]
    except Exception:  # noqa: BLE001 - what cannot be measured is not refused for it
        return None
    return max((round(min(short / width, long / height)) for short, long in sizes if width and height), default=None)


def _pictures(page: Any) -> list[Any]:
    found = page.get("/Resources", {}).get("/XObject", {})
    objects = [one.get_object() for one in found.get_object().values()] if found else []
    return [one for one in objects if one.get("/Subtype") == "/Image"]


def preview_page(file_id: UUID, *, index: int = 0, side: int = 320, turn: int = 0) -> bytes | None:
    """Return one page as a small JPEG, at most `side` pixels (64 to 1,600) either way, turned clockwise by `turn`.

    Of a PDF the largest picture of the page, which is the page when it was scanned; None when it has none.
    """
    info = queries.get_info(file_id)
    bound = max(64, min(side, 1600))
    with queries.local_path(info) as path:
        if info.media_type != MediaType.PDF:
            with checks.open_image(path, MediaType(info.media_type)) as image:
                small = encode(image, long=bound, short=bound)[0]
        else:
            found = _largest(checks.open_pdf(path), index, bound)
            if found is None:
                return None
            small = found
    return _turned(small, turn) if turn in TURNS - {0} else small


def _turned(data: bytes, turn: int) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        kept = io.BytesIO()
        image.rotate(-turn, expand=True).save(kept, "JPEG", quality=80)
    return kept.getvalue()


def _largest(reader: Any, index: int, bound: int) -> bytes | None:
    try:
        page = reader.pages[index]
        names = [str(name) for name in page.images.keys()][:MAX_PICTURES]  # noqa: SIM118 - pypdf's own view, no dict
        pictures = [page.images[name].image for name in names if _is_drawable(page, name)]
        if not pictures:
            return None
        picture = max(pictures, key=lambda one: one.width * one.height)
        upright = picture.rotate(-page.rotation, expand=True) if page.rotation else picture
        return encode(upright, long=bound, short=bound)[0]
    except Exception:  # noqa: BLE001 - a page that cannot be drawn is shown by its number
        return None


def _is_drawable(page: Any, name: str) -> bool:
    """Not a picture whose pixels would exhaust the machine."""
    picture = page["/Resources"]["/XObject"].get(name)
    return picture is None or int(picture["/Width"]) * int(picture["/Height"]) <= MAX_PICTURE_PIXELS
