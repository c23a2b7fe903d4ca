"""Names and telephone numbers as people write them in Viet Nam."""

import re
import unicodedata
from typing import Final

from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import clean_line

NAME_LENGTH: Final = 100
BUSINESS_NAME_LENGTH: Final = 200
_MOBILE: Final = re.compile(r"0[35789]\d{8}")
_FIXED: Final = re.compile(r"02\d{9}")


class BadName(DomainError):
    """Not a person's name."""

    code = "identity.bad_name"
    sentence = "Nhập họ, chữ đệm và tên như trên giấy tờ, chỉ gồm chữ cái, dấu nháy và gạch nối."


class BadPhone(DomainError):
    """Not a Vietnamese telephone number."""

    code = "identity.bad_phone"
    sentence = "Nhập số điện thoại Việt Nam gồm 10 chữ số, ví dụ 0912 345 678."


def check_name(name: str) -> str:
    """Return a person's name, NFC, 1 to 100 characters. Raises BadName.

    One word is enough; the names of minority peoples may have an apostrophe, a hyphen or a full stop (Y Ê-ban, K'Bông).
    """
    clean = clean_line(name).replace("’", "'")
    letters = [sign for sign in clean if unicodedata.category(sign).startswith("L")]
    allowed = all(unicodedata.category(sign)[0] in "LM" or sign in " '-." for sign in clean)
    if not letters or not allowed or len(clean) > NAME_LENGTH:
        raise BadName
    return clean


def check_business_name(name: str) -> str:
    """Return the name of a business, NFC, 1 to 200 characters. Raises BadName."""
    clean = clean_line(name)
    if not 1 <= len(clean) <= BUSINESS_NAME_LENGTH:
        raise BadName("Nhập tên doanh nghiệp như trên giấy chứng nhận đăng ký, không quá 200 ký tự.")
    return clean


def check_phone(phone: str) -> str:
    """Return a Vietnamese number as 0XXXXXXXXX: mobile (10 digits) or fixed (11). Raises BadPhone.

    Spaces, dots, hyphens and a leading +84 or 84 are taken as people type them.
    """
    value = re.sub(r"[\s.\-()]", "", phone)
    value = re.sub(r"^(\+84|0084|84(?=\d{9,10}$))", "0", value)
    if not value.isascii() or not (_MOBILE.fullmatch(value) or _FIXED.fullmatch(value)):
        raise BadPhone
    return value
