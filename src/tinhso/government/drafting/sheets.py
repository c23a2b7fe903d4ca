"""Pages of a PDF put together for a copy: signatures drawn flat, the copy's block laid under, a place for the mark.

A signature holds for the bytes it was made over; in a copy there is no claim left, only what was seen of it. So looks
of form fields are drawn into their pages and the fields themselves left behind.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.government.drafting.errors import NotToCopy

MAX_PAGES: Final = 200
SEAL_PLACE: Final = "tinhso:signature/seal"
EDGE: Final = 28.0
HEAD: Final = 12.0
LETTER: Final = 5.6
LINE: Final = 12.5
MOMENT: Final = 25
"""Letters of the time of signing, which stands in the mark too."""
GAP: Final = 24.0
FOOT: Final = 40.0
HIDDEN: Final = 2


def flattened(parts: Sequence[bytes]) -> bytes:
    """Return the pages of several PDFs in one, looks of their fields drawn, fields and links left behind.

    Raises NotToCopy for a file that cannot be read, is locked with a password, or for more than 200 pages.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    try:
        for data in parts:
            for page in PdfReader(io.BytesIO(data)).pages:
                _add(writer, page)
        # Written once more: what only the fields referred to stays behind.
        return _written(PdfWriter(clone_from=PdfReader(io.BytesIO(_written(writer)))))
    except NotToCopy:
        raise
    except Exception as error:  # a hostile file makes the parser fail in any way it likes
        raise NotToCopy(_("Không đọc được tệp PDF của văn bản. Kiểm tra tệp có đặt mật khẩu hoặc bị hỏng.")) from error


def _add(writer: Any, page: Any) -> None:
    from pypdf.generic import NameObject

    if len(writer.pages) >= MAX_PAGES:
        raise NotToCopy(_("Văn bản quá dài để sao trên hệ thống (tối đa %(n)d trang).") % {"n": MAX_PAGES})
    kept = writer.add_page(page)
    shown = [one.get_object() for one in kept.get("/Annots") or ()]
    for number, one in enumerate(shown):
        if one.get("/Subtype") == "/Widget" and not int(one.get("/F", 0)) & HIDDEN:
            _draw(writer, kept, one, NameObject(f"/TinhSoVe{number}"))
    if "/Annots" in kept:
        del kept[NameObject("/Annots")]
    if kept.rotation:
        kept.transfer_rotation_to_content()


def _draw(writer: Any, page: Any, widget: Any, name: Any) -> None:
    """Draw the look of a field where it stood (ISO 32000-2, 12.5.5)."""
    from pypdf.generic import DictionaryObject, NameObject

    look = _look(widget)
    if look is None:
        return
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
    low, under, high, over = (float(edge) for edge in look["/BBox"])
    across = (right - left) / ((high - low) or 1)
    up = (top - bottom) / ((over - under) or 1)
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    held = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    held[name] = look.indirect_reference or writer._add_object(look)  # noqa: SLF001 - pypdf has no public way
    drawn = f"q {across:g} 0 0 {up:g} {left - low * across:g} {bottom - under * up:g} cm {name} Do Q"
    _append(writer, page, drawn.encode())


def _look(widget: Any) -> Any:
    """Return the look in force of a field, None for one that shows nothing."""
    look = widget.get("/AP", {}).get("/N")
    look = look.get_object() if look is not None else None
    if look is not None and "/BBox" not in look:
        state = look.get(widget.get("/AS", "/Off"))
        look = state.get_object() if state is not None else None
    return look if look is not None and "/BBox" in look else None


def _append(writer: Any, page: Any, drawn: bytes) -> None:
    """Draw more on a page, whatever state its own drawing ended in."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject

    def stream(data: bytes) -> Any:
        made = DecodedStreamObject()
        made.set_data(data)
        return writer._add_object(made)  # noqa: SLF001 - pypdf has no public way to add a stream

    had = page.get("/Contents")
    own = had.get_object() if had is not None else ArrayObject()
    parts = list(own) if isinstance(own, list) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([stream(b"q\n"), *parts, stream(b"\nQ " + drawn)])


def joined(pages: bytes, block: bytes) -> bytes:
    """Return the pages with the copy's block under their last line, on a page of its own where there is no room.

    The block is the upper part of one page. Beneath a scan, a picture or a foot line nothing is laid.
    """
    from pypdf import PdfReader, PdfWriter, Transformation

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages)))
    below = PdfReader(io.BytesIO(block))
    last, first = writer.pages[-1], below.pages[0]
    end, room = _lowest(last), _extent(first)
    if len(below.pages) > 1 or end is None or room is None or end - GAP - room[1] < FOOT:
        for one in below.pages:
            writer.add_page(one)
        return _written(writer)
    down = end - GAP - room[0]
    last.merge_transformed_page(first, Transformation().translate(0, down))
    return _written(writer)


def _lowest(page: Any) -> float | None:
    """Return where the last words of a page stand; None for a page with pictures or none."""
    held = page.get("/Resources", {}).get("/XObject", {})
    heights = _heights(page)
    return None if not heights or len(held) else min(heights)


def _extent(page: Any) -> tuple[float, float] | None:
    """Return where the block begins and how tall it is, its foot line for demonstrations left out."""
    heights = [one for one in _heights(page) if one > 2 * FOOT]
    begins = max(heights, default=0.0) + LINE
    return (begins, begins - min(heights)) if heights else None


def _heights(page: Any) -> list[float]:
    found: list[float] = []

    def words(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            found.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=words)
    return found


def with_mark_place(pdf: bytes, words: Sequence[str]) -> bytes:
    """Return the copy with a place for the agency's signature at the upper right of page 1, above the letterhead."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import Link

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    box = writer.pages[0].mediabox
    width = min(float(box.width) - 2 * EDGE, LETTER * max(MOMENT, *(len(one) for one in words)) + 4)
    right, top = float(box.right) - EDGE, float(box.top) - HEAD
    tall = LINE * (len(words) + 1) + 4
    writer.add_annotation(0, Link(rect=(right - width, top - tall, right, top), url=SEAL_PLACE, border=[0, 0, 0]))
    return _written(writer)


def _written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.pdf_header = "%PDF-1.7"
    writer.write(out)
    return out.getvalue()
