"""Words others may hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class KeyKind(StrEnum):
    """Where a key lives."""

    SOFTWARE = "software"
    PKCS11 = "pkcs11"
    REMOTE = "remote"


class KeyState(StrEnum):
    """Whether a key may sign. Revocation is for ever."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """One key in the register. `ref` is what `sign_pdf` takes; `serial` is the certificate's, in hexadecimal."""

    id: UUID
    ref: str
    holder_id: UUID
    subject: str
    serial: str
    not_before: datetime
    not_after: datetime
    kind: KeyKind
    state: KeyState
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a signature looks and where it stands.

    `anchor` names the place the template left for it ("leader", "receiver"); "" makes an invisible signature.
    `name` is drawn in blue handwriting unless `image` holds the person's own signature as PNG on a transparent ground
    (Decree 30/2020/NĐ-CP, Annex I, part I, section II, point 7). `location` is where the agency sits.
    """

    anchor: str = ""
    name: str = ""
    image: bytes | None = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A signed document: its bytes, their SHA-256 in hexadecimal, and the signer's certificate as PEM."""

    data: bytes
    sha256: str
    certificate: str


class VerdictState(StrEnum):
    """The answer. UNKNOWN: intact, but whose it is or whether it was good when signed cannot be told."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


class Trust(StrEnum):
    """Who vouches for the certificate: an authority we trust, our demonstration authority, nobody we know."""

    TRUSTED = "trusted"
    DEMO = "demo"
    UNTRUSTED = "untrusted"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found about one signature. `certificate` is PEM; `signed_at` is what the signer claims, in UTC."""

    field: str
    state: VerdictState
    signer: str
    certificate: str
    serial: str
    signed_at: datetime | None
    reason: str
    location: str
    covers_whole_document: bool
    changed_after: bool
    trust: Trust
    profile: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a document: the worst of its signatures, the last signer, and a report on each.

    `covers_whole_document` says that the last signature covers every byte; `changed_after` that something other than
    further signatures came after one.
    """

    state: VerdictState
    signer: str = ""
    certificate: str = ""
    signed_at: datetime | None = None
    covers_whole_document: bool = False
    changed_after: bool = False
    trust: Trust = Trust.UNTRUSTED
    profile: str = ""
    sentences: tuple[str, ...] = ()
    signatures: tuple[SignatureReport, ...] = ()
