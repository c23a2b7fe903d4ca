"""How a signature looks on the page, and where it stands when no template left it a place.

Decree 30/2020/NĐ-CP, Annex I: the signer's blue hand between title and name (part I, section II, point 7), the agency's
red stamp a third over it from the left (point 8), the line on an annex's first page and on an electronic copy: Times,
upright, 10 points, black, no picture, with the time of signing by ISO 8601 in Vietnamese time.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from tinhso.foundation.signing.artwork import picture, stamp_picture
from tinhso.foundation.signing.data import Appearance, Look
from tinhso.foundation.signing.errors import NoFreePlace, NoSignaturePlace
from tinhso.foundation.signing.formats.pages import Sheet, look_at
from tinhso.foundation.signing.formats.places import SIGNATURE_PREFIX, Box
from tinhso.foundation.signing.formats.typeset import Words, laid_into, typeset
from tinhso.foundation.signing.formats.untyped import Writer
from tinhso.kernel.clock import to_local

if TYPE_CHECKING:
    from pyhanko.stamp import BaseStampStyle

MARK_SIZE: Final = 10.0
LINE: Final = 12.5
MARGIN: Final = 28.0
HEAD: Final = 12.0
"""How near to a page's right and upper edge a mark stands: above where the letterhead begins."""
STEP: Final = 4.0
DEEPEST: Final = 0.25
"""How far down from the top a mark may move, as a share of the page, before we refuse."""
HAND: Final = (147.0, 57.0)
GAP: Final = 4.0


def style(appearance: Appearance, size: tuple[float, float], now: datetime) -> "BaseStampStyle":
    """Return the look that fills a place of `size` points."""
    from pyhanko.pdf_utils.images import PdfImage
    from pyhanko.pdf_utils.layout import AxisAlignment as Align
    from pyhanko.pdf_utils.layout import Margins, SimpleBoxLayoutRule
    from pyhanko.stamp import StaticStampStyle

    width, height = size
    background: Any
    if appearance.look in (Look.APPENDIX, Look.COPY):
        words = Words(mark_lines(appearance, now), size=MARK_SIZE, align="right", rise=2)
        background = _set_words(typeset(words, width=width, height=height))
    elif appearance.look is Look.SEAL:
        background = PdfImage(stamp_picture(appearance.name, appearance.image, width=width, height=height))
    else:
        background = PdfImage(picture(appearance.name, appearance.image, width=width, height=height))
    return StaticStampStyle(
        background=background,
        background_opacity=1.0,
        border_width=0,
        background_layout=SimpleBoxLayoutRule(Align.ALIGN_MID, Align.ALIGN_MID, margins=Margins(0, 0, 0, 0)),
    )


def mark_lines(appearance: Appearance, now: datetime) -> tuple[str, ...]:
    """Return the lines of a mark: an annex's number and symbol, a copy's form and agency, then the time of signing."""
    moment = to_local(now).replace(microsecond=0).isoformat()
    if appearance.look is Look.APPENDIX:
        return (f"{'; '.join(appearance.words)}; {moment}",)
    return (*appearance.words, moment)


def placed(writer: Writer, appearance: Appearance, now: datetime, *, taken: set[str]) -> tuple[str, "BaseStampStyle"]:
    """Make a field of our own where nothing stands: a mark at the upper right of page 1, a hand under given words.

    Raises NoFreePlace when there is none, NoSignaturePlace when the words are not in the document.
    """
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    pdf = writer.prev.stream
    pdf.seek(0)
    data = pdf.read()
    if appearance.look in (Look.APPENDIX, Look.COPY):
        page, box = 0, mark_box(look_at(data, 0), mark_lines(appearance, now))
    else:
        page, box = _under(data, int(writer.prev.root["/Pages"]["/Count"]), appearance.near)
    base = f"{SIGNATURE_PREFIX}{appearance.anchor or appearance.look.value}"
    name = next(one for one in (base, *(f"{base}_{n}" for n in range(2, 100))) if one not in taken)
    edges = tuple(round(edge) for edge in box)
    append_signature_field(writer, SigFieldSpec(name, on_page=page, box=edges))  # type: ignore[arg-type]  # four of them
    return name, style(appearance, (edges[2] - edges[0], edges[3] - edges[1]), now)


def mark_box(sheet: Sheet, lines: tuple[str, ...]) -> Box:
    """Return a free place for a mark: the upper right corner, or as little further down as the page allows."""
    wide = min(sheet.width - 2 * MARGIN, MARK_SIZE * 0.56 * max(len(line) for line in lines) + 4)
    tall = LINE * len(lines) + 4
    top = sheet.height - HEAD
    while top - tall > (1 - DEEPEST) * sheet.height:
        box = (sheet.width - MARGIN - wide, top - tall, sheet.width - MARGIN, top)
        if sheet.is_free(box):
            return box
        top -= STEP
    raise NoFreePlace


def _under(data: bytes, pages: int, words: str) -> tuple[int, Box]:
    """Return the page and the free place under the last line that holds `words`, looking from the last page."""
    for page in reversed(range(max(0, pages - 20), pages)):
        sheet = look_at(data, page)
        line = sheet.below(words)
        if line is None:
            continue
        middle, width, height = (line[0] + line[2]) / 2, *HAND
        box = (middle - width / 2, line[1] - GAP - height, middle + width / 2, line[1] - GAP)
        if not sheet.is_free(box):
            raise NoFreePlace
        return page, box
    raise NoSignaturePlace


def _set_words(made: bytes) -> Any:
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints

    class SetWords(PdfContent):
        """Words set by Typst, as the ground of a stamp."""

        def render(self) -> bytes:
            """Lay them into the document and draw them."""
            placed_words = laid_into(self._ensure_writer, made)
            self.resources.xobject["/Words"] = placed_words
            box = placed_words.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(box[2] - box[0]), height=abs(box[3] - box[1]))
            return b"/Words Do"

    return SetWords()
