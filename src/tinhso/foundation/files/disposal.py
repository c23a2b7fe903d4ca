"""Destroying what is kept: a record first loses its name, then its bytes go when no other record has them.

There is no gate here: the room that keeps decisions calls. The database asks `tinhso_may_destroy('file', id)`, which
says no until such a room is there.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.files.actions import hold_content
from tinhso.foundation.files.data import FileInfo, MediaType
from tinhso.foundation.files.models import FileObject, MergedFile, Upload
from tinhso.foundation.files.rules.names import clean_name
from tinhso.foundation.files.staging import staged
from tinhso.foundation.files.stores import get_store, incoming_folder
from tinhso.kernel.actors import Actor

MAX_QUIET: Final = 500


def save_archive(path: Path, *, name: str, actor: Actor, now: datetime) -> FileInfo:
    """Keep a ZIP the house itself has made (an export) and return its record. Raises StoreFull, StoreDown."""
    size = path.stat().st_size
    with (
        path.open("rb") as stream,
        staged(stream, folder=incoming_folder(), limit=size) as content,
        transaction.atomic(),
    ):
        hold_content(content.sha256)
        get_store().put(content.path, content.sha256)
        return FileObject.objects.create(
            sha256=content.sha256,
            size=content.size,
            media_type=MediaType.ZIP.value,
            pages=1,
            name=clean_name(name, MediaType.ZIP),
            created_by=actor.account_id,
            created_at=now,
            inspected_with="own",
        ).to_info()


@transaction.atomic
def dispose(file_ids: Sequence[UUID], *, now: datetime) -> list[FileInfo]:
    """Mark up to 500 records destroyed and take their names; return those marked now, as they were.

    Their bytes go by `remove_content`, after this transaction. The database refuses an id that no decision covers.
    """
    rows = FileObject.objects.select_for_update().filter(pk__in=list(file_ids)[:MAX_QUIET], disposed_at=None)
    found = {row.pk: row.to_info() for row in rows.order_by("id")}
    FileObject.objects.filter(pk__in=list(found)).update(disposed_at=now, name="-", findings=[])
    MergedFile.objects.filter(file_id__in=list(found)).delete()
    Upload.objects.filter(file_id__in=list(found)).delete()
    return list(found.values())


def derived_of(file_ids: Sequence[UUID]) -> list[UUID]:
    """Return ids of merged PDFs made of any of these files: they tell what the parts tell, and go with them."""
    rows = MergedFile.objects.filter(parts__overlap=list(file_ids)[:MAX_QUIET])
    return list(rows.order_by("file_id").values_list("file_id", flat=True)[:MAX_QUIET])


def remove_content(sha256: str) -> bool | None:
    """Destroy bytes that no living record has. True: they are gone; False: another record has them; None: busy now.

    Who keeps bytes again of which a record was destroyed holds a lock on them until its transaction ends, so a record
    never points to bytes just taken away; who looked before the destruction has long ended when the caller asks, some
    minutes later. The lock is on this one content: nobody else waits while the store works.
    Raises StoreDown.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s::text, 11))", [sha256])
        if not cursor.fetchone()[0]:
            return None
        if FileObject.objects.filter(sha256=sha256, disposed_at=None).exists():
            return False
        get_store().remove(sha256)
        return True


def list_quiet(*, before: datetime, after: UUID | None = None, size: int = MAX_QUIET) -> list[UUID]:
    """Return ids of living files kept before a moment, oldest first, at most 500, from behind `after`.

    Whether a room holds them, the caller finds out.
    """
    rows = FileObject.objects.filter(disposed_at=None, created_at__lt=before).order_by("id")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.values_list("pk", flat=True)[: max(1, min(size, MAX_QUIET))])
