"""Who applicants are, told by their number."""

import re
from typing import Final

PERSONAL: Final = r"^[0-9]{12}$"
"""Citizens stand under the twelve digits of a personal number, everybody else under a tax code (TT 105/2020)."""


def kind_of_number(number: str) -> str:
    """Return citizen or business for a number; "" without one."""
    if not number:
        return ""
    return "citizen" if re.fullmatch(PERSONAL, number, re.ASCII) else "business"
