"""Typed builders for packets, and seals that need no register."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tinhso.foundation.edxml.data import (
    Agency,
    DocumentRef,
    Other,
    Packet,
    Priority,
    Signer,
    Status,
    StatusCode,
    Trace,
    attach,
    document_id,
)

PDF: Final = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SENT_AT: Final = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class TestSeal:
    """A key in memory with a certificate of its own."""

    __test__ = False

    def __init__(self, *, is_ecdsa: bool = False) -> None:
        self.key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = (
            ec.generate_private_key(ec.SECP256R1())
            if is_ecdsa
            else rsa.generate_private_key(public_exponent=65537, key_size=2048)
        )
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ủy ban nhân dân (minh họa) <A&B>")])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
            .sign(self.key, hashes.SHA256())
        )

    def chain(self) -> tuple[bytes, ...]:
        """Return its certificate."""
        return (self.certificate.public_bytes(Encoding.DER),)

    def sign_digest(self, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over a SHA-256."""
        assert digest_algorithm == "sha256"
        prehashed = utils.Prehashed(hashes.SHA256())
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(digest, ec.ECDSA(prehashed))
        return self.key.sign(digest, padding.PKCS1v15(), prehashed)


@cache
def make_seal(*, is_ecdsa: bool = False) -> TestSeal:
    """Return one seal of a kind, made once."""
    return TestSeal(is_ecdsa=is_ecdsa)


def make_packet(**changes: Any) -> Packet:
    """Return a letter of a province to a department and a commune, with two files."""
    issued = date(2026, 1, 5)
    packet = Packet(
        sender=Agency("H61", "Ủy ban nhân dân tỉnh", in_charge="Chính phủ", email="vanthu@example.vn"),
        receivers=(Agency("H61.21", "Sở Tư pháp"), Agency("H61.88.01", "Ủy ban nhân dân phường")),
        document_id=document_id("H61", issued, "12/UBND-VX"),
        number="12",
        notation="UBND-VX",
        place="Vĩnh Long",
        promulgated_on=issued,
        kind="Công văn",
        subject="V/v báo cáo kết quả & kế hoạch < quý I",
        content="Thực hiện kế hoạch năm.\nĐề nghị báo cáo.",
        signer=Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"),
        answers=(DocumentRef("H61.21", "03/STP-VP", date(2025, 12, 30)),),
        due_on=date(2026, 1, 20),
        other=Other(priority=Priority.URGENT, typist="NVM", copies=2, pages=3, appendixes=("Phụ lục I",)),
        to_places=("Như trên", "Lưu: VT"),
        traces=(Trace("H61", SENT_AT),),
        attachments=(
            attach(PDF, name="12-UBND-VX.pdf", media_type="application/pdf"),
            attach(PDF + b"2", name="Phụ lục I.pdf", media_type="application/pdf", description="Phụ lục"),
        ),
    )
    return replace(packet, **changes)


def make_status(code: StatusCode = StatusCode.ARRIVED, **changes: Any) -> Status:
    """Return what a department says of that letter."""
    about = DocumentRef("H61", "12/UBND-VX", date(2026, 1, 5), "H61,2026/01/05,12/UBND-VX")
    return replace(Status(Agency("H61.21", "Sở Tư pháp"), about, code, SENT_AT, "Đã đến"), **changes)
