"""Keyset paging: a page is what comes after a key, never what comes after so many rows."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from tinhso.kernel.errors import DomainError

T = TypeVar("T")
MAX_PAGE: Final = 100


class BadCursor(DomainError):
    """A cursor that we did not make."""

    code = "bad_cursor"
    sentence = "Đường dẫn trang không còn dùng được. Mở lại danh sách từ đầu."


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A bounded part of a list, and the cursor of the next part ("" when there is none)."""

    items: Sequence[T]
    next_cursor: str = ""


def encode_cursor(*key: Any) -> str:
    """Return an opaque, URL-safe cursor for a key of JSON values."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *, length: int) -> list[Any]:
    """Return the key in a cursor. Raises BadCursor for anything `encode_cursor` did not make with that many parts."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError):
        raise BadCursor from None
    if not isinstance(key, list) or len(key) != length or any(isinstance(part, list | dict) for part in key):
        raise BadCursor
    return key


def bounded(size: int | None, *, default: int = 50) -> int:
    """Return a page size between 1 and MAX_PAGE."""
    return max(1, min(size or default, MAX_PAGE))
