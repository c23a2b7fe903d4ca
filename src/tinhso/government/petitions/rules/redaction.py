"""What must not stand in a public text (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): found, never guessed away.

The rules find numbers, addresses of mail, plates and the names we know of; whether the rest tells who somebody is, an
officer reads and decides.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tinhso.kernel.text import fold, nfc

MARK: Final = "[…]"
_PATTERNS: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[\s.\-]?\d){8,10}(?!\d)"),
    re.compile(r"(?<!\d)\d(?:[\s.]?\d){8}(?:(?:[\s.]?\d){3})?(?!\d)"),
    re.compile(r"\b\d{2}[A-ZĐ]{1,2}\d?[-\s.]?\d{3}[.\s]?\d{2}\b"),
)
"""Mail, telephone, identity numbers (9 or 12 digits), vehicle plates."""


def find_personal(text: str, *, names: Iterable[str] = ()) -> list[str]:
    """Return the pieces of a text that tell who somebody is, as they stand there, each once, in order."""
    whole = nfc(text)
    spans = [found.span() for pattern in _PATTERNS for found in pattern.finditer(whole)]
    spans += [span for name in names for span in _spans_of(whole, name)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
        else:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
    return list(dict.fromkeys(whole[start:end].strip() for start, end in kept))


def masked(text: str, *, names: Sequence[str] = ()) -> str:
    """Return the text with what `find_personal` finds replaced by a mark: a proposal, read before it is published."""
    said = nfc(text)
    for piece in sorted(find_personal(said, names=names), key=len, reverse=True):
        said = said.replace(piece, MARK)
    return said


def _spans_of(text: str, name: str) -> list[tuple[int, int]]:
    """Return where a name of at least two words stands, whatever its case and marks."""
    words = fold(name).split()
    if len(words) < 2:
        return []
    found = [(m.start(), m.end(), fold(m.group())) for m in re.finditer(r"\w+", text)]
    last = len(found) - len(words) + 1
    hits = (place for place in range(last) if [one[2] for one in found[place : place + len(words)]] == words)
    return [(found[place][0], found[place + len(words) - 1][1]) for place in hits]
