"""Identification codes of agencies, old and new.

Old ones (QCVN 102:2016/BTTTT) have four groups, read from the right: «000.00.16.H61» is unit 16 of H61. New ones
(Decision 20/2020/QĐ-TTg, article 4) are read from the left and have at most 35 characters: «H61.16». Both are met on
the wire. A code is a name; which unit bears it is for the register of units to say.
"""

import re
from typing import Final

MAX_LENGTH: Final = 35
_NEW: Final = re.compile(r"[A-Y]\d{2}(?:\.[0-9A-Z]{2,3})*")
_OLD: Final = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Y]\d{2})")


def is_new(code: str) -> bool:
    """Tell whether `code` has the form of Decision 20/2020/QĐ-TTg."""
    return len(code) <= MAX_LENGTH and _NEW.fullmatch(code) is not None


def is_old(code: str) -> bool:
    """Tell whether `code` has the form of QCVN 102:2016/BTTTT."""
    return _OLD.fullmatch(code) is not None


def is_code(code: str) -> bool:
    """Tell whether `code` has either form."""
    return is_new(code) or is_old(code)


def to_new(code: str) -> str:
    """Return the new form of an old code: «000.00.16.H61» is «H61.16»; a new one as it is.

    "" for what is no code, and for one with a gap between its groups, of which nothing can be said.
    """
    if is_new(code):
        return code
    found = _OLD.fullmatch(code)
    if found is None:
        return ""
    fourth, third, second, first = found.groups()
    groups = [first, second, third, fourth]
    while len(groups) > 1 and not int(groups[-1]):
        groups.pop()
    return "" if any(not int(one) for one in groups[1:]) else ".".join(groups)


def to_old(code: str) -> str:
    """Return the old form of a new code with at most four groups of digits; an old one as it is; "" for any other."""
    if is_old(code):
        return code
    groups = code.split(".") if is_new(code) else []
    if not 1 <= len(groups) <= 4 or any(not one.isdigit() for one in groups[1:]):
        return ""
    second, third, fourth = (*groups[1:], "00", "00", "000")[:3] if len(groups) < 4 else groups[1:]
    if len(second) != 2 or len(third) != 2:
        return ""
    return f"{int(fourth):03d}.{third}.{second}.{groups[0]}"


def known_as(code: str) -> tuple[str, ...]:
    """Return the forms under which the same agency may be written, the given one first."""
    return tuple(dict.fromkeys(one for one in (code, to_new(code), to_old(code)) if one))
