"""Words others may hold."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class MediaType(StrEnum):
    """The types of file the house keeps (IANA media types)."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One kept file. `sha256` is in hexadecimal, `size` in bytes; an image has one page."""

    id: UUID
    sha256: str
    name: str
    media_type: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class UploadInfo:
    """An upload under way: how many of its bytes have come, and the file once all have."""

    id: UUID
    size: int
    offset: int
    expires_at_http: str
    file_id: UUID | None
