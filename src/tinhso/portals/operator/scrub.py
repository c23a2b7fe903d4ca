"""Words of a fault without the values in them: an exception likes to repeat what somebody typed."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

MAX_SHOWN: Final = 400
_UUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VALUES: Final = re.compile(
    rf"(?P<keep>{_UUID})"
    r"|\S+@\S+"
    r"|=\([^)]*\)?"
    r"|'[^']*'?|\"[^\"]*\"?|«[^»]*»?|“[^”]*”?|\{[^}]*\}?|\[[^\]]*\]?"
    r"|\+?\d(?:[\d .\-/]{4,}\d)",
)
_NAME: Final = re.compile(r"(?:\b[A-ZÀ-ỸĐ][a-zà-ỹđ]*\s+){1,5}[A-ZÀ-ỸĐ][a-zà-ỹđ]+\b")


def scrub(text: str) -> str:
    """Return the words of a fault with quoted text, bracketed values, addresses, long numbers and names as «…».

    Ids (UUID) stay: they are what an operator works with. At most 400 characters.
    """
    without = _VALUES.sub(lambda found: found["keep"] or "…", text[: 4 * MAX_SHOWN])
    return _NAME.sub("…", without)[:MAX_SHOWN]


def ids_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the entries of an event or a job that are ids or small whole numbers; everything else is left out."""
    return {name: str(value) for name, value in list(data.items())[:20] if _is_id(value)}


def _is_id(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) < 10**6
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False
