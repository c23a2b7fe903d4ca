"""Reads of requests: a reader's own, the archive's, and what a reader opens."""

import mimetypes
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from tinhso.foundation.audit import public as audit
from tinhso.government.archive import access, stores
from tinhso.government.archive.actions.asking import note
from tinhso.government.archive.data import PackageInfo, PackageState
from tinhso.government.archive.errors import ReadingOver
from tinhso.government.archive.models import ArchivePackage, ArchiveRequest
from tinhso.government.archive.packages import ReadItem, media_of, read
from tinhso.government.archive.queries import with_words
from tinhso.government.archive.request_data import (
    ReadingItem,
    RequestForm,
    RequestInfo,
    RequestLine,
    RequestState,
)
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key

SHOWN: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/gif"})
PURPOSE: Final = "Giải quyết yêu cầu khai thác tài liệu lưu trữ"


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as a reader gets it: its bytes, to be closed by whoever sends them."""

    stream: IO[bytes]
    size: int
    name: str
    media_type: str
    shown: bool


def find_to_read(actor: Actor, *, words: str = "", cursor: str = "") -> Page[PackageInfo]:
    """Return one page of the readers' catalogue: public packages of an officer's own agency, nothing to citizens."""
    rows = with_words(access.catalogue(actor), words)
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=20)


def archives() -> list[tuple[UUID, str]]:
    """Return the agencies that keep anything here, by name: whom one may ask."""
    rows = ArchivePackage.objects.filter(state=PackageState.KEPT).values_list("unit_id", "unit_name")
    return sorted(dict(rows.order_by("unit_id").distinct()).items(), key=lambda one: one[1])[:500]


def list_own(actor: Actor, *, cursor: str = "") -> Page[RequestInfo]:
    """Return this account's own requests, the newest first. Raises RequestMissing for who may ask for nothing."""
    rows = ArchiveRequest.objects.filter(asker_id=access.require_reader(actor))
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=20)


def get_own(actor: Actor, *, request_id: UUID, now: datetime) -> tuple[RequestInfo, list[ReadingItem]]:
    """Return one's own request with what may be read of it now. Raises RequestMissing."""
    row = access.access_own_request(actor, request_id=request_id)
    items = [_reading(one) for one in row.items] if _is_readable(row, now) else []
    return row.to_info(), items


def _is_readable(row: ArchiveRequest, now: datetime) -> bool:
    made = row.form != RequestForm.PAPER and row.state == RequestState.READY
    return made and row.due_at is not None and now <= row.due_at


def _reading(raw: dict[str, Any]) -> ReadingItem:
    known = media_of(str(raw["name"]))
    return ReadingItem(**raw, shown=known is not None and known[0] in SHOWN)


def open_reading(actor: Actor, *, request_id: UUID, place: int, now: datetime) -> Opened:
    """Open the n-th document of one's own request while its term runs; each time is on record.

    Raises RequestMissing, ReadingOver for one that is over, not there, or not of a kind that is read here.
    """
    row = access.access_own_request(actor, request_id=request_id)
    if not _is_readable(row, now) or not 1 <= place <= len(row.items):
        raise ReadingOver
    item = _reading(row.items[place - 1])
    if not item.shown and row.form != RequestForm.COPY:
        raise ReadingOver
    known = media_of(item.name)
    try:
        with zipfile.ZipFile(stores.reader_path(row.id)) as archive:  # what is open of it stays so
            stream = archive.open(item.path)
    except (OSError, KeyError, zipfile.BadZipFile):
        raise ReadingOver from None
    with transaction.atomic():
        note(actor, row, "document_read", path=item.path)
    media_type = known[0] if known else mimetypes.types_map[".bin"]
    return Opened(stream, item.size, item.name, media_type, item.shown)


def open_copy(actor: Actor, *, request_id: UUID, now: datetime) -> Opened:
    """Open the whole package (DIP) of one's own request for a copy, while its term runs; each time is on record.

    Raises RequestMissing, ReadingOver; what is only read here is not taken away.
    """
    row = access.access_own_request(actor, request_id=request_id)
    path = stores.reader_path(row.id)
    if row.form != RequestForm.COPY or not _is_readable(row, now) or not path.exists():
        raise ReadingOver
    with transaction.atomic():
        note(actor, row, "copy_taken", sha256=row.sha256)
    return Opened(path.open("rb"), row.size, f"{row.code}.zip", "application/zip", shown=False)


def list_requests(
    actor: Actor, *, state: RequestState | None = None, words: str = "", cursor: str = ""
) -> Page[RequestInfo]:
    """Return the requests to the archives this actor answers for, the newest first; `words`: code or what is wanted."""
    rows = access.requests(actor)
    if state is not None:
        rows = rows.filter(state=state.value)
    if words.strip():
        rows = rows.filter(Q(code__icontains=words.strip()[:60]) | Q(wanted__icontains=words.strip()[:60]))
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=50)


def count_requests(actor: Actor) -> dict[RequestState, int]:
    """Return how many requests there are by state."""
    found = access.requests(actor).values_list("state").annotate(n=Count("id"))
    return {RequestState(state): n for state, n in found}


def get_request(actor: Actor, *, request_id: UUID) -> tuple[RequestInfo, list[RequestLine]]:
    """Return a request with its packages, to who answers it; a citizen's is on record with them. RequestMissing."""
    row = access.access_request(actor, request_id=request_id)
    if not row.asker_unit:
        with transaction.atomic():
            audit.record_read(
                actor, person_id=row.asker_id, purpose=PURPOSE, subject_kind="archive_request", subject_id=row.id
            )
    return row.to_info(), [one.to_line() for one in row.lines.select_related("package").order_by("id")]


def find_to_lend(actor: Actor, *, request_id: UUID, words: str) -> list[PackageInfo]:
    """Return at most twenty kept packages of the request's archive that hold the words. Raises RequestMissing."""
    row = access.access_request(actor, request_id=request_id)
    rows: QuerySet[ArchivePackage] = ArchivePackage.objects.filter(unit_id=row.unit_id, state=PackageState.KEPT)
    return [one.to_info() for one in with_words(rows, words).order_by("-id")[:20]]


def documents_of(actor: Actor, *, request_id: UUID, package_id: UUID) -> list[ReadItem]:
    """Return the documents of a package of the request's archive, to choose from. RequestMissing, ReadingOver."""
    row = access.access_request(actor, request_id=request_id)
    package = ArchivePackage.objects.filter(pk=package_id, unit_id=row.unit_id, state=PackageState.KEPT).first()
    path = stores.readable(package.sha256) if package else None
    if path is None:
        raise ReadingOver
    return [one for one in read(path).items if one.path]
