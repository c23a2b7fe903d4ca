"""Words others may hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MediaType(StrEnum):
    """The types of file the house keeps (IANA media types)."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    PDF = "application/pdf"
    ZIP = "application/zip"
    """Made by the house itself (an export); nobody may upload one."""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One kept file. `sha256` is in hexadecimal, `size` in bytes; an image has one page.

    One that `is_unsafe` was found so after it was kept: its record stays, its bytes are given to nobody. One that
    `is_disposed` was destroyed by a decision: nothing of it is left but this.
    """

    id: UUID
    sha256: str
    name: str
    media_type: str
    size: int
    pages: int
    is_unsafe: bool = False
    is_disposed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found inside a file: the rule of content/safety/policy.yaml, who found it, and what exactly."""

    rule: str
    engine: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SafetyReport:
    """How safe the store is. Counts of files; `rules` is the version of the rules now in force.

    `refused` of the last 30 days; `waiting` have not been held against the rules in force; `held` may not be opened.
    """

    rules: str
    inspected: int
    waiting: int
    held: tuple["HeldFile", ...]
    refused: tuple["RefusedInfo", ...]
    clamd: str


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A kept file that later rules found unsafe: nobody can open it any more."""

    id: UUID
    sha256: str
    since: datetime
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedInfo:
    """An upload that was refused. Neither its name nor its sender stands here: an operator needs neither."""

    sha256: str
    media_type: str
    size: int
    at: datetime
    act: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadInfo:
    """An upload under way: how many of its bytes have come, and the file once all have."""

    id: UUID
    size: int
    offset: int
    expires_at_http: str
    file_id: UUID | None
