"""Builders for the tests of whoever signs."""

import io
from typing import Final
from uuid import UUID

from tinhso.foundation.signing.actions import ensure_demo_key
from tinhso.foundation.signing.data import KeyInfo
from tinhso.kernel.ids import uuid7

PLACE: Final = (340, 300, 490, 356)
_TEXT: Final = b"BT /F1 13 Tf 90 700 Td (QUYET DINH) Tj 0 -40 Td (Muc tro cap: 1.000.000 dong mot thang) Tj ET"


def make_demo_key(
    holder_id: UUID | None = None,
    *,
    name: str = "Phạm Văn Thử",
    title: str = "Chủ tịch",
    unit: str = "UBND xã Minh Họa",
) -> KeyInfo:
    """Return a demonstration key of a made-up officer."""
    return ensure_demo_key(holder_id or uuid7(), name=name, title=title, unit=unit)


def make_paper(*anchors: str) -> bytes:
    """Return a PDF of one page with two lines of text and, below one another, a place for each signature."""
    import pypdf
    from pypdf.annotations import Link
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    name = NameObject
    font = DictionaryObject(
        {name("/Type"): name("/Font"), name("/Subtype"): name("/Type1"), name("/BaseFont"): name("/Times-Roman")}
    )
    page[name("/Resources")] = DictionaryObject({name("/Font"): DictionaryObject({name("/F1"): font})})
    content = DecodedStreamObject()
    content.set_data(_TEXT)
    page[name("/Contents")] = writer._add_object(content)  # noqa: SLF001 - pypdf has no public way to add a stream
    left, bottom, right, top = PLACE
    for place, anchor in enumerate(anchors):
        down = place * 80
        link = Link(rect=(left, bottom - down, right, top - down), url=f"tinhso:signature/{anchor}")
        writer.add_annotation(0, link)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()
