"""Telephone numbers of Viet Nam, as people type them and as gateways take them."""

import re
from typing import Final

from tinhso.kernel.errors import DomainError

_MOBILE: Final = re.compile(r"0[35789]\d{8}")
_FIXED: Final = re.compile(r"02\d{9}")


class BadPhone(DomainError):
    """Not a Vietnamese telephone number."""

    code = "notifications.bad_phone"
    sentence = "Nhập số điện thoại Việt Nam gồm 10 chữ số, ví dụ 0912 345 678."


def clean_phone(phone: str) -> str:
    """Return a number as 0XXXXXXXXX: mobile (10 digits) or fixed (11). Raises BadPhone."""
    value = re.sub(r"[\s.\-()]", "", phone[:40])
    value = re.sub(r"^(\+84|0084|84(?=\d{9,10}$))", "0", value)
    if not value.isascii() or not (_MOBILE.fullmatch(value) or _FIXED.fullmatch(value)):
        raise BadPhone
    return value


def international(phone: str) -> str:
    """Return a clean number as E.164: +84912345678."""
    return f"+84{phone[1:]}"


def can_get_messages(phone: str) -> bool:
    """Tell whether SMS and Zalo reach a number: mobile numbers only."""
    return bool(_MOBILE.fullmatch(phone))
