"""Payment codes: what a payer's transfer text must carry, and finding it in what banks make of that text.

«TS», seven characters and a check character, from 29 letters and digits without look-alikes (no 0 O 1 I L U V). The
check is a weighted sum modulo the prime 29: every single wrong character and every swap of two is caught, so that a
mistyped code is unknown instead of somebody else's.
"""

import secrets
from typing import Final

from tinhso.kernel.text import fold

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
PREFIX: Final = "TS"
BODY: Final = 7
LENGTH: Final = len(PREFIX) + BODY + 1
MAX_TEXT: Final = 500
MAX_FOUND: Final = 5
_PLACE: Final = {mark: place for place, mark in enumerate(ALPHABET)}


def new_code() -> str:
    """Return a fresh code; whether it is taken is the caller's to see."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    return PREFIX + body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character of seven characters. Refuses others with ValueError."""
    if len(body) != BODY or any(mark not in _PLACE for mark in body):
        raise ValueError("the body of a payment code has seven characters of the alphabet")
    total = sum((place + 2) * _PLACE[mark] for place, mark in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def is_code(text: str) -> bool:
    """Tell whether `text` is a well-formed code, in capitals."""
    body = text[len(PREFIX) : -1]
    return (
        len(text) == LENGTH
        and text.startswith(PREFIX)
        and all(mark in _PLACE for mark in text[len(PREFIX) :])
        and check_character(body) == text[-1]
    )


def find_codes(text: str) -> tuple[str, ...]:
    """Return the well-formed codes in a transfer text, at most five, in order.

    Banks change case, drop or add spaces, hyphens and words, and fold letters; all of that is forgiven. About one in 29
    of the chance places looks well-formed: the caller asks which codes exist.
    """
    plain = "".join(mark for mark in fold(text[:MAX_TEXT]).upper() if mark.isascii() and mark.isalnum())
    found = (plain[at : at + LENGTH] for at in range(len(plain) - LENGTH + 1))
    return tuple(dict.fromkeys(one for one in found if is_code(one)))[:MAX_FOUND]


def transfer_text(code: str, subject_code: str) -> str:
    """Return the text a payer sends: the code, then as much of the subject's code as 25 ASCII characters hold."""
    subject = "".join(mark for mark in fold(subject_code).upper() if mark.isascii() and mark.isalnum())
    return f"{code} {subject}"[:25].strip()
