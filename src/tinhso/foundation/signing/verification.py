"""Telling whether a signed PDF holds (ETSI EN 319 102-1, as far as a signature without a trusted time allows).

No network: revocation is what the register of this installation knows. A certificate that has ended makes a signature
without a trusted time undecidable, not wrong; the register of results still answers for the document by its hash.
"""

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.signing.adapters.demo_authority import root_certificate
from tinhso.foundation.signing.adapters.software import software_keys
from tinhso.foundation.signing.data import KeyState, SignatureReport, Trust, Verdict, VerdictState
from tinhso.foundation.signing.errors import DocumentTooLarge, NotAPdf
from tinhso.foundation.signing.models import SigningKey
from tinhso.kernel import clock

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

log = structlog.get_logger(__name__)

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_SIGNATURES: Final = 20
_ORDER: Final = (VerdictState.INVALID, VerdictState.UNKNOWN, VerdictState.VALID)


def verify_pdf(data: bytes, *, now: datetime | None = None) -> Verdict:
    """Return what can be said about the signatures of a PDF, in states and in Vietnamese sentences.

    Roots trusted: the PEM files under <data folder>/trust, and, marked as such, the demonstration authority. Raises
    NotAPdf for a file that cannot be read, DocumentTooLarge over 50 MB.
    """
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge
    moment = now or clock.now()
    embedded = _embedded(data)
    if not embedded:
        return Verdict(VerdictState.UNSIGNED, sentences=(_("Tài liệu không có chữ ký số."),))
    reports = tuple(_report(one, moment) for one in embedded[:MAX_SIGNATURES])
    last = reports[-1]
    return Verdict(
        state=min((report.state for report in reports), key=_ORDER.index),
        signer=last.signer,
        certificate=last.certificate,
        signed_at=last.signed_at,
        covers_whole_document=last.covers_whole_document,
        changed_after=any(report.changed_after for report in reports),
        trust=min((report.trust for report in reports), key=(Trust.UNTRUSTED, Trust.DEMO, Trust.TRUSTED).index),
        profile=last.profile,
        sentences=tuple(dict.fromkeys(sentence for report in reports for sentence in report.sentences)),
        signatures=reports,
    )


def _embedded(data: bytes) -> "list[EmbeddedPdfSignature]":
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    if not data.startswith(b"%PDF-"):
        raise NotAPdf
    try:
        return list(PdfFileReader(io.BytesIO(data), strict=False).embedded_regular_signatures)
    except (PdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError):
        raise NotAPdf from None


def _report(embedded: "EmbeddedPdfSignature", now: datetime) -> SignatureReport:
    status = _validated(embedded, now)
    certificate = _certificate(embedded)
    signed_at = _claimed(embedded)
    trust = _trust(status)
    covers, changed = _coverage(status)
    state, sentences = _judged(status, certificate, signed_at=signed_at, changed=changed, trust=trust, now=now)
    return SignatureReport(
        field=str(embedded.field_name),
        state=state,
        signer=_signer_name(certificate),
        certificate=_pem(certificate),
        serial=f"{certificate.serial_number:x}" if certificate else "",
        signed_at=signed_at,
        reason=str(embedded.sig_object.get("/Reason", "")),
        location=str(embedded.sig_object.get("/Location", "")),
        covers_whole_document=covers,
        changed_after=changed,
        trust=trust,
        profile=_profile(embedded),
        sentences=sentences,
    )


def _validated(embedded: "EmbeddedPdfSignature", now: datetime) -> "PdfSignatureStatus | None":
    """Return pyHanko's findings at the moment the signer claims (or now), None when the signature cannot be read."""
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    moment = _claimed(embedded) or now
    try:
        context = ValidationContext(
            trust_roots=[root for root, _trust in _roots()],
            moment=min(moment, now),
            best_signature_time=min(moment, now),
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        return asyncio.run(async_validate_pdf_signature(embedded, context, key_usage_settings=usage))
    except Exception:  # noqa: BLE001 - a hostile file may break any parser; whatever it breaks, it is not valid
        return None


def _judged(
    status: "PdfSignatureStatus | None",
    certificate: Any,
    *,
    signed_at: datetime | None,
    changed: bool,
    trust: Trust,
    now: datetime,
) -> tuple[VerdictState, tuple[str, ...]]:
    """Return the state of one signature and the sentences that say why."""
    if status is None or certificate is None or not (status.intact and status.valid):
        return VerdictState.INVALID, (
            _("Chữ ký không hợp lệ: nội dung đã bị thay đổi sau khi ký hoặc chữ ký bị hỏng."),
        )
    if changed:
        return VerdictState.INVALID, (_("Tài liệu đã bị thêm hoặc sửa nội dung sau khi ký."),)
    refused = _revoked_before(certificate, signed_at)
    if refused:
        return VerdictState.INVALID, (refused,)
    sentences = [_("Nội dung không thay đổi kể từ khi ký.")]
    if trust is Trust.UNTRUSTED:
        sentences.append(_("Chưa xác định được nơi cấp chứng thư của người ký. Liên hệ cơ quan ban hành để kiểm tra."))
        return VerdictState.UNKNOWN, tuple(sentences)
    if certificate.not_valid_after_utc < now:
        sentences.append(
            _("Chứng thư của người ký đã hết hạn và chữ ký không có dấu thời gian. Tra cứu theo mã văn bản.")
        )
        return VerdictState.UNKNOWN, tuple(sentences)
    if trust is Trust.DEMO:
        sentences.append(_("Chứng thư thuộc cơ quan cấp chứng thư minh họa, không có giá trị pháp lý."))
    return VerdictState.VALID, tuple(sentences)


def _revoked_before(certificate: Any, signed_at: datetime | None) -> str:
    """Say that the certificate had been withdrawn when it signed; "" when the register knows nothing of that kind.

    The moment of signing is the signer's own claim, so a certificate revoked at any time before now counts against a
    signature that does not say when it was made.
    """
    found = SigningKey.objects.filter(serial=f"{certificate.serial_number:x}", state=KeyState.REVOKED.value).first()
    if found is None or found.certificate.strip() != _pem(certificate).strip():
        return ""
    if signed_at and found.state_changed_at and signed_at < found.state_changed_at:
        return ""
    return _("Chứng thư đã bị thu hồi trước khi ký.")


def _coverage(status: "PdfSignatureStatus | None") -> tuple[bool, bool]:
    """Return whether the signature covers the whole file, and whether more than signatures came after it."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if status is None or status.coverage is None:
        return False, False
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True, False
    level = status.modification_level
    return False, level is None or level > ModificationLevel.FORM_FILLING or not status.docmdp_ok


def _roots() -> list[tuple[Any, Trust]]:
    """Return the roots we know, as asn1crypto certificates, each with the trust it gives."""
    from asn1crypto import pem, x509

    found: list[tuple[Any, Trust]] = []
    for path in sorted((Path(settings.DATA_DIR) / "trust").glob("*.pem")):
        try:
            for _kind, _headers, der in pem.unarmor(path.read_bytes(), multiple=True):
                root = x509.Certificate.load(der)
                root.native  # noqa: B018 - asn1crypto parses only when asked
                found.append((root, Trust.TRUSTED))
        except (OSError, ValueError, TypeError):
            log.warning("signing.unreadable_root", name=path.name)
    demo = root_certificate(software_keys())
    if demo is not None:
        from cryptography.hazmat.primitives.serialization import Encoding

        found.append((x509.Certificate.load(demo.public_bytes(Encoding.DER)), Trust.DEMO))
    return found


def _trust(status: "PdfSignatureStatus | None") -> Trust:
    if status is None or not status.trusted or status.validation_path is None:
        return Trust.UNTRUSTED
    anchor = getattr(status.validation_path.trust_anchor.authority, "certificate", None)
    if anchor is None:
        return Trust.UNTRUSTED
    return next((trust for root, trust in _roots() if root.dump() == anchor.dump()), Trust.UNTRUSTED)


def _profile(embedded: "EmbeddedPdfSignature") -> str:
    """Return the baseline level by the file's own structure; validity is told apart."""
    if str(embedded.sig_object.get("/SubFilter", "")) != "/ETSI.CAdES.detached":
        return "PKCS#7"
    unsigned = embedded.signer_info["unsigned_attrs"].native or []
    stamped = any(attribute["type"] == "signature_time_stamp_token" for attribute in unsigned)
    if stamped and "/DSS" in embedded.reader.root:
        return "PAdES-B-LT"
    return "PAdES-B-T" if stamped else "PAdES-B-B"


def _certificate(embedded: "EmbeddedPdfSignature") -> Any:
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(embedded.signer_cert.dump())
    except Exception:  # noqa: BLE001 - whatever a hostile certificate breaks, there is none to show
        return None


def _signer_name(certificate: Any) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME) if certificate else []
    return str(names[0].value) if names else ""


def _pem(certificate: Any) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM).decode() if certificate else ""


def _claimed(embedded: "EmbeddedPdfSignature") -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp
    except (ValueError, KeyError, TypeError):
        return None
    return claimed.astimezone(UTC) if claimed and claimed.tzinfo else None
