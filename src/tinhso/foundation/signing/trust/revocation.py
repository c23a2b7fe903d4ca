"""What a responder's answer (RFC 6960) or a list (RFC 5280, section 5) says of one certificate, once it is believed.

Pure: bytes in, a `Fact` or a refusal out. Parsing and signatures are `cryptography`'s; here stands what must hold.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tinhso.foundation.signing.trust.data import Source, StandingState

if TYPE_CHECKING:
    from cryptography.x509 import (
        Certificate,
        CertificateRevocationList,
        GeneralName,
        Name,
        RelativeDistinguishedName,
    )
    from cryptography.x509.ocsp import OCSPResponse

SKEW: Final = timedelta(minutes=5)
WITHOUT_NEXT: Final = timedelta(days=1)
"""How long an answer is good that does not say until when."""
HOLD: Final = "certificateHold"
ARCHIVE_CUTOFF: Final = "1.3.6.1.5.5.7.48.1.6"
EXPIRED_ON_LIST: Final = "2.5.29.60"


class NotBelieved(Exception):
    """An answer we do not believe; `why` is a word for the record."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Fact:
    """What one answer says of one certificate, from `this_update` on, until `next_update`."""

    state: StandingState
    source: Source
    this_update: datetime
    next_update: datetime
    since: datetime | None = None
    reason: str = ""
    keeps_expired: bool = False
    proof: bytes = b""

    def is_current(self, now: datetime) -> bool:
        """Tell whether it still speaks at `now`."""
        return now <= self.next_update + SKEW

    def speaks_of(self, at: datetime, ends: datetime) -> bool:
        """Tell whether it says what held at a moment: it came later, or was good then.

        A certificate that had ended may have been forgotten, unless the source says it keeps such (ETSI EN 319 102-1,
        5.2.5): what is good in a later answer then proves nothing. What it says against a certificate stands.
        """
        if self.state is StandingState.GOOD and self.this_update > ends and not self.keeps_expired:
            return False
        return self.this_update >= at or at <= self.next_update


def read_ocsp(
    answer: bytes,
    certificate: "Certificate",
    issuer: "Certificate",
    *,
    now: datetime,
    nonce: bytes = b"",
    kept: bool = False,
) -> Fact:
    """Return what an answer says; a `kept` one may be over. Raises NotBelieved.

    Refused is what speaks of another certificate, answers another question, is over, or was signed by a stranger.
    """
    from cryptography.x509 import ocsp

    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise NotBelieved(response.response_status.name.lower())
        _same_nonce(response, nonce)
        single = _single(response, certificate, issuer)
        _believe_responder(response, issuer)
        keeps = _has_cutoff(response)
    except (ValueError, TypeError, NotImplementedError):
        raise NotBelieved("unreadable") from None
    this, following = _window(single.this_update_utc, single.next_update_utc, now, kept=kept)
    if single.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        return Fact(StandingState.UNKNOWN, Source.OCSP, this, following, proof=answer)
    if single.certificate_status is ocsp.OCSPCertStatus.GOOD:
        return Fact(StandingState.GOOD, Source.OCSP, this, following, keeps_expired=keeps, proof=answer)
    reason = str(single.revocation_reason.value) if single.revocation_reason else ""
    return _against(Source.OCSP, this, following, single.revocation_time_utc, reason, answer)


def _against(
    source: Source, this: datetime, following: datetime, since: datetime | None, reason: str, proof: bytes
) -> Fact:
    state = StandingState.SUSPENDED if reason == HOLD else StandingState.REVOKED
    return Fact(state, source, this, following, since or this, reason, proof=proof)


def _same_nonce(response: "OCSPResponse", asked: bytes) -> None:
    """Refuse the answer to another question. One without a nonce was produced before; its dates must do (RFC 9654)."""
    from cryptography import x509

    try:
        said = response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return
    if asked and said != asked:
        raise NotBelieved("nonce")


def _single(response: "OCSPResponse", certificate: "Certificate", issuer: "Certificate") -> Any:
    """Return the part about this certificate."""
    for single in response.responses:
        algorithm = single.hash_algorithm
        if single.serial_number != certificate.serial_number:
            continue
        if single.issuer_key_hash == key_hash(issuer, algorithm) and single.issuer_name_hash == digest(
            issuer.subject.public_bytes(), algorithm
        ):
            return single
    raise NotBelieved("other certificate")


def _believe_responder(response: "OCSPResponse", issuer: "Certificate") -> None:
    """Refuse an answer that neither the issuer nor a responder it named has signed (RFC 6960, 4.2.2.2)."""
    from cryptography.hazmat.primitives import hashes

    if isinstance(response.signature_hash_algorithm, hashes.SHA1 | hashes.MD5):
        raise NotBelieved("weak digest")
    for candidate in (issuer, *response.certificates[:5]):
        if not _is_named(response, candidate):
            continue
        if candidate != issuer and not _may_respond(candidate, issuer, response.produced_at_utc):
            continue
        if _is_signed(response, candidate):
            return
    raise NotBelieved("wrong signer")


def _is_named(response: "OCSPResponse", candidate: "Certificate") -> bool:
    from cryptography.hazmat.primitives import hashes

    if response.responder_key_hash is not None:
        return response.responder_key_hash == key_hash(candidate, hashes.SHA1())  # noqa: S303 - a name, not a proof
    return response.responder_name == candidate.subject


def _may_respond(candidate: "Certificate", issuer: "Certificate", moment: datetime) -> bool:
    """Tell whether the issuer itself let this one answer, at that moment."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.x509.oid import ExtendedKeyUsageOID

    if not candidate.not_valid_before_utc <= moment <= candidate.not_valid_after_utc:
        return False
    try:
        candidate.verify_directly_issued_by(issuer)
        usages = candidate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usages


def _is_signed(response: "OCSPResponse", candidate: "Certificate") -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    try:
        key, algorithm = candidate.public_key(), response.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        return False
    if algorithm is None:
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _has_cutoff(response: "OCSPResponse") -> bool:
    return any(one.oid.dotted_string == ARCHIVE_CUTOFF for one in response.single_extensions)


def _window(this: datetime, following: datetime | None, now: datetime, *, kept: bool) -> tuple[datetime, datetime]:
    """Return from when until when an answer is good. Raises NotBelieved for one from the future, or that is over."""
    this = this.astimezone(UTC)
    ends = following.astimezone(UTC) if following else this + WITHOUT_NEXT
    if this > now + SKEW:
        raise NotBelieved("future")
    if ends + SKEW < now and not kept:
        raise NotBelieved("stale")
    return this, ends


def read_list(raw: bytes, issuer: "Certificate", *, now: datetime, kept: bool = False) -> "CertificateRevocationList":
    """Return a list its issuer signed; a `kept` one may be over. Raises NotBelieved, also for partial lists."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        parsed = x509.load_der_x509_crl(raw) if raw[:1] == b"\x30" else x509.load_pem_x509_crl(raw)
        if parsed.issuer != issuer.subject or not _may_list(issuer):
            raise NotBelieved("other issuer")
        public: Any = issuer.public_key()
        if not parsed.is_signature_valid(public):
            raise NotBelieved("wrong signer")
        _whole(parsed)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise NotBelieved("unreadable") from None
    _window(parsed.last_update_utc, parsed.next_update_utc, now, kept=kept)
    return parsed


def _may_list(issuer: "Certificate") -> bool:
    from cryptography import x509

    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def _whole(parsed: "CertificateRevocationList") -> None:
    """Refuse a list that is only a part: of changes, of reasons, or of other issuers' certificates."""
    from cryptography import x509

    for extension in parsed.extensions:
        value = extension.value
        if isinstance(value, x509.DeltaCRLIndicator):
            raise NotBelieved("partial list")
        if isinstance(value, x509.IssuingDistributionPoint):
            if value.indirect_crl or value.only_some_reasons or value.only_contains_attribute_certs:
                raise NotBelieved("partial list")
        elif extension.critical and not isinstance(value, x509.CRLNumber | x509.AuthorityKeyIdentifier):
            raise NotBelieved("partial list")


def fact_of_list(parsed: "CertificateRevocationList", certificate: "Certificate", *, proof: bytes) -> Fact:
    """Return what a believed list says of a certificate. Raises NotBelieved when it does not speak of it or its kind.

    What a list names it speaks of; its silence says something of the certificates of its own partition alone.
    """
    from cryptography import x509

    _covers(parsed, certificate)
    this = parsed.last_update_utc
    following = parsed.next_update_utc or this + WITHOUT_NEXT
    entry = parsed.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if entry is None:
        _covers_partition(parsed, certificate)
        keeps = any(one.oid.dotted_string == EXPIRED_ON_LIST for one in parsed.extensions)
        return Fact(StandingState.GOOD, Source.CRL, this, following, keeps_expired=keeps, proof=proof)
    try:
        reason = str(entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value)
    except x509.ExtensionNotFound:
        reason = ""
    return _against(Source.CRL, this, following, entry.revocation_date_utc, reason, proof)


def _covers(parsed: "CertificateRevocationList", certificate: "Certificate") -> None:
    from cryptography import x509

    try:
        scope = parsed.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return
    authority = is_authority(certificate)
    if (scope.only_contains_ca_certs and not authority) or (scope.only_contains_user_certs and authority):
        raise NotBelieved("other scope")


def _covers_partition(parsed: "CertificateRevocationList", certificate: "Certificate") -> None:
    """Refuse a list whose distribution point is none of the certificate's (RFC 5280, 6.3.3 (b) (2) (i))."""
    from cryptography import x509

    try:
        scope = parsed.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return
    named = _point_names(scope.full_name, scope.relative_name, parsed.issuer)
    if not named:
        return
    own: set[GeneralName] = {x509.DirectoryName(certificate.issuer)}  # where a certificate names no point
    with suppress(x509.ExtensionNotFound):
        for point in certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value:
            own |= _point_names(point.full_name, point.relative_name, certificate.issuer)
    if not named & own:
        raise NotBelieved("other partition")


def _point_names(
    full: "Iterable[GeneralName] | None", relative: "RelativeDistinguishedName | None", issuer: "Name"
) -> "set[GeneralName]":
    """Return a distribution point's names; one relative to its issuer in full."""
    from cryptography import x509

    named = set(full or ())
    if relative is not None:
        named.add(x509.DirectoryName(x509.Name([*issuer.rdns, relative])))
    return named


def is_authority(certificate: "Certificate") -> bool:
    """Tell whether a certificate may issue others."""
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def digest(data: bytes, algorithm: Any) -> bytes:
    """Return a digest."""
    from cryptography.hazmat.primitives import hashes

    digested = hashes.Hash(algorithm)
    digested.update(data)
    return digested.finalize()


def key_hash(certificate: "Certificate", algorithm: Any) -> bytes:
    """Return the digest of the bits of the public key, as requests and responders name it (RFC 6960, 4.1.1)."""
    from asn1crypto.keys import PublicKeyInfo
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return digest(bytes(PublicKeyInfo.load(info)["public_key"]), algorithm)
