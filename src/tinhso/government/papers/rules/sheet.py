"""Tables for spreadsheets: text that a spreadsheet would take for a formula is disarmed (OWASP, CSV injection)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_ARMED: Final = ("=", "+", "-", "@", "\t", "\r")


def disarmed(cell: object) -> object:
    """Return a cell as it may stand in a sheet: numbers as they are, text never a formula."""
    text = cell if isinstance(cell, str) else None
    if text is None:
        return cell
    return f"'{text}" if text.startswith(_ARMED) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield lines of CSV (RFC 4180) with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    for row in rows:
        yield ",".join(_quoted(str(disarmed(cell))) for cell in row) + "\r\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
