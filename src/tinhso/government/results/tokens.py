"""Look-up tokens: twelve random characters and a check character, in Crockford's base 32 (no I, L, O, U).

Sixty random bits: guessing one that exists is hopeless at any speed we answer. The check character (Luhn's method in
base 32) catches every single wrong character and nearly every swap of neighbours before the register is asked.
"""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 12
_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def new_token() -> str:
    """Return a fresh token of thirteen characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the check character of `body` (Luhn mod 32). Refuses characters outside the alphabet with ValueError."""
    total = 0
    for place, mark in enumerate(reversed(body)):
        value = ALPHABET.index(mark) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def clean_token(typed: str) -> str:
    """Return the token somebody typed: spaces and hyphens dropped, O as 0, I and L as 1; "" when it cannot be one."""
    token = typed[:64].upper().translate(_LOOKALIKES)
    if len(token) != LENGTH + 1 or any(mark not in ALPHABET for mark in token):
        return ""
    return token if check_character(token[:-1]) == token[-1] else ""
