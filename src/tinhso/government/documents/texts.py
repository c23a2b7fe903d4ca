"""Words of files for the search: the worker reads a few files at a time; killed anywhere, the next goes on.

Reading happens in processes of their own (`extraction`, or the reader of scans) and outside any transaction. A claim is
a lease: it runs out when the process dies. A restricted document is never read. What bears the mark of a secrecy level
is not kept: it is put before the clerk at once (`actions.doubt`).
"""

from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F, Q

from tinhso.foundation.files import public as files
from tinhso.foundation.files.public import FileInfo
from tinhso.government.documents import access, content, extraction
from tinhso.government.documents.actions.doubt import hold
from tinhso.government.documents.data import Secrecy
from tinhso.government.documents.models import Document, DocumentFile
from tinhso.government.documents.ports import scan_reader
from tinhso.government.documents.rules import secrecy
from tinhso.government.documents.rules.words import MAX_TEXT, words_of
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError
from tinhso.kernel.rows import Rows

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=3)
MAX_TRIES: Final = 3
FEW: Final = 20
"""Letters on a page below which it is a picture of a page."""
MAX_SCANNED: Final = 60
IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/heic"})
AT_ONCE: Final = 20
"""Files read in one turn: starting the readers costs as much as reading a few dozen letters."""
_FILES: Final = Rows(DocumentFile)
_ITS_DOCUMENT: Final = (
    "t.id = (SELECT f.document_id FROM documents_documentfile f WHERE f.id = %s AND f.text_state = 'waiting')"
)
_ADD: Final = """
    INSERT INTO documents_documenttext AS t (document_id, unit_id, words) VALUES (%s, %s, %s)
    ON CONFLICT (document_id) DO UPDATE SET words = left(t.words || ' ' || excluded.words, %s)
"""


def run_once() -> bool:
    """Read the oldest files that wait (the worker's loop); True when there were any."""
    claimed = claim(now=clock.now())
    if not claimed:
        return False
    infos, wordless = _readable(claimed)
    for one in wordless:
        keep(one.id, "", now=clock.now())
    taken = _taken(infos)
    _hand_back([one for one, found in taken.items() if found.is_left], all_of=len(taken))
    _log_unreadable([one for one, found in taken.items() if found.is_unreadable])
    read = {one: found for one, found in taken.items() if not found.is_left and not found.is_unreadable}
    scans = [one for one, found in read.items() if _is_scan(found)]
    for one in (each for each in read if each not in scans):
        keep(one.id, read[one].text, now=clock.now())
    _read_scans(scans, read)
    return True


@transaction.atomic
def claim(*, now: datetime, most: int = AT_ONCE) -> list[DocumentFile]:
    """Take the oldest files that wait and that nobody reads; one tried three times without an end has no words."""
    free = Q(text_at=None) | Q(text_at__lt=now - LEASE)
    rows = DocumentFile.objects.select_for_update(skip_locked=True).filter(free, text_state="waiting")
    claimed = list(rows.order_by("id")[:most])
    for row in claimed:
        row.text_tries += 1
        row.text_at = now
        if row.text_tries > MAX_TRIES:
            row.text_state = "none"
    if claimed:
        DocumentFile.objects.bulk_update(claimed, ["text_tries", "text_at", "text_state"])
    return [row for row in claimed if row.text_state == "waiting"]


def _hand_back(left: list[DocumentFile], *, all_of: int) -> None:
    """Let go of files nobody came to; when nobody came to any, it may be their fault and counts as a try."""
    if left and len(left) < all_of:
        rows = DocumentFile.objects.filter(pk__in=[one.pk for one in left], text_state="waiting")
        rows.update(text_at=None, text_tries=F("text_tries") - 1)


def _readable(claimed: list[DocumentFile]) -> tuple[dict[DocumentFile, FileInfo], list[DocumentFile]]:
    """Return the files to read, and those without words: of a restricted document, pictures, and what is gone."""
    ids = [one.document_id for one in claimed]
    closed = set(Document.objects.filter(pk__in=ids, restricted=True).values_list("id", flat=True))
    known = {info.id: info for info in files.list_infos([one.file_id for one in claimed])}
    infos = {
        one: known[one.file_id]
        for one in claimed
        if one.file_id in known and one.document_id not in closed and known[one.file_id].media_type not in IMAGES
    }
    return infos, [one for one in claimed if one not in infos]


def _taken(infos: dict[DocumentFile, FileInfo]) -> dict[DocumentFile, extraction.Taken]:
    """Return what became of each file; a file that is held, or whose store is down, waits for its next try."""
    with ExitStack() as lent:
        paths = {}
        for one, info in infos.items():
            try:
                paths[one] = lent.enter_context(files.local_path(info))
            except (DomainError, OSError):
                _log_unreadable([one])
        return dict(zip(paths, extraction.words_in_each(list(paths.values())), strict=True)) if paths else {}


def _log_unreadable(found: list[DocumentFile]) -> None:
    for one in found:
        log.warning("documents.text_unreadable", file=str(one.id), tries=one.text_tries)


def _is_scan(taken: extraction.Taken) -> bool:
    if len(taken.text.strip()) >= FEW * max(taken.pages, 1):
        return False
    return scan_reader() is not None and taken.pages <= MAX_SCANNED


def _read_scans(scans: list[DocumentFile], taken: dict[DocumentFile, extraction.Taken]) -> None:
    """Let whoever reads scans read these; each may take minutes, and meanwhile nobody else takes up the rest."""
    for place, one in enumerate(scans):
        reader = scan_reader()
        waiting = [other.pk for other in scans[place:]]

        def alive(waiting: list[UUID] = waiting) -> None:
            DocumentFile.objects.filter(pk__in=waiting, text_state="waiting").update(text_at=clock.now())

        try:
            text = reader.words_in(one.file_id, pages=max(taken[one].pages, 1), alive=alive) if reader else ""
        except (DomainError, OSError):
            _log_unreadable([one])
            continue
        keep(one.id, text or taken[one].text, now=clock.now())


@transaction.atomic
def keep(attached_id: UUID, text: str, *, now: datetime) -> None:
    """Put the words of a file into the search, once; none of a restricted document, none of one that looks secret."""
    documents = access.DOCUMENTS.find(_ITS_DOCUMENT, [attached_id], lock=True)
    # after its document, as every verb does: nobody waits in a circle
    rows = _FILES.find("t.id = %s AND t.text_state = 'waiting'", [attached_id], lock=True)
    if not documents or not rows:
        return
    document, row = documents[0], rows[0]
    row.text_state, row.text_at = ("none" if document.restricted or not text.strip() else "done"), now
    _FILES.update(row, ["text_state", "text_at"])
    if row.text_state == "none":
        return
    words = content.secrecy_words()
    marked = secrecy.marks_in(text[: secrecy.HEAD], words.marks) or secrecy.stamps_in(
        text[: secrecy.HEAD], words.stamps
    )
    if marked and document.secrecy != Secrecy.OPENED:
        hold(SYSTEM, document, now=now)
        return
    if secrecy.phrases_in(text[: secrecy.HEAD], words.doubted) and not document.secrecy:
        document.secrecy = Secrecy.DOUBTED
        document.save(update_fields=["secrecy"])
    _add(document, words_of(text[:MAX_TEXT]))


def _add(document: Document, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [document.id, document.unit_id, words[:MAX_TEXT], MAX_TEXT])


def waiting() -> int:
    """Return how many files wait to be read, counted up to 10,000."""
    rows = DocumentFile.objects.filter(text_state="waiting").order_by()
    return rows.values("pk")[:10_000].count()
