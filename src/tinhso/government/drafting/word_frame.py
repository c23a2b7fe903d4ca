"""What stands around the words of a document in its Word file, so that the file's own PDF can be signed.

Letterhead, number and symbol, place and date above; recipients and signature below (Nghị định 30/2020/NĐ-CP, Phụ lục
I). Number, date and hand are places: pictures without colour that lead to `tinhso:…`, as in the printer's own
templates. LibreOffice and Word keep such links in a PDF, and `signing` makes form fields of them.
"""

import re
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from tinhso.government.drafting.data import Content

SHOWN: Final = "TS Thể thức"
FRAME: Final = "TinhSo khung"
PLACE: Final = "TinhSo chỗ"
PLACES: Final = {
    "number": ("tinhso:field/number?size=13&align=right&rise=0.25", 30.0, 15.0),
    "date": ("tinhso:field/date?size=13&style=italic&rise=0.25", 153.0, 15.0),
    "leader": ("tinhso:signature/leader", 147.0, 68.0),
}
"""Each place: where it leads, how wide and how tall (points)."""
RAISED: Final = "6"
"""Half points by which the words beside a place stand higher: its own stand so high, for letters that reach down."""
LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LETTER: Final = "cong_van"
UNNUMBERED: Final = "thu_cong"
_LIST: Final = re.compile(r"^[-–]\s*|[;.]\s*$")


def needed(layout: str) -> frozenset[str]:
    """Return the places a paper of a layout must have to be signed."""
    return frozenset(PLACES) - ({"number"} if layout == UNNUMBERED else set())


def write_head(document: Any, content: Content, frame: Mapping[str, Any], styles: Mapping[str, str]) -> None:
    """Write letterhead, number, date, kind and subject."""
    head, layout = frame["letterhead"], frame["layout"]
    left, right = _table(document, 0.4)
    if head["parent"]:
        _line(left, head["parent"], size=12)
    _line(left, head["agency"], bold=True, size=12)
    if layout != UNNUMBERED:
        number = _line(left, "Số: ")
        _put(number, "number")
        number.add_run(f"/{head['symbol']}").bold = False
        _raise(number)
    if layout == LETTER:
        _line(left, content.subject, style=styles["subject"], size=12)
    _line(right, MOTTO[0], bold=True, size=12)
    _line(right, MOTTO[1], bold=True)
    day = _line(right, f"{head['place']}, ", italic=True)
    _put(day, "date")
    _raise(day)
    document.add_paragraph(style=SHOWN)
    if layout != LETTER:
        centred(document, str(frame["kind"]).upper())
        document.add_paragraph(content.subject, style=styles["subject"]).alignment = 1


def write_end(document: Any, content: Content, frame: Mapping[str, Any], styles: Mapping[str, str]) -> None:
    """Write recipients on the left, the signature block on the right."""
    document.add_paragraph(style=SHOWN)
    left, right = _table(document, 0.5)
    _line(left, "Nơi nhận:", bold=True, italic=True, size=12, centre=False)
    for one in content.recipients:
        _line(left, f"- {one};", style=styles["recipients"], size=11, centre=False)
    if content.archive:
        _line(left, f"- Lưu: {content.archive}.", style=styles["archive"], size=11, centre=False)
    if content.drafter:
        _line(left, content.drafter, style=styles["drafter"], size=11, centre=False)
    for words in frame["signature"]["authority"]:
        _line(right, words, bold=True)
    _put(_line(right, ""), "leader")
    _line(right, frame["signature"]["name"], bold=True)


def bare(box: str, words: str) -> str:
    """Return the words of a box without the marks that stand around them on paper."""
    text = words.strip()
    if box == "addressees":
        text = text.removeprefix("Kính gửi:").strip()
    if box == "grounds":
        return text.rstrip(";. ")
    if box == "recipients":
        return _LIST.sub("", text).strip()
    return _LIST.sub("", text).removeprefix("Lưu:").strip() if box == "archive" else text


def centred(document: Any, words: str) -> None:
    """Write a bold line that is shown and not read back, in the middle."""
    paragraph = document.add_paragraph(style=SHOWN)
    paragraph.alignment = 1
    paragraph.add_run(words).bold = True


def is_frame(table: Any) -> bool:
    """Tell whether a table is one of ours around the words."""
    return any(one.get(_w("val")) == FRAME for one in table.iter(_w("tblCaption")))


def is_place(picture: Any) -> bool:
    """Tell whether a picture is a place of ours and not somebody's."""
    return any(str(one.get("name", "")).startswith(PLACE) for one in picture.iter() if one.tag.endswith("}cNvPr"))


def _table(document: Any, share: float) -> tuple[Any, Any]:
    """Add a table of one row without lines; return its two cells, the left with `share` of the width."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(_w("val"), FRAME)
    table._tbl.tblPr.append(caption)  # noqa: SLF001 - python-docx has no way to name a table
    cells = table.rows[0].cells
    for cell, column, width in zip(cells, table.columns, (share, 1 - share), strict=True):
        cell.width = column.width = Mm(165 * width)
    return cells[0], cells[1]


def _line(
    cell: Any,
    words: str,
    *,
    style: str = SHOWN,
    bold: bool = False,
    italic: bool = False,
    size: int = 13,
    centre: bool = True,
) -> Any:
    from docx.shared import Pt

    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.text and not first.runs
    paragraph = first if fresh else cell.add_paragraph()
    paragraph.style = style
    paragraph.alignment = 1 if centre else 0
    paragraph.paragraph_format.space_after = Pt(0)
    for place, text in enumerate(words.split("\n")):
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if place < words.count("\n"):
            run.add_break()
    return paragraph


def _raise(paragraph: Any) -> None:
    """Let the words of a line stand as high as those its place will bear."""
    from docx.oxml import OxmlElement

    for run in [one for one in paragraph.runs if one.text]:
        raised = OxmlElement("w:position")
        raised.set(_w("val"), RAISED)
        run._r.get_or_add_rPr().append(raised)  # noqa: SLF001 - python-docx has no way to raise a run


def _put(paragraph: Any, name: str) -> None:
    """Leave a place in a paragraph: a picture without colour that leads to ours."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    url, width, height = PLACES[name]
    drawn = paragraph.add_run().add_picture(BytesIO(_NOTHING), width=Pt(width), height=Pt(height))
    link = OxmlElement("a:hlinkClick")
    link.set(qn("r:id"), paragraph.part.relate_to(url, LINK, is_external=True))
    kept = drawn._inline  # noqa: SLF001 - as above
    kept.docPr.append(link)
    kept.docPr.set("name", f"{PLACE} {name}")
    for one in kept.iter():
        if one.tag.endswith("}cNvPr"):
            one.set("name", f"{PLACE} {name}")


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _nothing() -> bytes:
    """Return a PNG of one point without colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 5)) + chunk(b"IEND", b"")


_NOTHING: Final = _nothing()
