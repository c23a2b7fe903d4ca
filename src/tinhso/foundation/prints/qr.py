"""QR codes (ISO/IEC 18004), error correction M, with the quiet zone of four modules that readers need."""

import io
from typing import Final

from tinhso.foundation.prints.errors import QrTooLong

MAX_CHARACTERS: Final = 300
QUIET_ZONE: Final = 4
MASK: Final = 2
"""One of the eight patterns, for every code: readers take any, and trying all eight for the evenest picture took two
thirds of the time of a print. Hundreds of addresses are tried in the tests."""


def qr_svg(text: str) -> str:
    """Return `text` as an SVG that scales: level M, four modules of quiet zone, black on white, no outer size.

    Refuses an empty text with ValueError and more than 300 characters with QrTooLong. A look-up address of up to
    62 bytes gives version 4 at most, which a phone reads from 25 mm on paper.
    """
    import segno

    if not text:
        raise ValueError("a QR code says something")
    if len(text) > MAX_CHARACTERS:
        raise QrTooLong
    code = segno.make(text, error="m", boost_error=False, micro=False, mask=MASK)
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET_ZONE, omitsize=True, xmldecl=False, light="#ffffff", nl=False)
    return out.getvalue().decode()
