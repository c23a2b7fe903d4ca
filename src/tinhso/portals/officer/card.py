"""The QR code of an identity card, as a scanner types it.

Fields stand between bars: personal number, old nine-digit number, name, birth date, sex, address, date of issue, and on
newer cards more. A scanner that types through a Vietnamese input method destroys letters with marks, so only what is
plain ASCII is trusted: the number and the dates. Names and addresses come from the account or are typed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

NUMBER: Final = 12
MAX_SCAN: Final = 600
BIRTH: Final = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What a scan surely says. `birth_on` is ISO 8601, "" when it could not be read."""

    number: str
    birth_on: str = ""


def read_card(text: str) -> Card | None:
    """Return what the scan says, None for what is no card. A number alone is a card too."""
    parts = [part.strip() for part in text[:MAX_SCAN].split("|")]
    number = parts[0]
    if not (number.isascii() and number.isdigit() and len(number) == NUMBER):
        return None
    days = [day for part in parts[BIRTH:] if (day := _day(part))]
    return Card(number, days[0] if days else "")


def _day(text: str) -> str:
    """Return a ddmmyyyy day as ISO 8601, "" when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) == 8):
        return ""
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2])).isoformat()
    except ValueError:
        return ""
