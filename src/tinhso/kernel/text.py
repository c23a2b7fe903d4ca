"""Vietnamese text: NFC at the door, folding for search, a key for order.

Search and order are two different things: `fold` makes "Nguyễn" findable by "nguyen"; `sort_key` puts
a ă â … d đ … in the order of the Vietnamese dictionary, tones ngang huyền hỏi ngã sắc nặng.
"""

import re
import unicodedata
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK: Final = {letter: chr(0x41 + place) for place, letter in enumerate(_ALPHABET)}
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SPACES: Final = re.compile(r"\s+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def nfc(text: str) -> str:
    """Return `text` composed (Unicode NFC), as every text in the house is stored."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return one clean line: NFC, control and bidirectional marks dropped, runs of white space made one space."""
    return _SPACES.sub(" ", _CONTROL.sub("", nfc(text))).strip()


def clean_block(text: str) -> str:
    """Return clean lines: like `clean_line`, but the line breaks stay."""
    return "\n".join(clean_line(line) for line in nfc(text).splitlines()).strip()


def fold(text: str) -> str:
    """Return `text` in lower case without marks, đ as d: what a search compares."""
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _SPACES.sub(" ", letters.replace("đ", "d").replace("ð", "d")).strip()


def sort_key(text: str) -> str:
    """Return an ASCII key; plain byte order of keys is Vietnamese dictionary order of the texts."""
    letters: list[str] = []
    tones: list[str] = []
    for word in nfc(text).lower().split():
        base, tone = _split_tones(word)
        letters.append("".join(_RANK.get(letter, letter) for letter in base))
        tones.append(tone)
    return " ".join(letters) + "!" + " ".join(tones)


def name_sort_key(full_name: str) -> str:
    """Return the key by which people are listed: given name (last word) first, then family and middle names."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def _split_tones(word: str) -> tuple[str, str]:
    """Take the tone marks out of a word; the letters keep their own marks (ă â ê ô ơ ư)."""
    base: list[str] = []
    tones: list[str] = []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _TONES:
            tones.append(_TONES[mark])
        else:
            base.append(mark)
    return nfc("".join(base)), "".join(tones) or "0"


def mask_name(full_name: str) -> str:
    """Return a name as a stranger may see it: «Nguyễn Văn Bình» becomes «N*** V** B***»."""
    return " ".join(word[0] + "*" * max(len(word) - 1, 1) for word in full_name.split())
