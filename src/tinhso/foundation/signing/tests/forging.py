"""Attack files, built here step by step: what a forger does to a signed document, and certificates nobody should trust."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from tinhso.foundation.signing.data import Appearance
from tinhso.foundation.signing.formats import pades
from tinhso.foundation.signing.formats.signer import PortSigner
from tinhso.kernel import clock

SERVERS = ExtendedKeyUsageOID.SERVER_AUTH
PAPERS = ObjectIdentifier("1.3.6.1.5.5.7.3.36")


@dataclass
class Holder:
    """A key with its certificate, and who issued it."""

    private: Any
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...] = ()
    prefers_batches: bool = False

    @property
    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def certificate_chain(self, _ref: str) -> tuple[bytes, ...]:
        """As a key behind the port."""
        return tuple(one.public_bytes(Encoding.DER) for one in (self.certificate, *self.issuers))

    def sign_digest(self, _ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """As a key behind the port."""
        prehashed = Prehashed(getattr(hashes, digest_algorithm.upper())())
        if isinstance(self.private, rsa.RSAPrivateKey):
            from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

            return bytes(self.private.sign(digest, PKCS1v15(), prehashed))
        return bytes(self.private.sign(digest, ec.ECDSA(prehashed)))

    def sign_digests(self, ref: str, digests: Any, *, digest_algorithm: str, consent: Any = None) -> list[bytes]:
        """As a key behind the port; nobody needs to consent."""
        del consent
        return [self.sign_digest(ref, one, digest_algorithm=digest_algorithm) for one in digests]


def make_holder(
    name: str,
    issuer: Holder | None = None,
    *,
    ca: bool = False,
    begins: datetime | None = None,
    ends: datetime | None = None,
    usage: Iterable[str] = ("digital_signature", "content_commitment"),
    extended: Iterable[ObjectIdentifier] = (PAPERS,),
    bits: int = 0,
) -> Holder:
    """Return a certificate of somebody; self-signed without an issuer."""
    private = rsa.generate_private_key(65537, bits) if bits else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.now()
    wanted = {"key_cert_sign", "crl_sign"} if ca else set(usage)
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or now - timedelta(days=400))
        .not_valid_after(ends or now + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{one: one in wanted for one in names}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )
    if extended and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(extended)), critical=False)
    signer = issuer.private if issuer else private
    certificate = builder.sign(signer, hashes.SHA256())
    issuers = (issuer.certificate, *issuer.issuers) if issuer else ()
    return Holder(private, certificate, issuers)


def make_stamper(issuer: Holder) -> Holder:
    """Return a time-stamping certificate."""
    return make_holder(
        "Dấu thời gian Minh Họa",
        issuer,
        usage=("digital_signature",),
        extended=(ExtendedKeyUsageOID.TIME_STAMPING,),
        bits=2048,
    )


def sign_as(holder: Holder, pdf: bytes, *, name: str = "", anchor: str = "", at: datetime | None = None) -> bytes:
    """Return the PDF signed the way the house signs, by anybody's key."""
    order = pades.Order(Appearance(anchor, name), "Ban hành", at or clock.now())
    return pades.sign(pdf, PortSigner(holder, "x"), order)


def sign_elsewhere(
    holder: Holder,
    pdf: bytes,
    *,
    stamper: Holder | None = None,
    stamped_at: datetime | None = None,
    words: str = "",
    digest: str = "sha256",
    certify: int = 0,
    name: str | None = None,
    crls: Iterable[bytes] = (),
    roots: Iterable[Holder] = (),
    archive: bool = False,
    field: str = "NguoiKy",
) -> bytes:
    """Return the PDF signed the way another program does: time-stamp, words shown, certification, enclosed evidence."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import TextStampStyle
    from pyhanko_certvalidator import ValidationContext

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec(field, box=(50, 50, 350, 150) if words else None))
    context = None
    if crls:
        context = ValidationContext(
            trust_roots=[_der(one) for one in roots],
            crls=list(crls),
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=bool(certify),
        docmdp_permissions=fields.MDPPerm(certify or 2),
        name=name,
        embed_validation_info=context is not None,
        validation_context=context,
        use_pades_lta=archive,
    )
    maker = signers.PdfSigner(
        metadata,
        PortSigner(holder, "x"),
        timestamper=stamp_source(stamper, stamped_at) if stamper else None,
        stamp_style=TextStampStyle(stamp_text=words, border_width=0) if words else None,
    )
    return bytes(maker.sign_pdf(writer).getvalue())


def _der(holder: Holder) -> Any:
    from asn1crypto.x509 import Certificate

    return Certificate.load(holder.certificate.public_bytes(Encoding.DER))


def make_crl(issuer: Holder, revoked: Iterable[tuple[Holder, datetime]] = (), *, at: datetime | None = None) -> bytes:
    """Return a list of revoked certificates."""
    now = at or clock.now()
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(now - timedelta(minutes=1)).next_update(now + timedelta(days=30))
    builder = builder.add_extension(x509.CRLNumber(1), critical=False)
    for holder, since in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number).revocation_date(since)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.private, hashes.SHA256()).public_bytes(Encoding.DER)


def stamp_source(holder: Holder, at: datetime | None) -> Any:
    """Return a time-stamp source with a key of its own."""
    from asn1crypto import keys
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat
    from pyhanko.sign.timestamps import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    store.register_multiple([Certificate.load(one.public_bytes(Encoding.DER)) for one in holder.issuers])
    private = holder.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        tsa_cert=Certificate.load(holder.certificate.public_bytes(Encoding.DER)),
        tsa_key=keys.PrivateKeyInfo.load(private),
        certs_to_embed=store,
        fixed_dt=at,
    )


def update(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Return the PDF with one incremental update, as a forger appends it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
