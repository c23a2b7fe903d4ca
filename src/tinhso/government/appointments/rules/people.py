"""Who books: a name to call, and the key by which one person's bookings are counted."""

import unicodedata
from typing import Final
from uuid import UUID

from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import clean_line

MAX_NAME: Final = 100


class BadPerson(DomainError):
    """Not a person's name."""

    code = "appointments.bad_person"
    sentence = "Nhập họ và tên người đến làm việc, chỉ gồm chữ cái, dấu nháy và gạch nối."


def clean_name(name: str) -> str:
    """Return a name of 1 to 100 letters, NFC. Raises BadPerson."""
    clean = clean_line(name[: MAX_NAME * 3])
    letters = any(unicodedata.category(sign).startswith("L") for sign in clean)
    allowed = all(unicodedata.category(sign)[0] in "LM" or sign in " '’-." for sign in clean)
    if not letters or not allowed or len(clean) > MAX_NAME:
        raise BadPerson
    return clean


def person_key(account_id: UUID | None, phone: str) -> str:
    """Return whose bookings are counted together: the account's, else the telephone number's."""
    return f"a:{account_id.hex}" if account_id else f"p:{phone}"
