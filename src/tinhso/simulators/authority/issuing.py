"""Certificates this authority issues itself: for its responder, its time-stamps, and odd ones that tests ask for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from tinhso.simulators.authority.bundle import (
    BEGINS,
    LASTS,
    MARK,
    USAGES,
    Bundle,
    Held,
    PrivateKey,
    authority_id,
    name_of,
    read_held,
    write_once,
)

DOCUMENTS: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""Extended usage of document signing (RFC 9336)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a certificate says. Days count from now; `days` before it begins may be negative."""

    usages: tuple[str, ...] = ("digital_signature", "content_commitment")
    extended: tuple[x509.ObjectIdentifier, ...] = (DOCUMENTS, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    begins: datetime | None = None
    ends: datetime | None = None
    key: Callable[[], PrivateKey] = lambda: ec.generate_private_key(ec.SECP256R1())
    is_authority: bool = False
    points: bool = True
    no_check: bool = False
    by: str = "issuing"


def _rsa() -> PrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _shifted(begins: int, ends: int) -> Profile:
    now = datetime.now(UTC).replace(microsecond=0)
    return Profile(begins=now + timedelta(days=begins), ends=now + timedelta(days=ends))


PROFILES: Final[dict[str, Callable[[], Profile]]] = {
    "good": Profile,
    "rsa": lambda: Profile(key=_rsa),
    "expired": lambda: _shifted(-800, -70),
    "future": lambda: _shifted(30, 400),
    "soon": lambda: _shifted(-700, 20),
    "wrong_usage": lambda: Profile(usages=("key_encipherment",), extended=(ExtendedKeyUsageOID.CLIENT_AUTH,)),
    "no_points": lambda: Profile(points=False),
    "stranger": lambda: Profile(by="stranger"),
    "self_signed": lambda: Profile(by="self"),
    "authority": lambda: Profile(is_authority=True, usages=("key_cert_sign", "crl_sign"), extended=()),
    "by_officer": lambda: Profile(by="officer"),
}
"""What `/_control/issue` makes: `stranger` is of an unknown authority that calls itself like ours, `by_officer` is
signed with the key of an officer that may not issue, `no_points` names no responder and no list."""


def issue(bundle: Bundle, profile: Profile, *, common: str, base: str) -> tuple[Held, list[x509.Certificate]]:
    """Return a fresh key with its certificate, and the certificates of its issuers."""
    private = profile.key()
    issuer, chain = _issuer(bundle, profile, base=base)
    name = name_of(common)
    builder = _dressed(profile, private, issuer, base=base if profile.points else "")
    builder = builder.subject_name(name).issuer_name(issuer.certificate.subject if issuer else name)
    return Held(builder.sign(issuer.private if issuer else private, hashes.SHA256()), private), chain


def _issuer(bundle: Bundle, profile: Profile, *, base: str) -> tuple[Held | None, list[x509.Certificate]]:
    ours = [bundle.issuing.certificate, bundle.root.certificate]
    if profile.by == "self":
        return None, []
    if profile.by == "stranger":
        key = ec.generate_private_key(ec.SECP256R1())
        odd = Profile(is_authority=True, usages=("key_cert_sign", "crl_sign"), extended=(), points=False)
        builder = _dressed(odd, key, None, base="").subject_name(ours[0].subject).issuer_name(ours[0].subject)
        stranger = Held(builder.sign(key, hashes.SHA256()), key)
        return stranger, [stranger.certificate]
    if profile.by == "officer":
        officer, _chain = issue(bundle, Profile(), common="Cán bộ không được cấp", base=base)
        return officer, [officer.certificate, *ours]
    return bundle.issuing, ours


def _dressed(profile: Profile, private: PrivateKey, issuer: Held | None, *, base: str) -> x509.CertificateBuilder:
    """Return a builder with everything but the names."""
    public = private.public_key()
    usage = dict.fromkeys(USAGES, False) | dict.fromkeys(profile.usages, True)
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(profile.begins or BEGINS)
        .not_valid_after(profile.ends or now + timedelta(days=2 * 365))
        .add_extension(x509.BasicConstraints(ca=profile.is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if profile.extended:
        only_stamps = profile.extended == (ExtendedKeyUsageOID.TIME_STAMPING,)
        builder = builder.add_extension(x509.ExtendedKeyUsage(profile.extended), critical=only_stamps)
    if profile.no_check:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    if issuer:
        builder = builder.add_extension(authority_id(issuer.certificate), critical=False)
    return _with_points(builder, base) if base else builder


def _with_points(builder: x509.CertificateBuilder, base: str) -> x509.CertificateBuilder:
    """Say where the responder, the issuer's certificate and the list are."""
    access = x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{base}/ocsp")),
            x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(f"{base}/issuing.crt")
            ),
        ]
    )
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{base}/issuing.crl")], None, None, None)
    return builder.add_extension(access, critical=False).add_extension(
        x509.CRLDistributionPoints([point]), critical=False
    )


def ensure_service(path: Path, bundle: Bundle, what: str, *, base: str) -> Held:
    """Return the key of a service (`responder` or `stamps`), made anew when another authority had issued it."""
    if path.exists():
        kept = read_held(path)[0]
        if kept.certificate.issuer == bundle.issuing.certificate.subject and _is_issued(kept, bundle):
            return kept
        path.unlink()
    ends = min(bundle.issuing.certificate.not_valid_after_utc, datetime.now(UTC).replace(microsecond=0) + LASTS)
    if what == "responder":
        profile = Profile(
            ("digital_signature",), (ExtendedKeyUsageOID.OCSP_SIGNING,), ends=ends, points=False, no_check=True
        )
    else:
        profile = replace(
            Profile(extended=(ExtendedKeyUsageOID.TIME_STAMPING,), ends=ends),
            usages=("digital_signature", "content_commitment"),
            key=_rsa,
        )
    title = {"responder": "Trả lời trạng thái chứng thư", "stamps": "Cấp dấu thời gian"}[what]
    made, _chain = issue(bundle, profile, common=f"{title} ({MARK})", base=base)
    write_once(path, made.to_pem())
    return made


def _is_issued(held: Held, bundle: Bundle) -> bool:
    try:
        held.certificate.verify_directly_issued_by(bundle.issuing.certificate)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not of this authority
        return False
    return True
