"""Secret documents never enter: signs of one, in what was typed and in what was read from its pages.

Sources: Luật Bảo vệ bí mật nhà nước 29/2018/QH14 (levels of secrecy, marks); the list of words is content.
"""

import re
from collections.abc import Sequence
from typing import Final

from tinhso.kernel.text import fold, nfc

HEAD: Final = 1500
"""A mark of secrecy stands at the head of the first page."""


def marks_in(text: str, marks: Sequence[str]) -> list[str]:
    """Return the marks of secrecy that stand in `text` in capital letters, wherever that is («TỐI MẬT»)."""
    composed = nfc(text)
    return [mark for mark in marks if re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", composed)]


def stamps_in(text: str, stamps: Sequence[str]) -> list[str]:
    """Return the stamps that stand alone on a line or in brackets: «MẬT» does, «BẢO MẬT» and «MẬT KHẨU» do not."""
    composed = nfc(text)
    return [one for one in stamps if re.search(rf"(?m)(^\s*{re.escape(one)}\s*$|\(\s*{re.escape(one)}\s*\))", composed)]


def phrases_in(text: str, phrases: Sequence[str]) -> list[str]:
    """Return which of the phrases stand in `text`, without regard to marks and case, as whole words."""
    padded = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "
    return [one for one in phrases if f" {fold(one)} " in padded]


def symbol_is_secret(code: str, symbols: Sequence[str]) -> bool:
    """Tell whether a code ends in a sign of secrecy in brackets, as in «15/UBND-NC(M)»."""
    found = re.search(r"\(\s*([^()]{1,12}?)\s*\)\s*$", nfc(code))
    return found is not None and fold(found[1]) in {fold(one) for one in symbols}
