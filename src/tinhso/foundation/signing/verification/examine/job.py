"""What an examination is given, and the shape of what it finds."""

import base64
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

Answer = TypeVar("Answer")
MAX_SIGNATURES: Final = 40
MAX_CERTIFICATES: Final = 60
MAX_TEXT: Final = 300


@dataclass(frozen=True, slots=True)
class Job:
    """One examination: roots and further certificates we know (DER), now, and since when the house keeps the file."""

    roots: tuple[bytes, ...]
    others: tuple[bytes, ...]
    now: datetime
    existed_at: datetime | None = None


class Refused(Exception):
    """The file as a whole cannot be examined; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=64)
def parsed(der: bytes) -> Any:
    """Return a certificate, parsed once in this process. Raises ValueError."""
    from asn1crypto import x509

    certificate = x509.Certificate.load(der)
    certificate.native  # noqa: B018 - asn1crypto parses only when asked
    return certificate


def text(value: object) -> str:
    """Return a text somebody else wrote as one bounded line."""
    return " ".join(str(value or "").split())[:MAX_TEXT]


def entry(dictionary: Any, name: str, default: Any = None) -> Any:
    """Return what stands under a name of a PDF dictionary, wherever in the file it lies."""
    try:
        return dictionary[name]
    except KeyError:
        return default


def items(array: Any) -> list[Any]:
    """Return the members of a PDF array, wherever in the file they lie."""
    return [one.get_object() for one in array] if array else []


def moment(value: datetime | None) -> str:
    """Return a moment as ISO 8601, "" for none."""
    return value.isoformat() if value else ""


def packed(ders: Sequence[bytes]) -> list[str]:
    """Return certificates as base64."""
    return [base64.b64encode(one).decode() for one in ders[:MAX_CERTIFICATES]]


def driven(coroutine: "Coroutine[Any, Any, Answer]") -> Answer:
    """Run a coroutine that waits for nothing (no network here) to its end."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        answer: Answer = ended.value
        return answer
    coroutine.close()
    raise RuntimeError("a path was to be fetched")
