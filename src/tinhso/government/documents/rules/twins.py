"""When two incoming documents are the same one that came twice."""

import re
from typing import Final

from tinhso.kernel.text import fold

_LETTERS: Final = re.compile(r"[^a-z0-9/]")
_WORDS: Final = re.compile(r"[^a-z0-9 ]")


def code_key(code: str) -> str:
    """Return a code for comparing: folded, no spaces or hyphens, number without leading zeros."""
    plain = _LETTERS.sub("", fold(code))
    head, slash, tail = plain.partition("/")
    return head.lstrip("0") + slash + tail


_LONG: Final = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("van phong", "vp"))


def issuer_key(name: str) -> str:
    """Return an issuer's name for comparing: folded, with the common long names shortened."""
    plain = " ".join(_WORDS.sub(" ", fold(name)).split())
    for long, short in _LONG:
        plain = plain.replace(long, short)
    return plain[:120]
