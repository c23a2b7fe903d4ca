"""Signatures in a PDF (PAdES, ETSI EN 319 142-1; ISO 32000-2, 12.8)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from tinhso.foundation.signing.verification.examine import changes, looks, ranges
from tinhso.foundation.signing.verification.examine.job import MAX_SIGNATURES, Job, Refused, driven, entry, items, text
from tinhso.foundation.signing.verification.examine.signers import examine_signer, unreadable
from tinhso.foundation.signing.verification.examine.stamps import examine_token

MARK: Final = b"/ByteRange"
"""Every signature of a PDF has one (ISO 32000-2, 12.8.1); it is never compressed."""


@dataclass
class Dss:
    """Evidence enclosed in the file (document security store), as far as it can be read."""

    certificates: list[Any] = field(default_factory=list)
    ocsps: list[Any] = field(default_factory=list)
    crls: list[Any] = field(default_factory=list)


def examine(data: bytes, job: Job) -> dict[str, Any]:
    """Return the findings on a PDF. Raises Refused: not_a_pdf, broken, encrypted."""
    if not data.startswith(b"%PDF-"):
        raise Refused("not_a_pdf")
    reader = _reader(data)
    try:
        signatures = list(reader.embedded_signatures)
        pages = int(reader.root["/Pages"]["/Count"])
    except Exception:  # noqa: BLE001 - a hostile file may break any parser
        raise Refused("broken" if MARK in data else "not_a_pdf") from None
    return {"kind": "pdf", "pages": pages, **driven(_all(data, reader, signatures, job))}


def _reader(data: bytes) -> Any:
    from pyhanko.pdf_utils.crypt import AuthStatus
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        opened = not reader.encrypted or reader.decrypt(b"").status is not AuthStatus.FAILED
    except Exception:  # noqa: BLE001 - as above
        raise Refused("broken" if MARK in data else "not_a_pdf") from None
    if not opened:
        raise Refused("encrypted")
    return reader


async def _all(data: bytes, reader: Any, signatures: Sequence[Any], job: Job) -> dict[str, Any]:
    dss = _dss(reader)
    stamps = [one for one in signatures if one.sig_object_type == "/DocTimeStamp"][:MAX_SIGNATURES]
    papers = [one for one in signatures if one.sig_object_type != "/DocTimeStamp"]
    stamped = [await _document_stamp(data, one, job, dss) for one in stamps]
    found = []
    for one in papers[:MAX_SIGNATURES]:
        try:
            found.append(await _signature(data, one, job, dss, stamped))
        except Exception:  # noqa: BLE001 - as above; whatever it breaks, it does not hold
            found.append(_unreadable(one, job))
    notes = [*looks.notes_of(reader)]
    if not signatures and MARK in data:
        notes.append("signature_removed")
    return {
        "signatures": found,
        "stamps": stamped,
        "notes": notes,
        "more": max(0, len(papers) - len(found)),
    }


def _dss(reader: Any) -> Dss:
    from asn1crypto import crl, ocsp, x509

    found, kept = Dss(), entry(reader.root, "/DSS", {})
    for name, parse, kind in (
        ("/Certs", x509.Certificate, found.certificates),
        ("/OCSPs", ocsp.OCSPResponse, found.ocsps),
        ("/CRLs", crl.CertificateList, found.crls),
    ):
        for one in items(entry(kept, name))[:100]:
            try:
                kind.append(parse.load(one.data))
            except (ValueError, TypeError, AttributeError):
                continue
    return found


async def _document_stamp(data: bytes, embedded: Any, job: Job, dss: Dss) -> dict[str, Any]:
    """Return a time-stamp over the whole document so far."""
    try:
        faults = ranges.faults_of(data, list(embedded.byte_range), embedded.pkcs7_content)
        token = embedded.signed_data
        found = await examine_token(token, embedded.compute_digest, job, ocsps=dss.ocsps, crls=dss.crls)
        embedded.compute_integrity_info(skip_diff=True)
        if faults or embedded.coverage.value < 2:
            found["state"] = "broken"
        found["revision"] = embedded.signed_revision
    except Exception:  # noqa: BLE001 - as above
        return {"state": "broken", "at": "", "by": "", "ends": "", "root": -1, "certificates": [], "revision": -1}
    found["over_evidence"] = "/DSS" in embedded.reader.get_historical_root(embedded.signed_revision)
    return found


async def _signature(data: bytes, embedded: Any, job: Job, dss: Dss, stamped: list[dict[str, Any]]) -> dict[str, Any]:
    revision = embedded.signed_revision
    after = [one for one in stamped if one["revision"] > revision and one["state"] == "ok"]
    found = await examine_signer(
        embedded.signed_data,
        embedded.compute_digest(),
        job,
        ocsps=dss.ocsps,
        crls=dss.crls,
        extra=dss.certificates,
        later=after,
        claimed_elsewhere=_dictionary_time(embedded),
    )
    byte_range = [int(one) for one in embedded.byte_range]
    faults = ranges.faults_of(data, list(embedded.byte_range), embedded.pkcs7_content)
    coverage, changed = changes.since(embedded)
    if not faults and coverage == "revision" and changed is None and ranges.rest_of(data, byte_range):
        faults = ["range.trailing"]
    dictionary = embedded.sig_object
    return {
        **found,
        "field": text(embedded.field_name),
        "name": text(entry(dictionary, "/Name")),
        "reason": text(entry(dictionary, "/Reason")),
        "location": text(entry(dictionary, "/Location")),
        "shown": looks.words_of(embedded),
        "coverage": coverage,
        "faults": faults,
        "changes": changed,
        "profile": _profile(embedded, found, stamped),
    }


def _unreadable(embedded: Any, job: Job) -> dict[str, Any]:
    place: dict[str, Any] = {
        "field": text(embedded.field_name),
        "coverage": "unclear",
        "faults": [],
        "changes": None,
        "profile": "",
    }
    return {**unreadable(job), **place, "name": "", "reason": "", "location": "", "shown": ""}


def _dictionary_time(embedded: Any) -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp
    except (ValueError, KeyError, TypeError):
        return None
    return claimed.astimezone(UTC) if claimed and claimed.tzinfo else None


def _profile(embedded: Any, found: dict[str, Any], stamped: list[dict[str, Any]]) -> str:
    """Return the baseline level the file's content amounts to (EN 319 142-1, 6); whether it holds is told apart."""
    stamp = found["stamp"] is not None
    if str(entry(embedded.sig_object, "/SubFilter", "")) != "/ETSI.CAdES.detached":
        return "PKCS#7"
    if not stamp and not any(one["revision"] > embedded.signed_revision for one in stamped):
        return "PAdES-B-B"
    if not found["enclosed"]:
        return "PAdES-B-T"
    archived = any(one["revision"] > embedded.signed_revision and one.get("over_evidence") for one in stamped)
    return "PAdES-B-LTA" if archived else "PAdES-B-LT"
