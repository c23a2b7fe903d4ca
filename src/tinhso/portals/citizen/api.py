"""API v1 of checking signatures: open to everyone, bounded, nothing kept."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tinhso.foundation.identity import public as identity
from tinhso.foundation.signing import public as signing
from tinhso.kernel import clock

router = Router(tags=["Chữ ký số"])
FILES: Final = 120
"""Files a quarter of an hour from one address; a province's own systems verify where the files are."""

State = Literal["valid", "invalid", "unknown", "unsigned"]


class CheckedFile(Schema):
    """The file that was looked at; `kind` is pdf, xml or cms, `sha256` hexadecimal."""

    name: str
    size: int
    sha256: str
    kind: Literal["pdf", "xml", "cms"]


class Signer(Schema):
    """Who signed, as the certificate says. `trust`: trusted, demo or untrusted."""

    name: str
    organisation: str
    serial: str
    trust: Literal["trusted", "demo", "untrusted"]


class Claimed(Schema):
    """What the signer wrote into the file; it proves nothing."""

    name: str
    reason: str
    location: str


class Revocation(Schema):
    """What is known about the withdrawal of the signer's certificate."""

    state: str
    since: datetime | None
    source: str = Field(description="ocsp, crl, register, enclosed; rỗng: không ai cho biết")


class Certificate(Schema):
    """One certificate of the chain, the signer's first."""

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    key: str
    sha256: str


class SignatureOut(Schema):
    """One signature. `findings` are stable codes; `sentences` say the same in Vietnamese."""

    place: str
    state: State
    sentence: str
    sentences: list[str]
    findings: list[str]
    signer: Signer
    claimed: Claimed
    signed_at: datetime | None
    time_source: Literal["stamped", "kept", "claimed", ""]
    stamped_by: str
    profile: str
    algorithm: str
    covers_whole_file: bool
    changed_after: bool
    changes: list[str]
    revocation: Revocation
    certificates: list[Certificate]


class ReportOut(Schema):
    """The report on a file: the answer, and each signature."""

    file: CheckedFile
    checked_at: datetime
    state: State
    sentence: str
    notes: list[str]
    findings: list[str]
    signatures: list[SignatureOut]


@router.post("/verify", response=ReportOut, summary="Kiểm tra chữ ký số của một tệp")
def verify(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="PDF, XML hoặc .p7s")],
    content: Annotated[UploadedFile | None, File(description="Tệp gốc của chữ ký .p7s")] = None,
) -> Any:
    """Check every signature of a PDF, XML or CMS file, ours or anybody's. The file is not kept.

    120 files a quarter of an hour from one address; 422 for what is no such file, 413 beyond the bound of one file.
    """
    now = clock.now()
    identity.count_try("api.verify", identity.client_address(request), limit=FILES, now=now)
    data = _read(file)
    verdict = signing.verify(data, content=_read(content) if content else None, now=now)
    return signing.report_of(verdict, signing.looked_at(file.name or "", data, now))


def _read(posted: UploadedFile) -> bytes:
    if posted.size is None or posted.size > settings.FILE_MAX_BYTES:
        raise signing.DocumentTooLarge
    return bytes(posted.read())
