"""Which bytes a `Range` header asks for (RFC 9110, section 14): one range, or the whole."""

import re
from typing import Final

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """Return (start, length) of the one range asked for, None for the whole: no header, several ranges, nonsense.

    Raises ValueError when the range lies outside the file (status 416).
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        start = size - length
    else:
        start = int(first)
        end = min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
        length = end - start + 1
    if length <= 0 or start >= size:
        raise ValueError("the range lies outside the file")
    return start, length
