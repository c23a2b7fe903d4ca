"""Verdicts on signed files: PDF (PAdES), XML (XAdES, XMLDSig), CMS beside a file (CAdES), ours or anybody's."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.signing.data import (
    RevocationFacts,
    SignatureReport,
    TimeSource,
    Trust,
    Verdict,
    VerdictState,
)
from tinhso.foundation.signing.errors import (
    ContentMissing,
    DocumentTooLarge,
    NotAPdf,
    NotSigned,
    PdfEncrypted,
    TooComplex,
    XmlRefused,
)
from tinhso.foundation.signing.verification import judging, knowing, sandbox, wording
from tinhso.foundation.signing.verification.certificates import chain_of, facts_of, name_in, pem_of
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MAX_BYTES: Final = 50 * 1024 * 1024
_ORDER: Final = (VerdictState.INVALID, VerdictState.UNKNOWN, VerdictState.VALID)
_TRUST: Final = (Trust.UNTRUSTED, Trust.DEMO, Trust.TRUSTED)
_REFUSALS: Final[dict[str, type[DomainError]]] = {
    "not_a_pdf": NotAPdf,
    "encrypted": PdfEncrypted,
    "not_xml": XmlRefused,
    "xml_entities": XmlRefused,
    "not_a_signature": NotSigned,
    "content_missing": ContentMissing,
    "too_complex": TooComplex,
}
_PEM: Final = re.compile(rb"\s*-----BEGIN (PKCS7|CMS)-----")
_XML: Final = re.compile(rb"(\xef\xbb\xbf)?\s*<")


def verify(
    data: bytes,
    *,
    content: bytes | None = None,
    now: datetime | None = None,
    existed_at: datetime | None = None,
    ask: bool | None = None,
) -> Verdict:
    """Return the verdict on a file of any kind we know, told by its first bytes; `content` is what a `.p7s` signs.

    Raises NotSigned for another kind of file, and what `verify_pdf`, `verify_xml` and `verify_detached` raise.
    """
    kind = _kind_of(data)
    return _verify(kind, data, content if kind == "cms" else None, now=now, existed_at=existed_at, ask=ask)


def verify_pdf(
    data: bytes, *, now: datetime | None = None, existed_at: datetime | None = None, ask: bool | None = None
) -> Verdict:
    """Return what can be said about the signatures of a PDF, in states and in Vietnamese sentences.

    `existed_at` is a moment since which this house has kept these very bytes: as good as a time-stamp. `ask` allows
    asking authorities about revocation over the network; by default only outside a transaction, so that none is held
    open by it. Raises NotAPdf, PdfEncrypted, DocumentTooLarge over 50 MB, TooComplex, VerifierBusy.
    """
    return _verify("pdf", data, None, now=now, existed_at=existed_at, ask=ask)


def verify_xml(
    data: bytes, *, now: datetime | None = None, existed_at: datetime | None = None, ask: bool | None = None
) -> Verdict:
    """Return what can be said about the signatures of an XML document; otherwise as `verify_pdf`.

    Valid only when the signature leaves no part of the document out. Raises XmlRefused for XML that is not well formed
    or declares a document type.
    """
    return _verify("xml", data, None, now=now, existed_at=existed_at, ask=ask)


def verify_detached(
    signature: bytes,
    content: bytes | None,
    *,
    now: datetime | None = None,
    existed_at: datetime | None = None,
    ask: bool | None = None,
) -> Verdict:
    """Return what can be said about a CMS signature over `content` (None: what it encloses); otherwise as `verify_pdf`.

    Raises NotSigned for what is no CMS signature, ContentMissing when it signs a file that was not given.
    """
    return _verify("cms", signature, content, now=now, existed_at=existed_at, ask=ask)


def verify_many(
    files: Iterable[tuple[str, bytes]], *, now: datetime | None = None, ask: bool | None = None
) -> Iterator[tuple[str, Verdict | DomainError]]:
    """Yield a verdict, or the refusal, for each named file, in order; files are read on all cores, a few ahead.

    Takes from `files` only as it yields, so any number of documents needs little memory.
    """
    moment = now or clock.now()
    whom = knowing.known()
    with ThreadPoolExecutor(sandbox.PROCESSES) as threads:
        waiting: deque[tuple[str, Future[dict[str, Any] | DomainError]]] = deque()
        for name, data in files:
            waiting.append((name, threads.submit(_tried, data, whom, moment)))
            if len(waiting) > 2 * sandbox.PROCESSES:
                yield _next(waiting, whom, moment, ask)
        while waiting:
            yield _next(waiting, whom, moment, ask)


def _next(
    waiting: "deque[tuple[str, Future[dict[str, Any] | DomainError]]]",
    whom: knowing.Known,
    now: datetime,
    ask: bool | None,  # noqa: FBT001 - handed on
) -> tuple[str, Verdict | DomainError]:
    name, future = waiting.popleft()
    found = future.result()
    return name, found if isinstance(found, DomainError) else _verdict(found, whom, now, existed_at=None, ask=ask)


def _tried(data: bytes, whom: knowing.Known, now: datetime) -> dict[str, Any] | DomainError:
    """Return the findings on a file, or why there are none. Asks the database nothing: it runs in another thread."""
    try:
        return _examined(_kind_of(data), data, None, whom, now, existed_at=None)
    except DomainError as refused:
        return refused


def _kind_of(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data[:1] == b"\x30" or _PEM.match(data[:200]):
        return "cms"
    if _XML.match(data[:200]):
        return "xml"
    raise NotSigned


def _verify(
    kind: str,
    data: bytes,
    beside: bytes | None,
    *,
    now: datetime | None,
    existed_at: datetime | None,
    ask: bool | None,
) -> Verdict:
    moment = now or clock.now()
    whom = knowing.known()
    found = _examined(kind, data, beside, whom, moment, existed_at=existed_at)
    return _verdict(found, whom, moment, existed_at=existed_at, ask=ask)


def _examined(
    kind: str, data: bytes, beside: bytes | None, whom: knowing.Known, moment: datetime, *, existed_at: datetime | None
) -> dict[str, Any]:
    if len(data) + len(beside or b"") > MAX_BYTES:
        raise DocumentTooLarge
    head = {"kind": kind, "now": moment.isoformat(), "existed_at": existed_at.isoformat() if existed_at else ""}
    found = sandbox.READERS.ask({**head, **whom.packed()}, data, beside)
    if found.get("refused", "broken") != "broken":
        raise _REFUSALS.get(found["refused"], TooComplex)
    return found


def _broken(kind: str) -> Verdict:
    """Return the verdict on a signed file whose structure is in ruins: readers would each show something else."""
    words = _("Cấu trúc tệp bị hỏng nên không kiểm tra được chữ ký. Xin lại bản gốc từ nơi phát hành.")
    headline = _("Không dùng tài liệu này: tệp có ký số nhưng cấu trúc bị hỏng.")
    return Verdict(VerdictState.INVALID, sentences=(words,), headline=headline, kind=kind, findings=("file.broken",))


def _verdict(
    found: dict[str, Any], whom: knowing.Known, now: datetime, *, existed_at: datetime | None, ask: bool | None
) -> Verdict:
    if found.get("refused"):
        return _broken("pdf")
    reports = tuple(
        _report(one, found["kind"], whom, now, existed_at=existed_at, ask=ask) for one in found["signatures"]
    )
    notes = wording.notes_of(found["notes"], found["more"])
    pages = int(found.get("pages", 0))
    if not reports:
        answer = wording.answer_of(VerdictState.UNSIGNED, ())
        codes = tuple(found["notes"])
        return Verdict(
            VerdictState.UNSIGNED,
            sentences=(answer, *notes),
            headline=answer,
            kind=found["kind"],
            pages=pages,
            notes=notes,
            findings=codes,
        )
    last = reports[-1]
    unseen = (VerdictState.UNKNOWN,) if found["more"] else ()
    state = min((*(report.state for report in reports), *unseen), key=_ORDER.index)
    codes = (*found["notes"], *(("signatures.more",) if unseen else ()))
    return Verdict(
        state=state,
        signer=last.signer,
        certificate=last.certificate,
        signed_at=last.signed_at,
        covers_whole_document=last.covers_whole_document,
        changed_after=any(report.changed_after for report in reports),
        trust=min((report.trust for report in reports), key=_TRUST.index),
        profile=last.profile,
        sentences=tuple(dict.fromkeys(sentence for report in reports for sentence in report.sentences)),
        signatures=reports,
        headline=wording.answer_of(state, reports),
        kind=found["kind"],
        pages=pages,
        notes=notes,
        findings=tuple(dict.fromkeys((*codes, *(code for report in reports for code in report.findings)))),
    )


def _report(
    found: dict[str, Any],
    kind: str,
    whom: knowing.Known,
    now: datetime,
    *,
    existed_at: datetime | None,
    ask: bool | None,
) -> SignatureReport:
    chain = chain_of(found["path"]["certificates"])
    signer = chain[0] if chain else None
    source, signed_at, by = _time(found, existed_at)
    trust = whom.trust_of(found["path"]["root"])
    revoked = None
    if signer and found["integrity"]["ok"]:
        revoked = knowing.standing(chain, now=now, ask=ask)
    seen = judging.Seen(
        found=found,
        signer=name_in(signer, "COMMON_NAME"),
        trust=trust,
        signed_at=signed_at,
        proven=source in (TimeSource.STAMPED, TimeSource.KEPT),
        revoked=revoked,
        ends=signer.not_valid_after_utc if signer else None,
        begins=signer.not_valid_before_utc if signer else None,
        now=now,
        kind=kind,
    )
    return _told(seen, judging.remarks_on(seen), chain, source, by)


def _told(
    seen: judging.Seen,
    remarks: Sequence[judging.Remark],
    chain: "Sequence[Certificate]",
    source: TimeSource,
    by: str,
) -> SignatureReport:
    found = seen.found
    state = min((one.state for one in remarks), key=_ORDER.index, default=VerdictState.VALID)
    holds = found["integrity"]["ok"] and state is not VerdictState.INVALID
    sentences = [one.sentence for one in remarks]
    if holds:
        sentences = [_("Nội dung không thay đổi kể từ khi ký."), *sentences]
        sentences.append(wording.time_of(source, seen.signed_at, by))
    changed = any(one.code.startswith("changed.") for one in remarks)
    return SignatureReport(
        field=found["field"],
        state=state,
        signer=seen.signer,
        certificate=pem_of(chain[0]) if chain else "",
        serial=f"{chain[0].serial_number:x}" if chain else "",
        signed_at=_shown_moment(found, source, seen.signed_at),
        reason=found["reason"],
        location=found["location"],
        covers_whole_document=found["coverage"] == "file" and not found["faults"],
        changed_after=changed,
        trust=seen.trust,
        profile=found["profile"],
        sentences=tuple(dict.fromkeys(sentences)),
        headline=wording.headline_of(
            state, signer=seen.signer, worst=sentences[0] if sentences else "", trust=seen.trust
        ),
        findings=tuple(one.code for one in remarks),
        changes=wording.changes_of(found["changes"]),
        time=source,
        stamped_by=by if source is TimeSource.STAMPED else "",
        claimed_name=found["name"],
        organisation=name_in(chain[0] if chain else None, "ORGANIZATION_NAME"),
        algorithm=_algorithm(found),
        chain=tuple(facts_of(one) for one in chain),
        revocation=_revocation(seen),
    )


def _revocation(seen: judging.Seen) -> RevocationFacts | None:
    path = seen.found["path"]
    if path["state"] == "revoked":
        since = datetime.fromisoformat(path["since"]) if path["since"] else None
        return RevocationFacts("revoked", since, "enclosed")
    unsaid = seen.revoked is None or seen.revoked.state == knowing.NOT_ASKED
    if unsaid and seen.found["enclosed_proves"]:
        return RevocationFacts("good", None, "enclosed")
    return seen.revoked


def _time(found: dict[str, Any], existed_at: datetime | None) -> tuple[TimeSource, datetime | None, str]:
    """Return who says when it was signed, the moment, and the name of a stamping authority."""
    proofs = [(datetime.fromisoformat(one["at"]), one["by"]) for one in found.get("proofs", ())]
    if proofs:
        moment, by = min(proofs)
        if existed_at is None or moment <= existed_at:
            return TimeSource.STAMPED, moment, by
    claimed = datetime.fromisoformat(found["claimed_at"]) if found["claimed_at"] else None
    if existed_at is not None:
        return TimeSource.KEPT, existed_at, ""
    return (TimeSource.CLAIMED, claimed, "") if claimed else (TimeSource.NONE, None, "")


def _shown_moment(found: dict[str, Any], source: TimeSource, moment: datetime | None) -> datetime | None:
    """Return the moment to show: the claim where the house's own keeping only says that it was not later."""
    claimed = datetime.fromisoformat(found["claimed_at"]) if found["claimed_at"] else None
    return min(claimed, moment) if source is TimeSource.KEPT and claimed and moment else moment


def _algorithm(found: dict[str, Any]) -> str:
    digest = str(found.get("digest", "")).upper().replace("SHA", "SHA-").replace("--", "-")
    key = {"rsa": "RSA", "rsassa_pss": "RSA-PSS", "ec": "ECDSA"}.get(
        found.get("key", ""), str(found.get("key", "")).upper()
    )
    return f"{key} {found.get('bits', 0)}, {digest}" if digest else ""
