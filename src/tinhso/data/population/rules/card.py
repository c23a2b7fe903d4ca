"""The QR code of an identity card: seven fields between bars, on newer cards more after them.

Number | old nine-digit number | name | birth date | sex | address | date of issue. Dates are ddmmyyyy; on cards of
people whose day is not known, birth dates come as yyyy or 00mmyyyy too. A scanner that types through a Vietnamese input
method destroys letters with marks: a name or address with anything but letters and the usual signs is left out, the
digits stay.
"""

import re
import unicodedata
from datetime import date
from typing import Final

from tinhso.data.population.data import Card, PartialDate, Sex
from tinhso.data.population.rules import dates
from tinhso.kernel.text import clean_line

MAX_SCAN: Final = 600
MAX_NAME: Final = 100
MAX_ADDRESS: Final = 300
_SEXES: Final = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}
_IN_ADDRESS: Final = frozenset(" ,.-/'()&+:;\"")
_BROKEN: Final = re.compile(r"[\ufffd?]")


def read_card(scan: str) -> Card | None:
    """Return what a scan says, None for what is no card. A number alone is a card too."""
    parts = [clean_line(part) for part in scan[:MAX_SCAN].split("|")]
    number, old, name, birth, sex, address, issued = [*parts, *[""] * 7][:7]
    if not _digits(number, 12):
        return None
    return Card(
        number=number,
        old_number=old if _digits(old, 9) else "",
        name=name if _is_name(name) else "",
        birth=_birth(birth),
        sex=_SEXES.get(sex.casefold()),
        address=address if _is_address(address) else "",
        issued_on=_day(issued),
    )


def _digits(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) == length


def _is_name(text: str) -> bool:
    """Tell whether letters, spaces and apostrophes alone make it up, each word beginning with a letter."""
    if not 0 < len(text) <= MAX_NAME or not text[0].isalpha():
        return False
    return all(sign in " '’-." or _is_letter(sign) for sign in text)


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")


def _is_address(text: str) -> bool:
    if not 0 < len(text) <= MAX_ADDRESS or _BROKEN.search(text):
        return False
    return all(sign in _IN_ADDRESS or _is_letter(sign) or (sign.isascii() and sign.isdigit()) for sign in text)


def _birth(text: str) -> PartialDate | None:
    if _digits(text, 4):
        return dates.make(int(text))
    return dates.make(int(text[4:]), int(text[2:4]), int(text[:2])) if _digits(text, 8) else None


def _day(text: str) -> date | None:
    found = _birth(text) if _digits(text, 8) else None
    return found.whole if found else None
