"""Number and symbol (số và ký hiệu, Nghị định 30/2020/NĐ-CP Điều 8, Phụ lục I mục II.3)."""

import re
from typing import Final

from tinhso.kernel.text import clean_line

MAX_CODE: Final = 60
_TAIL: Final = re.compile(r"[A-ZĐ][A-Za-zĐđ0-9&]{0,14}(-[A-ZĐ][A-Za-zĐđ0-9&]{0,14}){0,2}")
_LEADING: Final = re.compile(r"^(?:số\s*:?\s*)?", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s*([/-])\s*")


def symbol_of(*, abbreviation: str, agency: str, tail: str = "") -> str:
    """Return the symbol: «QĐ-UBND» for a kind with an abbreviation, «UBND-VX» for a công văn of a drafting unit."""
    parts = [abbreviation, agency] if abbreviation else [agency, tail]
    return "-".join(part for part in parts if part)


def code_of(number: int, symbol: str) -> str:
    """Return number and symbol as printed: numbers below ten get a leading zero («05/UBND-VX»)."""
    return f"{number:02d}/{symbol}"


def split_code(code: str) -> tuple[str, str]:
    """Return what stands before and after the first slash of a printed code."""
    head, _, tail = code.partition("/")
    return head, tail


def clean_code(text: str) -> str:
    """Return a code as it is kept: no «Số:», no spaces around slash and hyphen; at most 60 letters."""
    dashes = clean_line(text).replace("–", "-").replace("—", "-")
    return _SPACES.sub(r"\1", _LEADING.sub("", dashes))[:MAX_CODE]


def is_good_tail(tail: str) -> bool:
    """Tell whether a drafting unit or field may stand in a symbol."""
    return _TAIL.fullmatch(tail) is not None
