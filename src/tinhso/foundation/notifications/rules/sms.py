"""How long an SMS is: the GSM alphabet or UCS-2, and parts (3GPP TS 23.038, TS 23.040)."""

import unicodedata
from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("^{}\\[~]|€")
_PLAIN: Final = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "’": "'"})
_GUILLEMETS: Final = str.maketrans({"«": '"', "»": '"', "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class SmsSize:
    """How a text goes: `gsm` or `ucs2`, its length in that coding's units, and in how many parts."""

    coding: str
    units: int
    parts: int


def measure(text: str) -> SmsSize:
    """Return how a text goes out: 160 GSM characters or 70 UTF-16 units in one part, 153 or 67 in each of several."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        units = sum(2 if sign in _EXTENDED else 1 for sign in text)
        return SmsSize("gsm", units, 1 if units <= 160 else -(-units // 153))
    units = len(text.encode("utf-16-be")) // 2
    return SmsSize("ucs2", units, 1 if units <= 70 else -(-units // 67))


def plain(text: str) -> str:
    """Return a text without Vietnamese marks, in the GSM alphabet; what has no plain form becomes a question mark."""
    bare = unicodedata.normalize("NFD", text.translate(_PLAIN).translate(_GUILLEMETS))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return "".join(sign if sign in _BASIC or sign in _EXTENDED else "?" for sign in letters)
