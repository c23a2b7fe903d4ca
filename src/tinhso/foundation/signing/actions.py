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
from tinhso.foundation.signing.data import Appearance, KeyInfo, KeyKind, KeyState, SignedPdf
from tinhso.foundation.signing.errors import (
    DocumentTooLarge,
    KeyNotFound,
    KeyNotUsable,
    KeyOutOfDate,
    KeyUnreachable,
    NotAPdf,
)
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.ports import KeyPort
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Conflict, Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import clean_line

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

    from tinhso.foundation.signing.pades import PortSigner

MAX_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AuthorityInfo:
    """The demonstration authority's root: its name and when it ends."""

    subject: str
    not_after: datetime


def port_for(kind: KeyKind) -> KeyPort:
    """Return the adapter of a kind of key. Raises KeyUnreachable for kinds this installation has none for."""
    if kind is KeyKind.SOFTWARE:
        return software_keys()
    raise KeyUnreachable


def ensure_demo_authority(*, now: datetime | None = None) -> AuthorityInfo:
    """Make the demonstration root and issuing authority when there are none; return the root."""
    keys = software_keys()
    demo_authority.ensure_authority(keys, now or clock.now())
    root = demo_authority.root_certificate(keys)
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
    return _register(certificate, holder_id=holder_id, ref=ref, kind=KeyKind.SOFTWARE, is_demo=True).to_info()


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
    now: datetime | None = None,
) -> SignedPdf:
    """Return the PDF with one more PAdES-B-B signature (ETSI EN 319 142-1), the earlier ones untouched.

    The signature stands at the place the template left under `appearance.anchor`. When `holder_id` is given the key
    must be theirs. Call it outside a transaction when the key is remote. Raises KeyNotFound, KeyNotUsable (suspended,
    revoked), KeyOutOfDate, KeyUnreachable, NoSignaturePlace (no such place, or taken), NotAPdf, DocumentTooLarge.
    """
    moment = now or clock.now()
    if len(pdf) > MAX_BYTES:
        raise DocumentTooLarge
    if not pdf.startswith(b"%PDF-"):
        raise NotAPdf
    key = _usable_key(key_ref, holder_id, moment)
    from tinhso.foundation.signing import pades

    signer = _signer(KeyKind(key.kind), key.ref)
    signed = pades.sign(pdf, signer, appearance, reason=clean_line(reason)[:300], now=moment)
    return SignedPdf(signed, hashlib.sha256(signed).hexdigest(), key.certificate)


def _usable_key(ref: str, holder_id: UUID | None, moment: datetime) -> SigningKey:
    key = SigningKey.objects.filter(ref=ref).first()
    if key is None or (holder_id is not None and key.holder_id != holder_id):
        raise KeyNotFound
    if key.state != KeyState.ACTIVE.value:
        raise KeyNotUsable
    if not key.not_before <= moment < key.not_after:
        raise KeyOutOfDate
    return key


@lru_cache(maxsize=512)
def _signer(kind: KeyKind, ref: str) -> "PortSigner":
    """Return the signer of a key, its chain read once in a process."""
    from tinhso.foundation.signing.pades import PortSigner

    return PortSigner(port_for(kind), ref)


def _register(certificate: "Certificate", *, holder_id: UUID, ref: str, kind: KeyKind, is_demo: bool) -> SigningKey:
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
        is_demo=is_demo,
    )


def _readable(name: "Name") -> str:
    """Return a name as RFC 4514 text, most particular part first."""
    return name.rfc4514_string()
