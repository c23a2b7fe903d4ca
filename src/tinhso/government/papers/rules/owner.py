"""Whose paper it is: a number as the store holds it."""

import re
from typing import Final

_NUMBER: Final = re.compile(r"[0-9]{9,13}(-[0-9]{3})?")


def owner_number(typed: str) -> str:
    """Return a number without spaces; "" when it can be no owner's.

    Twelve digits are a personal identification number, ten (or ten and a branch's three) a tax code, nine an identity
    card number on older papers. Whether such a person exists is asked elsewhere.
    """
    found = "".join(typed[:40].split())
    return found if _NUMBER.fullmatch(found) else ""
