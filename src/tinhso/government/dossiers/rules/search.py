"""Words by which a dossier is found: folded, so that «nguyen» finds «Nguyễn» and 0912… finds +84 912…."""

import re
from typing import Final

from tinhso.kernel.text import fold

_WORD: Final = re.compile(r"[a-z0-9]+")
_CODE: Final = re.compile(r"^[a-z]\d{2}(\.\d+)*-\d{6,8}-\d+$")
MAX_WORDS: Final = 8


def words_of(*texts: str) -> str:
    """Return the folded words of some texts, for storing."""
    return " ".join(word for text in texts for word in _WORD.findall(fold(text)))


def phone_word(phone: str) -> str:
    """Return a phone number as one word, national form."""
    digits = re.sub(r"\D", "", phone)
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > 9 else digits


def code_in(words: str) -> str:
    """Return the dossier code when that is what was typed, "" otherwise."""
    typed = fold(words).replace(" ", "")
    return typed.upper() if _CODE.match(typed) else ""


def query_of(words: str) -> str:
    """Return a PostgreSQL tsquery that asks for every word, the last one by its beginning; "" when there is none."""
    found = _WORD.findall(fold(words))[:MAX_WORDS]
    return " & ".join([*found[:-1], found[-1] + ":*"]) if found else ""
