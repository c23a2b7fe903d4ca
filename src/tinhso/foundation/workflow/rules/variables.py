"""What may travel with a step: a few small plain values, never documents, never personal data."""

import math
import re
from collections.abc import Mapping
from typing import Final

from tinhso.foundation.workflow.errors import DataRefused

Scalar = str | int | float | bool | None

MAX_KEYS: Final = 32
MAX_TEXT: Final = 500
MAX_INTEGER: Final = 2**53
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


def checked(data: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Return a copy of `data`. Raises DataRefused for more than 32 keys, long text, or anything that is no scalar."""
    if len(data) > MAX_KEYS:
        raise DataRefused(keys=len(data))
    for key, value in data.items():
        if not isinstance(key, str) or not _KEY.fullmatch(key) or not _is_small(value):
            raise DataRefused(key=str(key)[:64])
    return dict(data)


def _is_small(value: object) -> bool:
    match value:
        case None | bool():
            return True
        case int():
            return abs(value) <= MAX_INTEGER
        case float():
            return math.isfinite(value)
        case str():
            return len(value) <= MAX_TEXT and "\x00" not in value
    return False
