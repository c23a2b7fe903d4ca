"""Words of a packet, one at a time: bounded, cleaned, of the form the regulation gives them, or refused by name."""

import re
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Final, TypeVar

from tinhso.foundation.edxml import codes
from tinhso.foundation.edxml.errors import PacketRefused, Rule
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.text import clean_block, clean_line

S = TypeVar("S", bound=StrEnum)
N = TypeVar("N", bound=IntEnum)
MAX_LINE: Final = 500
MAX_BLOCK: Final = 20_000
FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2200
_DAY: Final = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})")
_MOMENT: Final = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})")
_WHOLE: Final = re.compile(r"[0-9]{1,6}")
_MEDIA: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")


def line(text: str, name: str, *, limit: int = MAX_LINE) -> str:
    """Return one clean line of at most `limit` characters."""
    words = clean_line(text)
    if len(words) > limit:
        raise PacketRefused(Rule.TEXT, name)
    return words


def needed(text: str, name: str, *, limit: int = MAX_LINE) -> str:
    """Return one clean line that is not empty."""
    words = line(text, name, limit=limit)
    if not words:
        raise PacketRefused(Rule.MISSING, name)
    return words


def block(text: str, name: str) -> str:
    """Return clean lines."""
    words = clean_block(text)
    if len(words) > MAX_BLOCK:
        raise PacketRefused(Rule.TEXT, name)
    return words


def day(text: str, name: str) -> date:
    """Return a day written yyyy/MM/dd."""
    found = _DAY.fullmatch(text.strip())
    try:
        return _in_time(date(*map(int, found.groups())), name) if found else _no_date(name)
    except ValueError:
        return _no_date(name)


def moment(text: str, name: str) -> datetime:
    """Return a moment written yyyy/MM/dd HH:mm:ss on Vietnam's clock, in UTC."""
    found = _MOMENT.fullmatch(text.strip())
    try:
        local = datetime(*map(int, found.groups()), tzinfo=LOCAL_ZONE) if found else None  # type: ignore[arg-type, misc]
    except ValueError:
        local = None
    if local is None:
        raise PacketRefused(Rule.DATE, name)
    _in_time(local.date(), name)
    return local.astimezone(UTC)


def _in_time(found: date, name: str) -> date:
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else _no_date(name)


def _no_date(name: str) -> date:
    raise PacketRefused(Rule.DATE, name)


def whole(text: str, name: str, *, otherwise: int = 0) -> int:
    """Return a whole number from 0 to 999,999; `otherwise` for none."""
    words = text.strip()
    if not words:
        return otherwise
    if not _WHOLE.fullmatch(words):
        raise PacketRefused(Rule.CODE, name)
    return int(words)


def truth(text: str, name: str) -> bool:
    """Return a yes or no: «1» or «true», «0», «false» or nothing."""
    words = text.strip().lower()
    if words not in ("", "0", "1", "true", "false"):
        raise PacketRefused(Rule.CODE, name)
    return words in ("1", "true")


def choice(text: str, kind: type[S], name: str) -> S:
    """Return one of the codes of a list."""
    try:
        return kind(text.strip())
    except ValueError:
        raise PacketRefused(Rule.CODE, name) from None


def numbered(text: str, kind: type[N], name: str) -> N:
    """Return one of the numbers of a list; its first for none."""
    try:
        return kind(whole(text, name))
    except ValueError:
        raise PacketRefused(Rule.CODE, name) from None


def agency(text: str, name: str) -> str:
    """Return an agency's identification code, old or new."""
    code = text.strip()
    if not codes.is_code(code):
        raise PacketRefused(Rule.AGENCY, f"{name} {clean_line(code)[:40]}")
    return code


def media_type(text: str, name: str) -> str:
    """Return a media type (RFC 6838)."""
    words = text.strip().lower()
    if words and not _MEDIA.fullmatch(words):
        raise PacketRefused(Rule.CODE, name)
    return words or "application/octet-stream"
