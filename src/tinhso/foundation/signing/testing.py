"""Builders for the tests of whoever signs."""

import io
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from tinhso.foundation.signing.actions import ensure_demo_key
from tinhso.foundation.signing.data import KeyInfo
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import Certificate, KeyUsage

    PublicKey = EllipticCurvePublicKey | RSAPublicKey

PLACE: Final = (340, 300, 490, 356)
_TEXT: Final = b"BT /F1 13 Tf 90 700 Td (QUYET DINH) Tj 0 -40 Td (Muc tro cap: 1.000.000 dong mot thang) Tj ET"


def make_demo_key(
    holder_id: UUID | None = None,
    *,
    name: str = "Phạm Văn Thử",
    title: str = "Chủ tịch",
    unit: str = "UBND xã Minh Họa",
) -> KeyInfo:
    """Return a demonstration key of a made-up officer."""
    return ensure_demo_key(holder_id or uuid7(), name=name, title=title, unit=unit)


def make_paper(*anchors: str, words: Sequence[str] = ()) -> bytes:
    """Return a PDF of one page with two lines of text and, below one another, a place for each signature.

    `words` are the fields filled in after signing ("number", "date"), beside one another at the top.
    """
    import pypdf
    from pypdf.annotations import Link
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    name = NameObject
    font = DictionaryObject(
        {name("/Type"): name("/Font"), name("/Subtype"): name("/Type1"), name("/BaseFont"): name("/Times-Roman")}
    )
    page[name("/Resources")] = DictionaryObject({name("/Font"): DictionaryObject({name("/F1"): font})})
    content = DecodedStreamObject()
    content.set_data(_TEXT)
    page[name("/Contents")] = writer._add_object(content)  # noqa: SLF001 - pypdf has no public way to add a stream
    left, bottom, right, top = PLACE
    for place, anchor in enumerate(anchors):
        down = place * 80
        link = Link(rect=(left, bottom - down, right, top - down), url=f"tinhso:signature/{anchor}")
        writer.add_annotation(0, link)
    for place, field in enumerate(words):
        start = 90 + place * 160
        link = Link(rect=(start, 740, start + 150, 756), url=f"tinhso:field/{field}?size=13&rise=0.25")
        writer.add_annotation(0, link)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def make_renewal(file_id: UUID, *, data: bytes | None = None, subject_id: UUID | None = None) -> UUID:
    """Write down that a kept file's proofs were renewed; return its newest version, which begins with the old bytes."""
    from tinhso.foundation.files import public as files
    from tinhso.foundation.signing.lasting.data import LastingState
    from tinhso.foundation.signing.lasting.keeping import look_after
    from tinhso.foundation.signing.models import LastingFile, Renewal
    from tinhso.kernel.actors import SYSTEM

    now, old = clock.now(), files.get_info(file_id)
    newer = data or files.read_bytes(file_id) + b"\n% gia han\n"
    kept = files.keep_made(newer, name=old.name, actor=SYSTEM, now=now)
    look_after(file_id=file_id, subject_kind="test", subject_id=subject_id or uuid7(), now=now)
    row = LastingFile.objects.get(file_id=file_id)
    row.current_file_id, row.current_sha256, row.renewals = kept.id, kept.sha256, 1
    row.state = LastingState.KEPT.value
    row.save()
    Renewal.objects.create(
        lasting=row,
        old_file_id=old.id,
        old_sha256=old.sha256,
        new_file_id=kept.id,
        new_sha256=kept.sha256,
        renewed_at=now,
    )
    return kept.id


SOFTHSM: Final = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN: Final = "4321"


def make_certificate(
    public: "PublicKey",
    *,
    name: str = "Phạm Văn Thử",
    days: int = 365,
    usage: bool = True,
    authority: "tuple[EllipticCurvePrivateKey, Certificate] | None" = None,
) -> "Certificate":
    """Return a certificate for a key made elsewhere (a token), issued by `authority` or a throw-away one."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    private, issuer = authority or make_authority()
    now = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(_usage(signing=usage), critical=True)
        .sign(private, hashes.SHA256())
    )


def make_authority() -> "tuple[EllipticCurvePrivateKey, Certificate]":
    """Return a throw-away certification authority: its key and its certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    private, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nơi cấp chứng thư kiểm thử")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=500))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    return private, made


def _usage(*, signing: bool) -> "KeyUsage":
    from cryptography.x509 import KeyUsage

    return KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not signing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def make_token(
    folder: Path, label: str, *, pin: str = PIN, kinds: tuple[str, ...] = ("ec", "rsa"), name: str = "Phạm Văn Thử"
) -> list[bytes]:
    """Make a SoftHSM token under `folder` with a key of each kind; return the DER certificates, in that order.

    The folder's configuration is named by SOFTHSM2_CONF, which the caller sets before the module is first loaded.
    """
    import pkcs11

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n")
    made = ["--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", "87654321"]
    subprocess.run(["softhsm2-util", *made], check=True, capture_output=True)
    library = pkcs11.lib(str(SOFTHSM))
    library.reinitialize()
    with library.get_token(token_label=label).open(rw=True, user_pin=pin) as session:
        return [_put_key(session, kind, bytes([place]), name) for place, kind in enumerate(kinds, 1)]


def _put_key(session: Any, kind: str, key_id: bytes, name: str) -> bytes:
    import pkcs11
    from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
    from pkcs11.util.rsa import encode_rsa_public_key

    words = {"id": key_id, "label": f"khoa-{kind}", "store": True}
    if kind == "ec":
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        public, _private = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True).generate_keypair(
            **words
        )
        read: PublicKey = cast("EllipticCurvePublicKey", load_der_public_key(encode_ec_public_key(public)))
    else:
        public, _private = session.generate_keypair(pkcs11.KeyType.RSA, 2048, **words)
        read = rsa_public(encode_rsa_public_key(public))
    der = make_certificate(read, name=name).public_bytes(Encoding.DER)
    session.create_object(
        {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.ID: key_id,
            pkcs11.Attribute.LABEL: words["label"],
            pkcs11.Attribute.SUBJECT: b"",
            pkcs11.Attribute.VALUE: der,
        }
    )
    return der


def rsa_public(der: bytes) -> "PublicKey":
    """Return an RSA public key from PKCS#1 DER."""
    from asn1crypto.keys import RSAPublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    read = RSAPublicKey.load(der)
    return RSAPublicNumbers(int(read["public_exponent"].native), int(read["modulus"].native)).public_key()
