"""Words others may hold."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class KeyKind(StrEnum):
    """Where a key lives: a file here, a token or HSM of ours, a remote service, a token at its holder's machine."""

    SOFTWARE = "software"
    PKCS11 = "pkcs11"
    REMOTE = "remote"
    AGENT = "agent"


class ConsentNeed(StrEnum):
    """What a key asks of its holder each time it signs.

    NONE: the program signs by itself. CODE: a PIN or a one-time code, typed here (or asked on the holder's telephone).
    DEVICE: the key is in the holder's own hands; only their browser reaches it, through the agent on their machine.
    """

    NONE = "none"
    CODE = "code"
    DEVICE = "device"


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
    consent: ConsentNeed = ConsentNeed.NONE


@dataclass(frozen=True, slots=True)
class Consent:
    """What a holder gave so that their key signs one batch: kept in memory for that call, never written or logged."""

    pin: str = field(default="", repr=False)
    otp: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PlacedKey:
    """A key found in a token or at a remote service, with its certificates (DER, its own first): not registered yet."""

    ref: str
    label: str
    chain: tuple[bytes, ...]
    consent: ConsentNeed = ConsentNeed.NONE


class Profile(StrEnum):
    """What a signature carries (ETSI): B-B who signed, B-T a trusted time, B-LT its proofs, B-LTA a time over that."""

    B_B = "b-b"
    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"

    @property
    def is_stamped(self) -> bool:
        """Whether a time-stamp belongs to it."""
        return self is not Profile.B_B

    @property
    def is_long_term(self) -> bool:
        """Whether what proves the chain is embedded."""
        return self in (Profile.B_LT, Profile.B_LTA)


class Look(StrEnum):
    """What is seen of a signature (Decree 30/2020/NĐ-CP, Annex I): a blue hand, a red stamp, a line of text."""

    HAND = "hand"
    SEAL = "seal"
    APPENDIX = "appendix"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a signature looks and where it stands.

    `anchor` names the place the template left for it ("leader", "receiver", "seal"); "" makes an invisible signature
    unless something else says where. `name` is drawn in blue handwriting unless `image` holds the person's own
    signature as PNG on a transparent ground (Decree 30/2020/NĐ-CP, Annex I, part I, section II, point 7); for a seal it
    is the agency's. `location` is where the agency sits. `near` are words of a document without places of ours: the
    signature stands under their last line. `words` are a mark's: the number and symbol of the document an
    APPENDIX belongs to; of a COPY its form ("SAO Y", "TRÍCH SAO", "SAO LỤC") and the agency that makes it.
    """

    anchor: str = ""
    name: str = ""
    image: bytes | None = None
    location: str = ""
    look: Look = Look.HAND
    near: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_placed_by_us(self) -> bool:
        """Whether a place is looked for on the page when the document has none of that name."""
        return bool(self.near) or (self.look in (Look.APPENDIX, Look.COPY) and bool(self.words))


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


class TimeSource(StrEnum):
    """Who says when a signature was made: a time-stamp, the house that kept the file since, the signer, nobody."""

    STAMPED = "stamped"
    KEPT = "kept"
    CLAIMED = "claimed"
    NONE = ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One certificate of a chain, for people: names, dates, key and the SHA-256 of its DER form, in hexadecimal."""

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RevocationFacts:
    """What is known about the revocation of a signer's certificate, and who said so when. `state` as `trust` has it."""

    state: str
    since: datetime | None = None
    source: str = ""
    checked_at: datetime | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What was found about one signature.

    `certificate` is PEM; `signed_at` the best known moment in UTC, `time` who says it. `headline` is one sentence for
    anybody, `sentences` say why; `findings` are stable codes for programs; `changes` what came after the signature.
    `reason`, `location` and `claimed_name` are what the signer wrote, and prove nothing.
    """

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
    headline: str = ""
    findings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    time: TimeSource = TimeSource.NONE
    stamped_by: str = ""
    claimed_name: str = ""
    organisation: str = ""
    algorithm: str = ""
    chain: tuple[CertificateFacts, ...] = ()
    revocation: RevocationFacts | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a document: the worst of its signatures, the last signer, and a report on each.

    `covers_whole_document` says that the last signature covers every byte; `changed_after` that something other than
    further signatures came after one. `headline` is the answer in one sentence; `kind` is pdf, xml or cms; `notes` are
    sentences about the file itself.
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
    headline: str = ""
    kind: str = "pdf"
    pages: int = 0
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedInfo:
    """A document that waits for its holder's consent: what is to be signed is `digest`, with `key`.

    Once the signature came back (`received_at`) it waits for its time-stamp and proofs alone, until `is_over`;
    `problem` says in Vietnamese what for, or why it ended without.
    """

    id: UUID
    title: str
    digest: bytes
    digest_algorithm: str
    key: KeyInfo
    expires_at: datetime
    profile: Profile = Profile.B_B
    received_at: datetime | None = None
    next_try_at: datetime | None = None
    tries: int = 0
    problem: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class SignedItem:
    """What became of one prepared document: its file, or why it was not signed.

    `waits`: the signature is kept and needs nothing of its holder any more, only its time-stamp and proofs.
    """

    id: UUID
    title: str
    file_id: UUID | None
    sentence: str = ""
    waits: bool = False
