"""Facts of a packet and of a status message, as QCVN 102:2016/BTTTT names them."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final, Protocol

from django.utils.translation import gettext, gettext_noop

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
MB: Final = 1024 * 1024


class Business(IntEnum):
    """What a packet is about (BussinessDocType)."""

    NEW = 0
    RECALL = 1
    UPDATE = 2
    REPLACE = 3


class Priority(IntEnum):
    """How urgent a document is (Decree 30/2020/NĐ-CP, article 4; the last one lives on in edXML alone)."""

    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    FLASH = 3
    FLASH_TIMED = 4


class Steering(IntEnum):
    """Whether a document directs, or reports on a direction."""

    NONE = 0
    DIRECTS = 1
    REPORTS = 2


class StatusCode(StrEnum):
    """The nine states told to a sender (Decision 28/2018/QĐ-TTg)."""

    ARRIVED = "01"
    REFUSED = "02"
    REGISTERED = "03"
    ASSIGNED = "04"
    PROCESSING = "05"
    DONE = "06"
    RECALL_ASKED = "13"
    RECALL_AGREED = "15"
    RECALL_REFUSED = "16"


STATUS_TITLES: Final[Mapping[StatusCode, str]] = {
    StatusCode.ARRIVED: gettext_noop("Đã đến"),
    StatusCode.REFUSED: gettext_noop("Từ chối tiếp nhận"),
    StatusCode.REGISTERED: gettext_noop("Đã tiếp nhận, vào sổ"),
    StatusCode.ASSIGNED: gettext_noop("Đã phân công xử lý"),
    StatusCode.PROCESSING: gettext_noop("Đang xử lý"),
    StatusCode.DONE: gettext_noop("Hoàn thành"),
    StatusCode.RECALL_ASKED: gettext_noop("Yêu cầu lấy lại"),
    StatusCode.RECALL_AGREED: gettext_noop("Đồng ý cập nhật, lấy lại"),
    StatusCode.RECALL_REFUSED: gettext_noop("Từ chối cập nhật, lấy lại"),
}


def status_title(code: StatusCode) -> str:
    """Return a state in words."""
    return gettext(STATUS_TITLES[code])


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency in a packet. `code` is its identification code, old or new form."""

    code: str
    name: str
    in_charge: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed the document: «KT. CHỦ TỊCH», «PHÓ CHỦ TỊCH», the name."""

    competence: str = ""
    position: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document another one answers or concerns; `code` is number and symbol: «12/UBND-VX»."""

    organ: str
    code: str
    promulgated_on: date
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who handles it at the sender's."""

    department: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One agency the packet passed, and when."""

    organ: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update changes; `receivers` are (code, 0 or 1)."""

    document: bool = False
    receiver: bool = False
    receivers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document that is replaced, and at whom."""

    document_id: str
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What is done by the packet, why, and whether paper follows."""

    business: Business = Business.NEW
    reason: str = ""
    paper_follows: bool = False
    document_id: str = ""
    changes: Changes | None = None
    replaces: tuple[Replacement, ...] = ()
    staff: Staff = Staff()


@dataclass(frozen=True, slots=True)
class Other:
    """The rest of what is known of a document."""

    priority: Priority = Priority.NORMAL
    sphere: str = ""
    typist: str = ""
    copies: int = 0
    pages: int = 0
    is_direction: bool = False
    appendixes: tuple[str, ...] = ()


class Readable(Protocol):
    """Bytes to be read once, then closed."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; none at the end."""

    def close(self) -> None:
        """Let go."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a packet: `size` in bytes, `sha256` in hexadecimal; `open` gives its bytes from the start."""

    content_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    description: str = ""
    open: Callable[[], Readable] = field(default=io.BytesIO, compare=False, repr=False)


def attach(data: bytes, *, name: str, media_type: str, description: str = "") -> Attachment:
    """Return an attachment of bytes in memory; its id comes from its content."""
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(f"cid:{digest[:32]}", name, media_type, len(data), digest, description, lambda: io.BytesIO(data))


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What was found of a signature that holds: its PEM certificate, its algorithm, whether that is too weak by now.

    The certificate is the one in the packet: who vouches for it is not asked here.
    """

    certificate: str
    algorithm: str
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Packet:
    """One document on its way. `document_id` is «code,yyyy/MM/dd,number/symbol»."""

    sender: Agency
    receivers: tuple[Agency, ...]
    document_id: str
    number: str
    notation: str
    place: str
    promulgated_on: date
    kind: str
    subject: str
    content: str = ""
    kind_type: int = 1
    kind_detail: int = 0
    signer: Signer = Signer()
    answers: tuple[DocumentRef, ...] = ()
    due_on: date | None = None
    other: Other = Other()
    steering: Steering = Steering.NONE
    to_places: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    act: Act = Act()
    attachments: tuple[Attachment, ...] = ()
    signature: SignatureFacts | None = field(default=None, compare=False)

    @property
    def code(self) -> str:
        """Number and symbol as people say them."""
        return f"{self.number}/{self.notation}" if self.notation else self.number


@dataclass(frozen=True, slots=True)
class Status:
    """What a receiver (or, for a recall asked for, the sender) says of a document."""

    sender: Agency
    about: DocumentRef
    code: StatusCode
    at: datetime
    description: str = ""
    staff: Staff = Staff()
    signature: SignatureFacts | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's packet is read. Sizes are in bytes."""

    packet: int = 512 * MB
    header: int = 2 * MB
    text: int = 64 * 1024
    depth: int = 24
    elements: int = 40_000
    attachments: int = 50
    attachment: int = 200 * MB
    attached: int = 400 * MB
    unpacked_ratio: int = 200
    needs_signature: bool = False


LIMITS: Final = Limits()


def document_id(organ: str, promulgated_on: date, code: str) -> str:
    """Return the name of a document on the wire: «000.00.00.H61,2026/01/05,12/UBND-VX»."""
    return f"{organ},{promulgated_on:%Y/%m/%d},{code}"
