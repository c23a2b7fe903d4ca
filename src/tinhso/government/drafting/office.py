"""A draft as a Word file (ECMA-376) and back: each paragraph's style says into which box it belongs.

Out: a plain file in the layout of the decree that anybody can go on writing in. In: paragraphs in our styles go back
into their boxes, all others into the text, tables into rows, so that no word is left out; pictures cannot be taken
along and are counted. The file is opened bounded and without running anything: a file with macros is refused.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.government.drafting import packing, word_frame
from tinhso.government.drafting.data import Content
from tinhso.government.drafting.errors import BadOfficeFile
from tinhso.government.drafting.rules.markup import blocks_of

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_BYTES: Final = packing.MAX_BYTES
MAX_PARAGRAPHS: Final = 5000
MAX_SPAN: Final = 63
PREFIX: Final = "TS "
STYLES: Final = {
    "subject": "TS Trích yếu",
    "addressees": "TS Kính gửi",
    "grounds": "TS Căn cứ",
    "recipients": "TS Nơi nhận",
    "archive": "TS Lưu",
    "drafter": "TS Người soạn",
}
"""The styles by which boxes are found again; everything else is text."""
SHOWN: Final = "TS Thể thức"
"""What the printer sets itself (agency, number, signature): shown in the file, not read back."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a Word file holds: the boxes, and how many pictures could not be taken along."""

    content: Content
    pictures: int


def write(content: Content, *, kind: str, agency: str, frame: Mapping[str, Any] | None = None) -> bytes:
    """Return the draft as a .docx file.

    With `frame` (what the print of the draft takes) it is the whole paper: letterhead, places for number, date and
    hand, signature block and recipients, so that its own PDF can be signed.
    """
    from docx import Document

    document = Document()
    _prepare(document)
    if frame is None:
        _add(document, SHOWN, agency)
        _add(document, SHOWN, kind.upper())
        _add(document, STYLES["subject"], content.subject)
    else:
        word_frame.write_head(document, content, frame, STYLES)
    _write_openings(document, content, frame)
    _write_body(document, content.body)
    if frame is None:
        _write_ends(document, content)
    else:
        word_frame.write_end(document, content, frame, STYLES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_openings(document: Any, content: Content, frame: Mapping[str, Any] | None) -> None:
    """Write to whom it goes and on what grounds; who decides stands around these on a whole paper."""
    for line in content.addressees:
        _add(document, STYLES["addressees"], f"Kính gửi: {line}" if frame and line == content.addressees[0] else line)
    if frame and frame["authority"]:
        word_frame.centred(document, frame["authority"])
    for place, line in enumerate(content.grounds, start=1):
        mark = ("." if place == len(content.grounds) else ";") if frame else ""
        _add(document, STYLES["grounds"], f"{line}{mark}")
    if frame and frame["decides"]:
        word_frame.centred(document, frame["decides"])


def _write_ends(document: Any, content: Content) -> None:
    for line in content.recipients:
        _add(document, STYLES["recipients"], line)
    for name in ("archive", "drafter"):
        if getattr(content, name):
            _add(document, STYLES[name], getattr(content, name))


def _prepare(document: Any) -> None:
    """Set paper, margins and type as the decree asks (Phụ lục I), and our styles."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    normal.paragraph_format.space_after = Pt(6)
    for name in (*STYLES.values(), SHOWN):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.bold = name in (STYLES["subject"], SHOWN)
        style.font.italic = name == STYLES["grounds"]


def _add(document: Any, style: str, text: str) -> None:
    document.add_paragraph(text, style=style)


def _write_body(document: Any, body: str) -> None:
    for block in blocks_of(body):
        if block["style"] == "table":
            rows = [block["header"], *block["rows"]]
            table = document.add_table(rows=len(rows), cols=len(block["header"]))
            table.style = "Table Grid"
            for cells, row in zip(rows, table.rows, strict=True):
                for words, cell in zip(cells, row.cells, strict=True):
                    cell.text = words
            continue
        paragraph = document.add_paragraph(style="Heading 2" if block["style"] == "heading" else "Normal")
        if block.get("label"):
            paragraph.add_run(f"{block['label']} ").bold = block["style"] == "article"
        for run in block["runs"]:
            made = paragraph.add_run(run["text"])
            made.bold, made.italic = run.get("bold"), run.get("italic")


def read(data: bytes, *, before: Content) -> Read:
    """Return what a .docx file holds. Boxes that are not in it at all (urgency, appendices) stay as they were `before`.

    What was inserted while changes are tracked, in a content control or in a text box is read too, what was deleted or
    moved away is not. Raises BadOfficeFile for what is no such file, for one with macros, for one that unpacks beyond
    100 MiB or 30 MiB of XML, and for more than 5,000 paragraphs.
    """
    document = _opened(data)
    boxes: dict[str, list[str]] = {}
    lines: list[str] = []
    by_style = {style: name for name, style in STYLES.items()}
    for part in _parts(document):
        if part.tag == _tag("tbl"):
            lines += _rows(part, document)
            continue
        style, text = _style_of(part, document), _text(part, document)
        if not text.strip() or style == SHOWN:
            continue
        if style in by_style:
            words = word_frame.bare(by_style[style], _plain(part, document))
            boxes.setdefault(by_style[style], []).extend([words] if words else [])
        else:
            lines.append(f"# {text.lstrip('#* ')}" if style.startswith("Heading") else text)
    content = replace(
        before,
        subject=" ".join(boxes.get("subject", [])) or before.subject,
        addressees=tuple(boxes.get("addressees", before.addressees)),
        grounds=tuple(boxes.get("grounds", before.grounds)),
        body="\n".join(lines),
        recipients=tuple(boxes.get("recipients", before.recipients)),
        archive=" ".join(boxes.get("archive", [])) or before.archive,
        drafter=" ".join(boxes.get("drafter", [])) or before.drafter,
    )
    return Read(content, _pictures(document))


def _opened(data: bytes) -> Any:
    from docx import Document

    packing.require_plain(data)
    try:
        return Document(io.BytesIO(data))
    except Exception as error:  # a hostile file makes the parser fail in any way it likes
        raise BadOfficeFile from error


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _parts(document: Any) -> list[Any]:
    """Return the paragraphs and tables in the order they stand, inside whatever Word put around them."""
    found = list[Any]()
    for part in _inside(document.element.body, (_tag("p"), _tag("tbl"))):
        is_frame = part.tag == _tag("tbl") and word_frame.is_frame(part)
        found += list(part.iter(_tag("p"))) if is_frame else [part]
    if len(found) > MAX_PARAGRAPHS:
        raise BadOfficeFile(_("Tệp có quá %(n)d đoạn. Chia thành nhiều văn bản hoặc phụ lục.") % {"n": MAX_PARAGRAPHS})
    return found


def _inside(around: Any, wanted: tuple[str, ...]) -> Iterator[Any]:
    """Yield the wanted elements of a body, a table or a row, also those in content controls and tracked changes."""
    wraps = {_tag(name) for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    for one in around:
        if one.tag in wanted:
            yield one
        elif one.tag in wraps:
            yield from _inside(one, wanted)


def _runs(paragraph: Any, document: Any) -> list[Any]:
    """Return the runs that hold words, those of text boxes too, without what was moved away and second renderings."""
    from docx.text.run import Run

    gone = {_tag("moveFrom"), _tag("del"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    found = []
    for one in paragraph.iter(_tag("r")):
        if not any(above.tag in gone for above in one.iterancestors()):
            run = Run(one, document._body)  # noqa: SLF001 - the part that styles are looked up in
            if run.text:
                found.append(run)
    return found


def _plain(paragraph: Any, document: Any) -> str:
    return "".join(run.text for run in _runs(paragraph, document)).replace("\n", " ")


def _style_of(paragraph: Any, document: Any) -> str:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document._body).style  # noqa: SLF001 - the part that styles are looked up in
    return str(style.name) if style is not None and style.name else ""


def _text(paragraph: Any, document: Any) -> str:
    """Return a paragraph with its bold and italic words in our markup, one that is bold all through without."""
    runs = _runs(paragraph, document)
    if all(run.bold for run in runs):
        return _plain(paragraph, document)
    return "".join(_marked(run) for run in runs).replace("\n", " ")


def _marked(run: Any) -> str:
    text = str(run.text)
    bare = text.strip()
    if not bare or "*" in bare or not (run.bold or run.italic) or bare.startswith("Điều "):
        return text
    mark = "**" if run.bold else "*"
    return text.replace(bare, f"{mark}{bare}{mark}", 1)


def _rows(table: Any, document: Any) -> list[str]:
    rows = [_cells(row, document) for row in _inside(table, (_tag("tr"),))]
    return ["| " + " | ".join(cells) + " |" for cells in rows if cells]


def _cells(row: Any, document: Any) -> list[str]:
    """Return the words of each cell; one that spans several columns leaves the others empty."""
    found: list[str] = []
    for cell in _inside(row, (_tag("tc"),)):
        words = " ".join(_plain(one, document) for one in cell.iter(_tag("p")))
        found.append(" ".join(words.replace("|", "/").split()))
        found += [""] * (min(cell.grid_span, MAX_SPAN) - 1)
    return found


def _pictures(document: Any) -> int:
    drawn = document.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic")
    return sum(not word_frame.is_place(one) for one in drawn)
