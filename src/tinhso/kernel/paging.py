"""Keyset paging: a page is what comes after a key, never what comes after so many rows."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from tinhso.kernel.errors import DomainError

T = TypeVar("T")
M = TypeVar("M", bound=Model)
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
    if any(isinstance(part, str) and "\0" in part for part in key):  # the database takes no such text
        raise BadCursor
    return key


def bounded(size: int | None, *, default: int = 50) -> int:
    """Return a page size between 1 and MAX_PAGE."""
    return max(1, min(size or default, MAX_PAGE))


def uuid_in(part: object) -> UUID:
    """Return the UUID that a part of a cursor's key is. Raises BadCursor for anything else."""
    try:
        return UUID(str(part))
    except ValueError:
        raise BadCursor from None


def page_by_key(
    rows: "QuerySet[M]",
    shown: Callable[[M], T],
    *,
    cursor: str,
    size: int | None,
    default: int = 50,
    oldest_first: bool = False,
) -> Page[T]:
    """Return one page of rows with UUIDv7 keys, newest first unless `oldest_first`, each as `shown` gives it.

    One query of at most MAX_PAGE + 1 rows; the cursor is the key of the last row shown. Raises BadCursor.
    """
    return page_of_parts([rows], shown, cursor=cursor, size=size, default=default, oldest_first=oldest_first)


def page_of_parts(
    parts: "Sequence[QuerySet[M]]",
    shown: Callable[[M], T],
    *,
    cursor: str,
    size: int | None,
    default: int = 50,
    oldest_first: bool = False,
) -> Page[T]:
    """Return the same of several queries together, a row that is in two of them once.

    Each is read in the order of an index of its own, where one condition over all of them would have to be sorted: one
    query of at most MAX_PAGE + 1 rows for each. Raises BadCursor.
    """
    key = uuid_in(decode_cursor(cursor, length=1)[0]) if cursor else None
    limit = bounded(size, default=default)
    found: dict[Any, M] = {}
    for rows in parts:
        after = rows if key is None else rows.filter(pk__gt=key) if oldest_first else rows.filter(pk__lt=key)
        found |= {row.pk: row for row in after.order_by("pk" if oldest_first else "-pk")[: limit + 1]}
    keys = sorted(found, reverse=not oldest_first)[: limit + 1]
    more = encode_cursor(str(keys[limit - 1])) if len(keys) > limit else ""
    return Page([shown(found[one]) for one in keys[:limit]], more)
