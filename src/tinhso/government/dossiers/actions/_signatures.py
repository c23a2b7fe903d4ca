"""The signature in a file is looked at when it is handed in, not fifteen days later at somebody's desk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers.errors import SignatureBroken
from tinhso.government.dossiers.models import SignedFile
from tinhso.kernel.errors import DomainError

PDF: Final = "application/pdf"
MARK: Final = b"/ByteRange"
"""Every signature of a PDF has one (ISO 32000-2, 12.8.1); it is never compressed."""


def require_sound(infos: Iterable[files.FileInfo], *, components: Mapping[UUID, str], now: datetime) -> None:
    """Refuse a file that was changed after it was signed, and keep what was found of every signed one.

    A file without a signature, or signed by somebody nobody we know vouches for, is taken: the officer sees which.
    Raises SignatureBroken, naming each file, and by `components` its paper ("papers/<code>"). Asks the database nothing
    where nothing is signed.
    """
    fresh, faults = [], {}
    for info in infos:
        verdict = _verdict(info) if info.media_type == PDF else None
        if verdict is None or verdict.state is signing.VerdictState.UNSIGNED:
            continue
        if verdict.state is signing.VerdictState.INVALID:
            faults[info.id] = _words(info.name, verdict)
        fresh.append(_row(info.id, verdict, now))
    if faults:
        fields = {f"papers/{components[file_id]}": words for file_id, words in faults.items()}
        raise SignatureBroken(" ".join(faults.values()), fields=fields)
    if fresh:
        SignedFile.objects.bulk_create(fresh, ignore_conflicts=True)


def _verdict(info: files.FileInfo) -> signing.Verdict | None:
    with files.local_path(info) as path:
        data = path.read_bytes()
    if MARK not in data:
        return None
    try:
        return signing.verify_pdf(data)
    except DomainError:
        return None  # what cannot be read is refused, or not, where files are looked into


def _words(name: str, verdict: signing.Verdict) -> str:
    why = " ".join(verdict.sentences)
    words = _("Không nhận được tệp «%(name)s». %(why)s Xuất lại tệp đã ký từ nơi cấp rồi tải lên.")
    return words % {"name": name, "why": why}


def _row(file_id: UUID, verdict: signing.Verdict, now: datetime) -> SignedFile:
    return SignedFile(
        file_id=file_id,
        state=verdict.state.value,
        signer=verdict.signer[:300],
        signed_at=verdict.signed_at,
        sentences=list(verdict.sentences)[:10],
        checked_at=now,
    )


def by_file(papers: Mapping[str, Sequence[UUID]]) -> dict[UUID, str]:
    """Return the component of each file."""
    return {file_id: code for code, group in papers.items() for file_id in group}
