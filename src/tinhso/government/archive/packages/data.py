"""What a package is made of, and what is found in one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Final
from uuid import UUID

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import DomainError

BLOCK: Final = 1024 * 1024


class Kind(StrEnum):
    """The five packages (Điều 17 and Điều 42, Phụ lục I to V)."""

    AIP_HOSO = "AIP_hoso"
    AIP_TAILIEU = "AIP_tailieu"
    SIP_HOSO = "SIP_hoso"
    SIP_TAILIEU = "SIP_tailieu"
    DIP = "DIP"

    @property
    def is_aip(self) -> bool:
        """Whether it is the form in which things are preserved (Điều 28)."""
        return self in (Kind.AIP_HOSO, Kind.AIP_TAILIEU)

    @property
    def is_of_file(self) -> bool:
        """Whether it holds one file (hồ sơ), not loose documents."""
        return self in (Kind.AIP_HOSO, Kind.SIP_HOSO)


class Profile(StrEnum):
    """How a package is written where the circular and the field differ."""

    PRACTICE = "practice"
    TEXT = "text"


class Severity(StrEnum):
    """Whether a finding refuses a package or only goes on record."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format by the PRONOM register: `puid` such as «fmt/477», "" where nothing matched."""

    puid: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A further file of a document. `open` gives its bytes anew each time."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a document lies that was handed over before (tài liệu liên kết): only within one fonds."""

    objid: str
    path: str
    size: int
    document_id: str


@dataclass(frozen=True, slots=True)
class Item:
    """One document: its fields by the names of content, and its bytes, or the link to where they lie already.

    `name` is the file's own name; the package may give it another. `shape` is doc, pic or media.
    """

    name: str
    fields: Mapping[str, str]
    open: Callable[[], BinaryIO] | None = None
    shape: str = "doc"
    attachments: tuple[Attachment, ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """From which package this one was made (`more`: and which others), and by whose decision; told in PREMIS."""

    objid: str
    event: str = "information package creation"
    note: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """A package to be made. `uuid` decides its name; the same order gives the same bytes.

    `fonds` is mã phông; `submission` the number of the request to hand over; `creator` who packs (account and agency).
    """

    kind: Kind
    uuid: UUID
    fonds: str
    fields: Mapping[str, str]
    items: tuple[Item, ...]
    created_at: datetime
    creator: str
    agency: str
    software: str
    profile: Profile | None = None
    submission: str = ""
    status: str = "NEW"
    origin: Origin | None = None
    documentation: tuple[Attachment, ...] = ()
    ordinal: int = 1


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: sizes in bytes; `sha256` of the whole ZIP."""

    objid: str
    folder: str
    sha256: str
    size: int
    files: int
    documents: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: which rule, where, and a Vietnamese sentence."""

    rule: str
    sentence: str
    path: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One document as a package describes it; `path` is inside the ZIP, "" for a link that is kept elsewhere."""

    fields: Mapping[str, str]
    shape: str
    name: str
    path: str
    size: int
    sha256: str
    attachments: tuple[tuple[str, str], ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """What a package says of itself and what was found wrong. It may be taken when `is_sound`."""

    objid: str = ""
    kind: Kind | None = None
    profile: Profile = Profile.PRACTICE
    fonds: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    items: tuple[ReadItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: int = 0
    bytes: int = 0
    sha256: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings for which it is refused."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)

    @property
    def is_sound(self) -> bool:
        """Whether nothing refuses it."""
        return not self.errors


class PackageRefused(DomainError):
    """What was to be packed does not fit the circular; `fields` names each field and what to do."""

    code = "archive.package_refused"
    sentence = _("Gói chưa lập được vì thông tin mô tả còn thiếu hoặc sai. Sửa các mục được nêu rồi lập lại.")
