"""Putting keys into the register: proved, never guessed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.signing import rules
from tinhso.foundation.signing.actions import register_row
from tinhso.foundation.signing.adapters import demo_authority
from tinhso.foundation.signing.adapters.chains import in_order
from tinhso.foundation.signing.adapters.software import HeldKey, software_keys
from tinhso.foundation.signing.data import ConsentNeed, KeyInfo, KeyKind
from tinhso.foundation.signing.errors import KeyTaken, KeyUnsuitable, SignatureMismatch
from tinhso.foundation.signing.keyring import port_for
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.rules import Challenge
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import fold

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MAX_PKCS12: Final = 100 * 1024
MAX_CHAIN: Final = 8


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a key is and what its certificates are (DER, its own first; issuers may be left out)."""

    kind: KeyKind
    ref: str
    chain: tuple[bytes, ...]
    consent: ConsentNeed = ConsentNeed.NONE


def register_key(
    actor: Actor, *, holder_id: UUID, place: KeyPlace, proof: Challenge | None = None, now: datetime
) -> KeyInfo:
    """Enter an existing certificate and the place of its key (đăng ký chứng thư chữ ký số); on record.

    That the key is there is proved first: by a signature over random bytes where the program reaches the key, by
    `proof` (over a digest of our choosing) where only its holder does; a remote key that asks its holder is proved at
    its first signature, which is checked as every one is. The system may register for anybody; a person only the token
    in their own hands, and only a certificate in their name. Raises Forbidden, KeyUnsuitable, KeyTaken,
    SignatureMismatch, KeyUnreachable. Not inside a transaction: a key may be far away.
    """
    _gate(actor, holder_id, place)
    certificate, chain = _read(place)
    refusal = rules.unsuitable(certificate, now)
    if refusal:
        raise KeyUnsuitable(refusal)
    if actor.kind is not ActorKind.SYSTEM and fold(_common_name(certificate)) != fold(actor.name):
        raise KeyUnsuitable(_not_yours())
    _prove(place, certificate, proof)
    return _enter(actor, holder_id, place, certificate, chain)


def import_pkcs12(actor: Actor, *, holder_id: UUID, data: bytes, passphrase: str, now: datetime) -> KeyInfo:
    """Take a key file in (PKCS#12): kept encrypted under this installation's own passphrase, then registered.

    For the system itself (the operator's command). Raises Forbidden, KeyUnsuitable for a file that does not open with
    this passphrase or holds no key for signing, KeyTaken.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden
    held = _opened(data, passphrase)
    keys, ref = software_keys(), f"p12-{uuid7()}"
    keys.store(ref, held.private, held.chain)
    try:
        place = KeyPlace(KeyKind.SOFTWARE, ref, keys.certificate_chain(ref))
        return register_key(actor, holder_id=holder_id, place=place, now=now)
    except Exception:
        keys.forget(ref)
        raise


def new_challenge() -> bytes:
    """Return a digest nobody has signed before."""
    return sha256(b"tinhso:signing:registration:" + secrets.token_bytes(32)).digest()


def _gate(actor: Actor, holder_id: UUID, place: KeyPlace) -> None:
    own = actor.is_officer and actor.account_id == holder_id and place.kind is KeyKind.AGENT
    if actor.kind is not ActorKind.SYSTEM and not own:
        raise Forbidden


def _read(place: KeyPlace) -> "tuple[Certificate, tuple[bytes, ...]]":
    from cryptography.x509 import load_der_x509_certificate

    if not place.chain or len(place.chain) > MAX_CHAIN:
        raise KeyUnsuitable
    try:
        chain = in_order(place.chain[0], place.chain[1:])
        return load_der_x509_certificate(chain[0]), chain
    except ValueError:
        raise KeyUnsuitable from None


def _prove(place: KeyPlace, certificate: "Certificate", proof: Challenge | None) -> None:
    if place.consent is ConsentNeed.CODE:
        return
    if place.consent is ConsentNeed.NONE and place.kind is not KeyKind.AGENT:
        digest = new_challenge()
        made = port_for(place.kind).sign_digest(place.ref, digest, digest_algorithm="sha256")
        proof = Challenge(digest, made)
    if proof is None or not rules.holds(certificate, proof):
        raise SignatureMismatch


@transaction.atomic
def _enter(
    actor: Actor, holder_id: UUID, place: KeyPlace, certificate: "Certificate", chain: Sequence[bytes]
) -> KeyInfo:
    try:
        with transaction.atomic():
            row: SigningKey = register_row(
                certificate,
                holder_id=holder_id,
                ref=place.ref,
                kind=place.kind,
                is_demo=demo_authority.MARK in certificate.issuer.rfc4514_string(),
                chain=_pem(chain[1:]),
                consent=ConsentNeed.DEVICE if place.kind is KeyKind.AGENT else place.consent,
            )
    except IntegrityError:
        raise KeyTaken from None
    audit.record(
        actor,
        verb="signing.key_registered",
        subject_kind="signing.key",
        subject_id=row.id,
        detail={"serial": row.serial, "kind": row.kind},
    )
    return row.to_info()


def _pem(chain: Sequence[bytes]) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_der_x509_certificate

    return "".join(load_der_x509_certificate(one).public_bytes(Encoding.PEM).decode() for one in chain)


def _opened(data: bytes, passphrase: str) -> HeldKey:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
    from cryptography.x509 import load_der_x509_certificate

    if len(data) > MAX_PKCS12:
        raise KeyUnsuitable
    try:
        private, leaf, others = load_key_and_certificates(data, passphrase.encode() or None)
    except ValueError:
        raise KeyUnsuitable(_not_opened()) from None
    if leaf is None or not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyUnsuitable(_not_opened())
    chain = in_order(leaf.public_bytes(Encoding.DER), [one.public_bytes(Encoding.DER) for one in others])
    return HeldKey(private, tuple(load_der_x509_certificate(one) for one in chain))


def _common_name(certificate: "Certificate") -> str:
    from cryptography.x509.oid import NameOID

    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _not_yours() -> str:
    from django.utils.translation import gettext as _

    return _("Tên trên chứng thư không phải tên Ông/Bà. Cắm thiết bị của Ông/Bà, hoặc nhờ quản trị hệ thống đăng ký.")


def _not_opened() -> str:
    from django.utils.translation import gettext as _

    return _("Không mở được tệp PKCS#12 bằng mật khẩu này, hoặc tệp không có khóa ký. Kiểm tra lại tệp và mật khẩu.")
