"""Words by which a document is found: folded, so that «quyet dinh» finds «Quyết định», and 15/QĐ-UBND in each way."""

import re
from typing import Final

from tinhso.kernel.text import fold

_WORD: Final = re.compile(r"[a-z0-9]+")
MAX_WORDS: Final = 8
MAX_TEXT: Final = 200_000


def words_of(*texts: str) -> str:
    """Return the folded words of some texts, for storing."""
    return " ".join(word for text in texts for word in _WORD.findall(fold(text)))


def query_of(words: str) -> str:
    """Return a PostgreSQL tsquery that asks for every word, the last one by its beginning; "" when there is none."""
    found = _WORD.findall(fold(words))[:MAX_WORDS]
    return " & ".join([*found[:-1], found[-1] + ":*"]) if found else ""
