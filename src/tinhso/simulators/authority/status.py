"""Answers about certificates: OCSP (RFC 6960) and lists of revoked ones (RFC 5280)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tinhso.simulators.authority.bundle import Bundle, Held, authority_id
from tinhso.simulators.authority.register import Register, Revoked

GOOD_FOR: Final = timedelta(minutes=10)
PRODUCED_FOR: Final = 60.0
LONG_AGO: Final = timedelta(days=30)


@dataclass
class Answers:
    """The responder and its lists. Answers without a nonce are produced once and kept until something changes."""

    bundle: Bundle
    register: Register
    responder: Held
    quirks: dict[str, Any]
    _kept: dict[tuple[bytes, int], tuple[float, int, bytes]] = field(default_factory=dict)
    _lists: dict[str, tuple[float, int, bytes]] = field(default_factory=dict)

    def answer(self, asked: bytes) -> bytes:
        """Return the answer to a request; a malformed one is told so."""
        try:
            request = ocsp.load_der_ocsp_request(asked)
            nonce = _nonce(request)
            serial = request.serial_number
        except (ValueError, NotImplementedError):
            return _refusal(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        if self.quirks.get("ocsp_try_later"):
            return _refusal(ocsp.OCSPResponseStatus.TRY_LATER)
        if not self._is_ours(request):
            return _refusal(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        if nonce is not None or self.quirks:
            return self._made(request, nonce)
        slot = (request.issuer_key_hash, serial)
        kept = self._kept.get(slot)
        changes = self.register.changes()
        if kept and kept[0] > time.monotonic() and kept[1] == changes:
            return kept[2]
        if len(self._kept) > 100_000:
            self._kept.clear()
        made = self._made(request, None)
        self._kept[slot] = (time.monotonic() + PRODUCED_FOR, changes, made)
        return made

    def _is_ours(self, request: ocsp.OCSPRequest) -> bool:
        return any(
            request.issuer_name_hash == _digest(one.subject.public_bytes(), request.hash_algorithm)
            and request.issuer_key_hash == _digest(_key_bits(one), request.hash_algorithm)
            for one in (self.bundle.issuing.certificate,)
        )

    def _made(self, request: ocsp.OCSPRequest, nonce: bytes | None) -> bytes:
        said = self.quirks
        now = datetime.now(UTC).replace(microsecond=0) - (LONG_AGO if said.get("ocsp_stale") else timedelta(0))
        status, found = self._status(request.serial_number)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number + (1 if said.get("ocsp_other_serial") else 0),
            algorithm=request.hash_algorithm,
            cert_status=status,
            this_update=now,
            next_update=None if said.get("ocsp_no_next") else now + GOOD_FOR,
            revocation_time=found.at if found else None,
            revocation_reason=x509.ReasonFlags(found.reason) if found and found.reason != "unspecified" else None,
        )
        signer = self._stranger() if said.get("ocsp_wrong_signer") else self.responder
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate).certificates(
            [signer.certificate]
        )
        if nonce is not None and not said.get("ocsp_no_nonce"):
            builder = builder.add_extension(
                x509.OCSPNonce(b"0" * len(nonce) if said.get("ocsp_wrong_nonce") else nonce), critical=False
            )
        return builder.sign(signer.private, hashes.SHA256()).public_bytes(Encoding.DER)

    def _status(self, serial: int) -> tuple[ocsp.OCSPCertStatus, Revoked | None]:
        found = self.register.find(serial)
        if found:
            return ocsp.OCSPCertStatus.REVOKED, found
        own = {self.responder.certificate.serial_number}
        known = serial in own or self.register.knows(serial)
        return (ocsp.OCSPCertStatus.GOOD if known else ocsp.OCSPCertStatus.UNKNOWN), None

    def revoked_list(self, name: str) -> tuple[bytes, str]:
        """Return the list of an authority (`root` or `issuing`) in DER, and its entity tag. Raises KeyError."""
        held = {"root": self.bundle.root, "issuing": self.bundle.issuing}[name]
        changes, kept = self.register.changes(), self._lists.get(name)
        if self.quirks or not kept or kept[0] <= time.monotonic() or kept[1] != changes:
            made = self._list(held, changes)
            kept = (time.monotonic() + PRODUCED_FOR, changes, made)
            self._lists[name] = kept
            if self.quirks:
                self._lists.pop(name)
        return kept[2], f'"{_digest(kept[2], hashes.SHA256()).hex()[:32]}"'

    def _list(self, held: Held, changes: int) -> bytes:
        of_root = held is self.bundle.root
        issuing = self.bundle.issuing.certificate.serial_number
        now = datetime.now(UTC).replace(microsecond=0) - (LONG_AGO if self.quirks.get("crl_stale") else timedelta(0))
        signer = self._stranger() if self.quirks.get("crl_wrong_signer") else held
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(held.certificate.subject)
            .last_update(now)
            .next_update(now + GOOD_FOR)
            .add_extension(x509.CRLNumber((int(now.timestamp()) << 16) + changes), critical=False)
            .add_extension(authority_id(held.certificate), critical=False)
        )
        for one in self.register.revoked():
            if (one.serial == issuing) is of_root:
                builder = builder.add_revoked_certificate(_entry(one))
        return builder.sign(signer.private, hashes.SHA256()).public_bytes(Encoding.DER)

    def _stranger(self) -> Held:
        """Return a key with a certificate that looks like the responder's and was issued by nobody."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = self.responder.certificate.subject
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        begins = self.responder.certificate.not_valid_before_utc
        builder = builder.serial_number(1).not_valid_before(begins).not_valid_after(begins + timedelta(days=9999))
        return Held(builder.sign(key, hashes.SHA256()), key)


def _entry(one: Revoked) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(one.serial).revocation_date(one.at)
    if one.reason != "unspecified":  # better left out (RFC 5280, 5.3.1)
        builder = builder.add_extension(x509.CRLReason(x509.ReasonFlags(one.reason)), critical=False)
    return builder.build()


def _nonce(request: ocsp.OCSPRequest) -> bytes | None:
    try:
        return request.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return None


def _refusal(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _digest(data: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    digest = hashes.Hash(algorithm)
    digest.update(data)
    return digest.finalize()


def _key_bits(certificate: x509.Certificate) -> bytes:
    """Return the bits of the public key, over which a request's key hash goes (RFC 6960, 4.1.1)."""
    from asn1crypto.keys import PublicKeyInfo
    from cryptography.hazmat.primitives.serialization import PublicFormat

    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return bytes(PublicKeyInfo.load(info)["public_key"])
