"""The order of the real office: the leader signs, the clerk gives number and date, the agency seals.

Decree 30/2020/NĐ-CP, Articles 13 to 15, 17, 18. All three are laid out before the first signature; that signature
certifies the document for filling in and signing alone (DocMDP 2, ISO 32000-2, 12.8.2.2), the clerk fills in fields
that were there, the seal signs a field that was there and permits nothing after it but proofs and time-stamps
(DocMDP 1). So every one of them stays valid, and anything else that is added makes the first invalid.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl

from tinhso.foundation.signing.artwork import picture
from tinhso.foundation.signing.data import Appearance
from tinhso.foundation.signing.errors import (
    AlreadyNumbered,
    BadNumber,
    NoFieldsToFill,
    NotAPdf,
    NotNumberedYet,
    NotSignedYet,
)
from tinhso.foundation.signing.formats.pades import PDF_FAULTS, opened
from tinhso.foundation.signing.formats.places import (
    LOOK_KEY,
    SEAL,
    Place,
    turn_links_into_fields,
    value_of,
    words_fields,
)
from tinhso.foundation.signing.formats.typeset import Words, laid_into, typeset
from tinhso.foundation.signing.formats.untyped import Writer, generic
from tinhso.kernel.clock import to_local
from tinhso.kernel.text import clean_line

LEADER: Final = "leader"
SEAL_WIDE: Final = 36 * 72 / 25.4
"""A commune's round stamp in its real size: 36 mm."""
OVER: Final = 1 / 3
DATE_FIELD: Final = "date"
_NUMBER: Final = re.compile(r"[0-9]{1,6}[a-zA-Z]?")
_CODE: Final = re.compile(r"[0-9]{1,6}[a-zA-Z]?/[0-9A-ZĐ][0-9A-Za-zĐđ&/.-]{0,49}")
VOID_COLOUR: Final = "#b3261e"
VOID_SHARE: Final = 0.9
VOID_TALL: Final = 130.0
MAX_VOID_PAGES: Final = 200


def prepare_for_office(pdf: bytes, *, leader: Appearance | None = None, is_numbered: bool = False) -> bytes:
    """Return the draft with its empty fields laid out: signatures, number, date, and the agency's seal.

    Call it on the draft, before anybody signs. The seal stands a third over the leader's signature, to its left
    (`leader` tells whose hand it will be); a template may say itself where it stands (`tinhso:signature/seal`).
    A paper that bears its number already (`is_numbered`) is laid out for the seal alone. Raises NotAPdf;
    NoFieldsToFill for another draft without fields for number and date, or one that is signed already.
    """
    writer = opened(pdf)
    if any(True for _ in writer.prev.embedded_signatures):
        raise NoFieldsToFill
    try:
        turn_links_into_fields(writer, also=lambda found: _seal_beside(found, leader or Appearance()))
        if not is_numbered and not words_fields(writer):
            raise NoFieldsToFill
    except PDF_FAULTS:
        raise NotAPdf from None
    return _written(writer)


def fill_number(pdf: bytes, *, number: str, on: date, code: str = "") -> bytes:
    """Return the signed document with its number and date filled in, as an update every signature permits.

    `number` is the number alone ("15", "05"), `code` number and symbol ("15/QĐ-UBND"); which of them is printed the
    template decides by its fields `number` or `code`. The date is written out in `date`. Raises NotSignedYet,
    NoFieldsToFill, AlreadyNumbered, BadNumber, NotAPdf.
    """
    if not _NUMBER.fullmatch(number) or (code and not _CODE.fullmatch(code)):
        raise BadNumber
    given = {"number": number, "code": code or number, DATE_FIELD: long_date(on)}
    writer = opened(pdf)
    if not any(True for _ in writer.prev.embedded_signatures):
        raise NotSignedYet
    try:
        fields = {name: ref for name, ref in words_fields(writer).items() if name in given}
        if not fields:
            raise NoFieldsToFill
        if any(value_of(ref) for ref in fields.values()):
            raise AlreadyNumbered
        for name, ref in fields.items():
            _fill(writer, ref, given[name])
    except PDF_FAULTS:
        raise NotAPdf from None
    return _written(writer)


def require_numbered(pdf: bytes) -> None:
    """Refuse to seal what is not ready: NotSignedYet, NotNumberedYet. A document without such fields passes."""
    writer = opened(pdf)
    fields = words_fields(writer)
    if not any(True for _ in writer.prev.embedded_signatures):
        raise NotSignedYet
    if any(not value_of(ref) for ref in fields.values()):
        raise NotNumberedYet


def filled_in(pdf: bytes) -> dict[str, str]:
    """Return the words filled into a document's fields by name, "" for those still empty."""
    return {name: value_of(ref) for name, ref in words_fields(opened(pdf)).items()}


def void_signature(pdf: bytes, *, by: str, reason: str, now: datetime) -> bytes:
    """Return a new version of a signed document that says on each page that its signatures are withdrawn.

    For a document sent back after somebody signed. The mark is laid over every page, so that the signatures under it no
    longer hold for any reader, while what was signed stays in the file as evidence. Raises NotSignedYet, NotAPdf.
    """
    writer = opened(pdf)
    if not any(True for _ in writer.prev.embedded_signatures):
        raise NotSignedYet
    said = f"{to_local(now):%H:%M ngày %d/%m/%Y}" + (f", {clean_line(by)[:80]}" if by else "")
    lines = ["ĐÃ HỦY CHỮ KÝ", said, *([clean_line(reason)[:120]] if reason else [])]
    words = Words(tuple(lines), size=24, bold=True, align="center", colour=VOID_COLOUR, frame=True)
    try:
        for number in range(min(int(writer.prev.root["/Pages"]["/Count"]), MAX_VOID_PAGES)):
            _lay_over(writer, number, words)
    except PDF_FAULTS:
        raise NotAPdf from None
    return _written(writer)


def long_date(on: date) -> str:
    """Return a day as documents bear it: days under 10 and months 1 and 2 take a zero in front (Annex I, II.4)."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def _seal_beside(found: Sequence[Place], leader: Appearance) -> list[Place]:
    """Return the place of the seal: a third over the leader's hand as it will be drawn, on its left."""
    names = {one.name for one in found if one.is_signature}
    place = next((one for one in found if one.is_signature and one.name == LEADER), None)
    if place is None or SEAL in names:
        return []
    left, bottom, right, top = place.box
    ink_left, ink_right = left, right
    if leader.name or leader.image:
        drawn = picture(leader.name, leader.image, width=right - left, height=top - bottom)
        ink = drawn.getbbox(alpha_only=True) or (0, 0, drawn.width, drawn.height)
        ink_left = left + ink[0] * (right - left) / drawn.width
        ink_right = left + ink[2] * (right - left) / drawn.width
    edge = ink_left + OVER * (ink_right - ink_left)
    middle = (bottom + top) / 2
    box = (edge - SEAL_WIDE, middle - SEAL_WIDE / 2, edge, middle + SEAL_WIDE / 2)
    return [Place(SEAL, place.page, box, is_signature=True, look={})]


def _fill(writer: Writer, ref: Any, words: str) -> None:
    """Write words into a field, and give it a new look; the blank one stays what it was."""
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string

    field = ref.get_object()
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    look = dict(parse_qsl(str(field[LOOK_KEY]) if LOOK_KEY in field else ""))
    size = _number(look.get("size"), 13)
    styled = Words(
        (words,),
        size=size,
        italic=look.get("style") == "italic",
        bold=look.get("style") == "bold",
        align=look["align"] if look.get("align") in ("left", "center", "right") else "left",
        rise=_number(look.get("rise"), 0.25) * size,
    )
    made = laid_into(writer, typeset(styled, width=right - left, height=top - bottom))
    field[pdf_name("/V")] = pdf_string(words)
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): made})
    writer.mark_update(ref)


def _lay_over(writer: Writer, number: int, words: Words) -> None:
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.misc import get_and_apply

    page = writer.prev.find_page_for_modification(number)[0].get_object()
    box = get_and_apply(page, "/MediaBox", lambda edges: [float(edge) for edge in edges]) or [0, 0, 595, 842]
    wide, tall = VOID_SHARE * (box[2] - box[0]), VOID_TALL
    made = laid_into(writer, typeset(words, width=wide, height=tall))
    corner = ((box[0] + box[2] - wide) / 2, (box[1] + box[3] - tall) / 2)
    stream = generic.StreamObject(stream_data=b"Q q 1 0 0 1 %g %g cm /HuyChuKy Do Q" % corner)
    opening = writer.add_object(generic.StreamObject(stream_data=b"q"))
    held = generic.DictionaryObject({pdf_name("/XObject"): generic.DictionaryObject({pdf_name("/HuyChuKy"): made})})
    writer.add_stream_to_page(number, opening, prepend=True)
    writer.add_stream_to_page(number, writer.add_object(stream), held)


def _written(writer: Writer) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _number(text: str | None, otherwise: float) -> float:
    try:
        return min(72.0, max(0.0, float(text))) if text else otherwise
    except ValueError:
        return otherwise
