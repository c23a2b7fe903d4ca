"""From typed text to ids, days and choices; what is not one is nothing."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import TypeVar
from uuid import UUID

C = TypeVar("C", bound=Enum)


def uuid_of(text: str) -> UUID | None:
    """Return the UUID written in `text`, None when there is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """Return the ISO 8601 day written in `text`, None when there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def version_of(text: str) -> int | None:
    """Return the version a page carries, None when it carries none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def choice_of(kind: type[C], text: str, default: C) -> C:
    """Return the member whose value is `text`, `default` when there is none."""
    try:
        return kind(text)
    except ValueError:
        return default


def whole(post: Mapping[str, str], name: str, *, default: int, highest: int) -> int:
    """Return a whole number between 1 and `highest` posted under `name`, `default` for anything else."""
    text = post.get(name, "").strip()
    return min(max(int(text), 1), highest) if text.isascii() and text.isdigit() and len(text) <= 6 else default
