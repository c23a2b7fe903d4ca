"""Writes of signing: making keys, changing their state, signing."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.signing.adapters import demo_authority
from tinhso.foundation.signing.adapters.software import software_keys
from tinhso.foundation.signing.data import Appearance, ConsentNeed, KeyInfo, KeyKind, KeyState, Profile, SignedPdf
from tinhso.foundation.signing.errors import (
    DocumentTooLarge,
    KeyNotFound,
    KeyNotUsable,
    KeyOutOfDate,
    KeyUnreachable,
    NotAPdf,
)
from tinhso.foundation.signing.keyring import open_key
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.ports import KeyPort
from tinhso.foundation.signing.trust import keeping
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Conflict, Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import clean_line

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

    from tinhso.foundation.signing.formats.signer import PortSigner

MAX_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AuthorityInfo:
    """The demonstration authority's root: its name and when it ends."""

    subject: str
    not_after: datetime


def ensure_demo_authority(*, now: datetime | None = None) -> AuthorityInfo:
    """Make the demonstration root and issuing authority when there are none; return the root."""
    keys = software_keys()
    demo_authority.ensure_authority(keys, now or clock.now())
    root = demo_authority.root_certificate()
    if root is None:
        raise KeyUnreachable
    return AuthorityInfo(_readable(root.subject), root.not_valid_after_utc)


@transaction.atomic
def ensure_demo_key(
    holder_id: UUID, *, name: str, title: str = "", unit: str = "", now: datetime | None = None
) -> KeyInfo:
    """Return the holder's demonstration key, made when they have none that may sign now.

    The certificate names the holder and says MINH HỌA / DEMO. A suspended key stays; a revoked or
    ended one is replaced.
    """
    moment = now or clock.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"signing.demo_key.{holder_id}"])
    own = SigningKey.objects.filter(holder_id=holder_id, is_demo=True, not_after__gt=moment, not_before__lte=moment)
    found = own.exclude(state=KeyState.REVOKED.value).order_by("-id").first()
    if found:
        return found.to_info()
    ref = f"demo-{uuid7()}"
    words = {"name": clean_line(name), "title": clean_line(title), "unit": clean_line(unit)}
    certificate = demo_authority.issue(software_keys(), ref, holder_id=holder_id, words=words, now=moment)
    return register_row(certificate, holder_id=holder_id, ref=ref, kind=KeyKind.SOFTWARE, is_demo=True).to_info()


@transaction.atomic
def change_key_state(actor: Actor, *, key_id: UUID, state: KeyState, reason: str, now: datetime) -> KeyInfo:
    """Suspend, resume or revoke a key. For the system itself (command line, personnel events) only; on record.

    Raises KeyNotFound, Forbidden to anybody else, Conflict for a key already revoked.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden
    key = SigningKey.objects.select_for_update().filter(id=key_id).first()
    if key is None:
        raise KeyNotFound
    if key.state == KeyState.REVOKED.value:
        raise Conflict("Chứng thư đã thu hồi thì không đổi trạng thái được nữa. Cấp chứng thư mới cho người giữ.")
    key.state, key.state_changed_at, key.state_reason = state.value, now, clean_line(reason)[:300]
    key.save(update_fields=["state", "state_changed_at", "state_reason"])
    audit.record(
        actor,
        verb="signing.key_state_changed",
        subject_kind="signing.key",
        subject_id=key.id,
        detail={"state": state.value, "reason": key.state_reason},
    )
    return key.to_info()


def sign_pdf(
    pdf: bytes,
    *,
    key_ref: str,
    appearance: Appearance,
    reason: str = "",
    holder_id: UUID | None = None,
    profile: Profile = Profile.B_B,
    now: datetime | None = None,
) -> SignedPdf:
    """Return the PDF with one more PAdES signature (ETSI EN 319 142-1), the earlier ones untouched.

    The profile is B-B unless another is named: whoever names one asks the time-stamp authority, so call it outside a
    transaction then, and when the key is remote; `ask_signature` does that by itself. The signature stands at the place
    the template left under `appearance.anchor`, or where `Appearance` says. The first signature of a document prepared
    for the office certifies it for filling in and signing alone. When `holder_id` is given the key must be theirs.
    Raises KeyNotFound, KeyNotUsable (suspended, revoked), KeyOutOfDate, KeyUnreachable, NoSignaturePlace (no such
    place, or taken), NoFreePlace, NotAPdf, DocumentTooLarge, TimeStampUnavailable, EvidenceMissing.
    """
    moment = now or clock.now()
    if len(pdf) > MAX_BYTES:
        raise DocumentTooLarge
    if not pdf.startswith(b"%PDF-"):
        raise NotAPdf
    key = usable_key(key_ref, holder_id, moment)
    from tinhso.foundation.signing.formats import pades
    from tinhso.foundation.signing.formats.evidence import gather_evidence

    order = pades.Order(appearance, clean_line(reason)[:300], moment, profile, gather_evidence)
    signed = pades.sign(pdf, signer_of(key.ref), order)
    return SignedPdf(signed, hashlib.sha256(signed).hexdigest(), key.certificate)


def sign_with(
    port: KeyPort,
    ref: str,
    pdf: bytes,
    appearance: Appearance,
    *,
    reason: str,
    now: datetime,
    limit: int = MAX_BYTES,
    spare: int = 0,
) -> bytes:
    """Return the PDF signed through a port that is not the register's (PAdES-B-B), with room left for what follows.

    Raises as `sign_pdf`.
    """
    if len(pdf) > limit:
        raise DocumentTooLarge
    if not pdf.startswith(b"%PDF-"):
        raise NotAPdf
    from tinhso.foundation.signing.formats import pades
    from tinhso.foundation.signing.formats.signer import PortSigner

    order = pades.Order(appearance, clean_line(reason)[:300], now, spare=spare)
    return pades.sign(pdf, PortSigner(port, ref), order)


def usable_key(ref: str, holder_id: UUID | None, moment: datetime) -> SigningKey:
    """Return a key that may sign at that moment. Raises KeyNotFound, KeyNotUsable, KeyOutOfDate.

    Whether its authority withdrew it is asked now, or, inside a transaction, decided by what the worker last learned.
    """
    key = SigningKey.objects.filter(ref=ref).first()
    if key is None or (holder_id is not None and key.holder_id != holder_id):
        raise KeyNotFound
    if key.state != KeyState.ACTIVE.value:
        raise KeyNotUsable
    if not key.not_before <= moment < key.not_after:
        raise KeyOutOfDate
    keeping.refuse_withdrawn(key)
    return key


def open_usable_key(ref: str, *, holder_id: UUID | None = None, now: datetime) -> KeyPort:
    """Return the port of a key that may sign now, for whoever signs digests; when a holder is given it must be theirs.

    This is the one way to a bare key from outside. Raises as `usable_key`: also for a key its authority withdrew.
    """
    return open_key(usable_key(ref, holder_id, now).ref)


@lru_cache(maxsize=512)
def signer_of(ref: str) -> "PortSigner":
    """Return the signer of a registered key, its chain read once in a process."""
    from tinhso.foundation.signing.formats.signer import PortSigner

    return PortSigner(open_key(ref), ref)


def register_row(
    certificate: "Certificate",
    *,
    holder_id: UUID,
    ref: str,
    kind: KeyKind,
    is_demo: bool,
    chain: str = "",
    consent: ConsentNeed = ConsentNeed.NONE,
) -> SigningKey:
    """Write the row of a key whose certificate has been looked at."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return SigningKey.objects.create(
        holder_id=holder_id,
        subject=_readable(certificate.subject)[:500],
        serial=f"{certificate.serial_number:x}",
        issuer=_readable(certificate.issuer)[:500],
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        not_before=certificate.not_valid_before_utc.astimezone(UTC),
        not_after=certificate.not_valid_after_utc.astimezone(UTC),
        kind=kind.value,
        ref=ref,
        chain=chain,
        consent=consent.value,
        is_demo=is_demo,
    )


def _readable(name: "Name") -> str:
    """Return a name as RFC 4514 text, most particular part first."""
    return name.rfc4514_string()
