"""Makes one PDF of what a person photographed, page by page, as an officer wants to read it."""

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.files import checks, queries
from tinhso.foundation.files.actions import keep_again, save
from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.foundation.files.errors import DamagedPdf, FileMissing, NoFile, TooManyFiles
from tinhso.foundation.files.models import MergedFile
from tinhso.foundation.files.pictures import encode
from tinhso.foundation.files.rules.names import clean_name
from tinhso.foundation.files.staging import too_large
from tinhso.foundation.files.stores import incoming_folder
from tinhso.kernel.actors import SYSTEM, Actor

MAX_FILES: Final = 50
DPI: Final = 200
A4: Final = (595.276, 841.890)
"""Points (1/72 inch): 210 × 297 mm, ISO 216."""


def merge_to_pdf(file_ids: Sequence[UUID], *, name: str, actor: Actor, now: datetime) -> FileInfo:
    """Join images and PDFs, in the order given, into one PDF and keep it; the parts stay as they are.

    An image is turned as its camera says (EXIF), brought to at most 200 dpi on A4 and written as JPEG of quality 80;
    its metadata (place, device) is left behind. A single PDF is taken over byte for byte, so that its signatures stay
    valid. Refuses more than 50 files, more than 200 pages, more than twice the bound of one file in bytes.
    """
    infos = _list_parts(file_ids)
    if len(infos) == 1 and infos[0].media_type == MediaType.PDF:
        return keep_again(actor, infos[0], name=clean_name(name, MediaType.PDF), now=now)
    with tempfile.TemporaryFile(dir=incoming_folder()) as file:
        _write_merged(infos, file)
        file.seek(0)
        return save(actor, stream=file, name=name, now=now, limit=2 * settings.FILE_MAX_BYTES)


def merge_once(file_ids: Sequence[UUID], *, name: str, now: datetime) -> FileInfo:
    """Return the one PDF of these files in this order under this name, made when first asked for and kept.

    The system makes it, so that it is nobody's upload. Refuses what `merge_to_pdf` refuses. To be called outside a
    transaction: making it takes up to seconds.
    """
    key = _key_of(_list_parts(file_ids), name)
    kept = MergedFile.objects.filter(pk=key).select_related("file").first()
    if kept is None:
        made = merge_to_pdf(file_ids, name=name, actor=SYSTEM, now=now)
        kept, _made = MergedFile.objects.get_or_create(key=key, defaults={"file_id": made.id, "parts": list(file_ids)})
    return kept.file.to_info()


def _key_of(infos: Sequence[FileInfo], name: str) -> str:
    """Return what a merged file is found by: the way it is made, its name, and the content of its parts."""
    return hashlib.sha256("\n".join(["merged.1", name, *(info.sha256 for info in infos)]).encode()).hexdigest()


def _list_parts(file_ids: Sequence[UUID]) -> list[FileInfo]:
    """Return the records of the parts, one for each id given, within the bounds. Raises FileHeld for a held one."""
    if not file_ids:
        raise NoFile
    if len(file_ids) > MAX_FILES:
        raise TooManyFiles(
            _("Mỗi giấy tờ gộp tối đa %(limit)d tệp. Gộp bớt hoặc chỉ giữ các trang cần nộp.") % {"limit": MAX_FILES}
        )
    known = {info.id: info for info in queries.list_infos(file_ids)}
    if not known.keys() >= set(file_ids):
        raise FileMissing
    infos = [queries.require_safe(known[file_id]) for file_id in file_ids]
    pages = sum(info.pages for info in infos)
    if pages > checks.MAX_PAGES:
        raise checks.too_many_pages(pages)
    if sum(info.size for info in infos) > 2 * settings.FILE_MAX_BYTES:
        raise too_large(2 * settings.FILE_MAX_BYTES)
    return infos


def _write_merged(infos: Sequence[FileInfo], file: Any) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    for info in infos:
        with queries.local_path(info) as path:
            if info.media_type == MediaType.PDF:
                _append_pdf(writer, checks.open_pdf(path))
            else:
                with checks.open_image(path, MediaType(info.media_type)) as image:
                    append_image(writer, image)
    writer.write(file)


def _append_pdf(writer: Any, reader: Any) -> None:
    try:
        for page in reader.pages:
            writer.add_page(page)
    except Exception as error:  # a hostile PDF makes the parser fail in any way it likes
        raise DamagedPdf from error


def append_image(writer: Any, image: Any) -> None:
    """Lay one image on an A4 page, upright or lying as the image is."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    data, size = encode(image, long=round(A4[1] / 72 * DPI), short=round(A4[0] / 72 * DPI))
    width, height = A4 if size[1] >= size[0] else (A4[1], A4[0])
    page = writer.add_blank_page(width=width, height=height)
    pictures = DictionaryObject({NameObject("/Im0"): writer._add_object(_picture(data, size))})  # noqa: SLF001 - no public way
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    scale = min(width / size[0], height / size[1], 1.0)  # a tiny picture is not blown up past 72 dpi
    shown = size[0] * scale, size[1] * scale
    drawing = DecodedStreamObject()
    left, bottom = (width - shown[0]) / 2, (height - shown[1]) / 2
    drawing.set_data(f"q {shown[0]:.3f} 0 0 {shown[1]:.3f} {left:.3f} {bottom:.3f} cm /Im0 Do Q".encode())
    page[NameObject("/Contents")] = writer._add_object(drawing)  # noqa: SLF001 - no public way


def _picture(data: bytes, size: tuple[int, int]) -> Any:
    """Return a PDF image of JPEG data (ISO 32000-2, 8.9.5)."""
    from pypdf.generic import NameObject, NumberObject, StreamObject

    picture = StreamObject()
    picture.set_data(data)
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(size[0]),
            NameObject("/Height"): NumberObject(size[1]),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    return picture
