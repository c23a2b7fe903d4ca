"""Writes: keep a file. There is no gate here; the room that attaches a file decides who may."""

import io
from datetime import datetime

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from tinhso.foundation.files import checks, safety
from tinhso.foundation.files.adapters.pdf_objects import neutralised
from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.foundation.files.errors import EmptyFile, NoFile, WrongType
from tinhso.foundation.files.models import FileObject, RefusedFile
from tinhso.foundation.files.rules.media import HEAD, describe, sniff
from tinhso.foundation.files.rules.names import clean_name
from tinhso.foundation.files.staging import Source, Staged, staged
from tinhso.foundation.files.stores import get_store, incoming_folder
from tinhso.kernel.actors import Actor

log = structlog.get_logger(__name__)


def save(actor: Actor, *, stream: Source | None, name: str, now: datetime, limit: int | None = None) -> FileInfo:
    """Keep what `stream` gives, read to its end with at most a megabyte in memory, and return its record.

    The type is told by content (JPEG, PNG, HEIC, PDF), the name is cleaned. Refuses, each with its own sentence: no
    file, an empty one, one larger than `limit` bytes (the setting FILE_MAX_BYTES), another type (naming what it looks
    like), a damaged image or PDF, a PDF with a password or more than 200 pages, an image of too many pixels; and a
    store that is full or down. The bytes are on disk before the record is written; a record rolled back leaves
    content without a record, which harms nobody and is used again when the same bytes come again.
    """
    if stream is None:
        raise NoFile
    bound = settings.FILE_MAX_BYTES if limit is None else limit
    with staged(stream, folder=incoming_folder(), limit=bound) as content:
        return _keep(actor, content, name=name, now=now)


def save_bytes(data: bytes, *, name: str, actor: Actor, now: datetime) -> FileInfo:
    """Keep bytes the house made itself (a print, a signed result); the same refusals as `save`."""
    return save(actor, stream=io.BytesIO(data), name=name, now=now)


def keep_again(actor: Actor, kept: FileInfo, *, name: str, now: datetime) -> FileInfo:
    """Record content that is kept already under another name, for another purpose."""
    return FileObject.objects.create(
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        pages=kept.pages,
        name=name,
        created_by=actor.account_id,
        created_at=now,
    ).to_info()


def _keep(actor: Actor, content: Staged, *, name: str, now: datetime) -> FileInfo:
    if not content.size:
        raise EmptyFile
    with content.path.open("rb") as file:
        head = file.read(HEAD)
    media_type = sniff(head)
    if media_type is None:
        raise wrong_type(head)
    pages = checks.count_pages(content.path, media_type)
    seen = safety.examine(content.path, media_type)
    if seen.act is not safety.Act.KEEP:
        return _without_danger(actor, content, media_type, seen, name=name, now=now)
    get_store().put(content.path, content.sha256)
    return FileObject.objects.create(
        sha256=content.sha256,
        size=content.size,
        media_type=media_type.value,
        pages=pages,
        name=clean_name(name, media_type),
        created_by=actor.account_id,
        created_at=now,
        inspected_with=seen.with_,
    ).to_info()


def _without_danger(
    actor: Actor, content: Staged, media_type: MediaType, seen: safety.Examined, *, name: str, now: datetime
) -> FileInfo:
    """Keep the file disarmed when the policy allows, refuse it otherwise; either way it is noted for the operator.

    The note is written at once, so it stays unless the caller's own transaction is rolled back; the log has it always.
    """
    disarmed = neutralised(content.path) if seen.act is safety.Act.NEUTRALISE else None
    act = safety.Act.REFUSE if disarmed is None else safety.Act.NEUTRALISE
    rows = safety.as_rows(seen.findings)
    RefusedFile.objects.create(
        sha256=content.sha256,
        media_type=media_type.value,
        size=content.size,
        act=act.value,
        findings=rows,
        sent_by=actor.account_id,
        at=now,
    )
    log.warning("files.unsafe", sha256=content.sha256, act=act.value, rules=[row["rule"] for row in rows])
    if disarmed is None:
        raise safety.refusal(seen.findings)
    with staged(io.BytesIO(disarmed), folder=incoming_folder(), limit=2 * settings.FILE_MAX_BYTES) as cleaned:
        again = safety.examine(cleaned.path, media_type)
        if again.findings:
            raise safety.refusal(again.findings)
        return _keep(actor, cleaned, name=name, now=now)


def wrong_type(head: bytes) -> WrongType:
    """Return the refusal that names what the file looks like."""
    return WrongType(
        _("Tệp này là %(kind)s, hệ thống chỉ nhận ảnh JPG, PNG, HEIC hoặc PDF. Chọn tệp khác hoặc lưu thành PDF.")
        % {"kind": describe(head)}
    )
