"""Writes: keep a file. There is no gate here; the room that attaches a file decides who may."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import checks, safety
from tinhso.foundation.files.adapters.pdf_objects import neutralised
from tinhso.foundation.files.data import FileInfo, Finding, MediaType
from tinhso.foundation.files.errors import EmptyFile, FileDisposed, FileHeld, NoFile, WrongType
from tinhso.foundation.files.models import FileObject, RefusedFile
from tinhso.foundation.files.rules.media import HEAD, describe, sniff
from tinhso.foundation.files.rules.names import clean_name
from tinhso.foundation.files.staging import Source, Staged, staged
from tinhso.foundation.files.stores import get_store, incoming_folder, put_made
from tinhso.kernel.actors import Actor
from tinhso.kernel.rows import Rows

log = structlog.get_logger(__name__)
_FILES: Final = Rows(FileObject)
_MARKED: Final = "(t.unsafe_since IS NOT NULL OR t.disposed_at IS NOT NULL)"
_CLEAN: Final = "t.media_type = %s AND t.inspected_with = %s AND t.findings = '[]'::jsonb"


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
    """Keep bytes that came from outside, or were made of what did; the same refusals as `save`."""
    return save(actor, stream=io.BytesIO(data), name=name, now=now)


def keep_made(data: bytes, *, name: str, actor: Actor, now: datetime, pages: int = 0) -> FileInfo:
    """Keep bytes the house itself rendered and signed, inside the transaction that numbers them.

    It waits for nobody outside, so that a register's row is not held over a network: the inspectors of this process
    look at once, the antivirus with the next `rescan`; a store far away gets the bytes soon, and until then they are
    read from the database. Refuses what `save` refuses.

    `pages` is given for a paper of our own printer alone, without anything that came from outside (`prints.pages_of`):
    then nobody waits for any look, and all inspectors have theirs with the next `rescan`.
    """
    with staged(io.BytesIO(data), folder=incoming_folder(), limit=2 * settings.FILE_MAX_BYTES) as content:
        if not pages or not content.size or _is_marked(content.sha256):
            return _keep(actor, content, name=name, now=now, made=True)
        put_made(content.path, content.sha256)
        return _record(actor, content, MediaType.PDF, pages=pages, name=name, inspected_with="", now=now)


def keep_again(actor: Actor, kept: FileInfo, *, name: str, now: datetime) -> FileInfo:
    """Record content that is kept already under another name, for another purpose.

    What was found in it goes along, so that it is not taken for content nobody has looked at. Raises FileHeld for held
    content, FileDisposed for what was destroyed.
    """
    row = FileObject.objects.get(pk=kept.id)
    if row.disposed_at is not None:
        raise FileDisposed
    if row.unsafe_since is not None:
        raise FileHeld
    return FileObject.objects.create(
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        pages=row.pages,
        name=name,
        created_by=actor.account_id,
        created_at=now,
        inspected_with=row.inspected_with,
        findings=row.findings,
    ).to_info()


def _keep(actor: Actor, content: Staged, *, name: str, now: datetime, made: bool = False) -> FileInfo:
    if not content.size:
        raise EmptyFile
    with content.path.open("rb") as file:
        head = file.read(HEAD)
    media_type = sniff(head)
    if media_type is None:
        raise wrong_type(head)
    marked, twin = _known(content, media_type)
    if twin is not None:
        _put(content, made=made)
        return _record(
            actor, content, media_type, pages=twin.pages, name=name, inspected_with=twin.inspected_with, now=now
        )
    with checks.parsed_once():
        pages = checks.count_pages(content.path, media_type)
        seen = (safety.examine_made if made else safety.examine)(content.path, media_type)
    seen = _as_known(content.sha256, seen)
    if seen.act is not safety.Act.KEEP:
        return _without_danger(actor, content, media_type, seen, name=name, now=now)
    with _held_together(content.sha256) if marked else nullcontext():
        _put(content, made=made)
        return _record(actor, content, media_type, pages=pages, name=name, inspected_with=seen.with_, now=now)


@contextmanager
def _held_together(sha256: str) -> Iterator[None]:
    """Put and record bytes that were marked once, as one: nobody destroys them in between."""
    with transaction.atomic():
        hold_content(sha256)
        yield


def hold_content(sha256: str) -> None:
    """Keep this content from being destroyed until the transaction ends; who keeps it does not wait for others.

    Only needed for bytes of which a record was destroyed before: others nobody is about to take away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s::text, 11))", [sha256])


def _put(content: Staged, *, made: bool) -> None:
    if made:
        put_made(content.path, content.sha256)
    else:
        get_store().put(content.path, content.sha256)


def _is_marked(sha256: str) -> bool:
    """Tell whether these bytes are held for what is in them, or were destroyed under another record."""
    return bool(_FILES.find(f"t.sha256 = %s AND {_MARKED}", [sha256]))


def _known(content: Staged, media_type: MediaType) -> tuple[bool, FileObject | None]:
    """Tell whether these bytes are marked (`_is_marked`), and return a record of them that spares a second look.

    That is one, of bytes that are not marked, in which the rules in force have found nothing: as they would again.
    """
    marks = f"t.sha256 = %s AND ({_MARKED} OR ({_CLEAN}))"
    values = [content.sha256, media_type.value, safety.rules_version()]
    found = _FILES.find(f"{marks} ORDER BY ({_MARKED}) DESC", values)
    if found and (found[0].unsafe_since is not None or found[0].disposed_at is not None):
        return True, None
    return False, found[0] if found else None


def _record(
    actor: Actor,
    content: Staged,
    media_type: MediaType,
    *,
    pages: int,
    name: str,
    inspected_with: str,
    now: datetime,
) -> FileInfo:
    row = FileObject(
        sha256=content.sha256,
        size=content.size,
        media_type=media_type.value,
        pages=pages,
        name=clean_name(name, media_type),
        created_by=actor.account_id,
        created_at=now,
        inspected_with=inspected_with,
    )
    _FILES.insert(row)
    return row.to_info()


def _as_known(sha256: str, seen: safety.Examined) -> safety.Examined:
    """Return what was seen, or the finding for which this very content is held, unless what was seen clears it."""
    held = _FILES.find("t.sha256 = %s AND t.unsafe_since IS NOT NULL ORDER BY t.id", [sha256])
    if not held or seen.clears(held[0].findings):
        return seen
    known = tuple(Finding(one["rule"], one["engine"], one.get("detail", "")) for one in held[0].findings)
    return replace(seen, findings=known, act=safety.Act.REFUSE)


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
