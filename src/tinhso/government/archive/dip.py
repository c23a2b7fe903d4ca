"""Makes the package for a reader (DIP, Phụ lục V): only what was granted, from the preserved package, and not for long.

Made outside any transaction: claim, build, read back, write down. A worker killed half-way leaves a row that is claimed
again; the copy lies under the request's own key, so there is never a second one.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.government.archive import store_rules, stores
from tinhso.government.archive.actions.asking import note, open_work
from tinhso.government.archive.actions.granting import end_of, tell
from tinhso.government.archive.data import MEND_WORK, PackageState
from tinhso.government.archive.making import LEASE, SOFTWARE
from tinhso.government.archive.models import ArchiveRequest, ArchiveRequestLine
from tinhso.government.archive.packages import (
    Attachment,
    Item,
    Kind,
    Order,
    Origin,
    PackageRefused,
    ReadItem,
    ReadPackage,
    build,
    open_item,
    read,
)
from tinhso.government.archive.request_data import RequestState
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError

log = structlog.get_logger(__name__)
FIELDS: Final = ("subject", "imageTitle", "movieTitle")


def make_copy(*, now: datetime | None = None) -> bool:
    """Make the next copy a reader waits for; say whether there was one. Several workers may call it at once."""
    at = now or clock.now()
    request_id = _claim(at)
    if request_id is None:
        return False
    try:
        _make(request_id, at)
    except (DomainError, OSError, zipfile.BadZipFile) as failed:
        _fail(request_id, failed, at)
    return True


@transaction.atomic
def _claim(at: datetime) -> UUID | None:
    rows = ArchiveRequest.objects.select_for_update(skip_locked=True).filter(state=RequestState.PREPARING)
    row = rows.exclude(retry_at__gt=at).order_by("id").first()
    if row is None:
        return None
    row.retry_at, row.tries = at + LEASE, row.tries + 1
    row.save(update_fields=["retry_at", "tries"])
    return row.id


def _make(request_id: UUID, at: datetime) -> None:
    row = ArchiveRequest.objects.get(pk=request_id)
    target = stores.reader_path(row.id)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, ExitStack() as stack:
        path = Path(folder) / "goi.zip"
        order = _order(row, stack)
        with path.open("wb") as out:
            build(order, out)
        found = read(path)
        if not found.is_sound or found.kind is not Kind.DIP:
            raise PackageRefused("; ".join(one.sentence for one in found.errors[:3]))
        path.rename(target)
    with transaction.atomic():
        kept = ArchiveRequest.objects.select_for_update().get(pk=request_id)
        if kept.state != RequestState.PREPARING:
            return
        kept.state, kept.due_at, kept.error = RequestState.READY.value, end_of(at, kept.days), ""
        kept.remove_at = kept.due_at + timedelta(days=int(store_rules.value("remove_days")))
        kept.sha256, kept.size, kept.items = found.sha256, target.stat().st_size, list(_told(found))
        kept.save()
        note(SYSTEM, kept, "copy_made", objid=found.objid, sha256=found.sha256, documents=len(found.items))
        tell(kept, "archive_ready", now=at)


def _told(found: ReadPackage) -> Iterator[dict[str, object]]:
    for one in found.items:
        number = "/".join(
            part for part in (one.fields.get("codeNumber", ""), one.fields.get("codeNotation", "")) if part
        )
        title = next((one.fields[name] for name in FIELDS if one.fields.get(name)), one.name)
        yield {
            "path": one.path,
            "title": title,
            "code": number,
            "issued_on": one.fields.get("issuedDate", ""),
            "name": one.name,
            "size": one.size,
        }


def _order(row: ArchiveRequest, stack: ExitStack) -> Order:
    items: list[Item] = []
    sources: list[str] = []
    for line in row.lines.select_related("package").order_by("id"):
        items += _items_of(row, line, stack, already=len(items))
        sources.append(line.package.objid)
    if not items:
        raise PackageRefused(_("Không còn tài liệu nào để cho khai thác."))
    return Order(
        kind=Kind.DIP,
        uuid=row.id,
        fonds="",
        fields={
            "requestID": f"{row.code}",
            "requestDate": f"{clock.to_local(row.asked_at):%d/%m/%Y}",
            "purpose": row.purpose,
            "purposeContent": row.purpose_content,
            "feeObjectType": row.fee_object,
            "researchTopic": row.topic,
        },
        items=tuple(items),
        created_at=row.decided_at or row.asked_at,
        creator=row.decided_by,
        agency=row.unit_name,
        software=SOFTWARE,
        origin=Origin(sources[0], note=row.code, more=tuple(sources[1:])),
    )


def _items_of(row: ArchiveRequest, line: ArchiveRequestLine, stack: ExitStack, *, already: int) -> list[Item]:
    package = line.package
    source = stores.readable(package.sha256) if package.state == PackageState.KEPT else None
    if source is None:
        raise PackageRefused(_("Gói %(code)s không còn trong kho.") % {"code": package.code})
    found = read(source)
    if not found.is_sound or found.sha256 != package.sha256:
        raise PackageRefused(_("Gói %(code)s không còn nguyên vẹn. Kiểm tra kho.") % {"code": package.code})
    chosen = [one for one in found.items if one.path and (not line.paths or one.path in set(line.paths))]
    archive = stack.enter_context(zipfile.ZipFile(source))
    return [
        _item(row, package.maintenance or "07", one, archive, place=place)
        for place, one in enumerate(chosen, start=already + 1)
    ]


def _item(row: ArchiveRequest, maintenance: str, one: ReadItem, archive: zipfile.ZipFile, *, place: int) -> Item:
    return Item(
        name=one.name,
        fields=store_rules.as_read(one.shape, one.fields, key=f"{row.code}.{place:04d}", maintenance=maintenance),
        open=cast("partial[BinaryIO]", partial(open_item, archive, one.path)),
        shape=one.shape,
        attachments=tuple(
            Attachment(name, cast("partial[BinaryIO]", partial(open_item, archive, path)))
            for name, path in one.attachments
        ),
    )


@transaction.atomic
def _fail(request_id: UUID, failed: Exception, at: datetime) -> None:
    row = ArchiveRequest.objects.select_for_update().get(pk=request_id)
    if row.state != RequestState.PREPARING:
        return
    said = (
        failed.sentence if isinstance(failed, DomainError) else _("Kho lưu trữ chưa ghi được. Báo quản trị hệ thống.")
    )
    fields = "; ".join(failed.fields.values()) if isinstance(failed, DomainError) else ""
    row.error = f"{said} {fields}".strip()[:500]
    row.retry_at = at + timedelta(minutes=2**row.tries)
    if row.tries >= store_rules.value("tries"):
        row.state = RequestState.FAILED.value
        open_work(row, MEND_WORK, "clerk", _("Bản đọc chưa lập được"), due_at=row.answer_by, now=at)
    row.save()
    log.warning("archive.copy_not_made", request=str(request_id), why=type(failed).__name__, tries=row.tries)


def end_readings(*, now: datetime | None = None, size: int = 50) -> bool:
    """End readings whose term is over, and remove copies five days later; say whether anything was done.

    The gate looks at the term itself: nobody reads a moment longer when this runs late.
    """
    at, done = now or clock.now(), 0
    with transaction.atomic():
        rows = ArchiveRequest.objects.select_for_update(skip_locked=True).filter(
            state=RequestState.READY, due_at__lt=at
        )
        for row in rows.order_by("due_at")[:size]:
            row.state, row.ended_at = RequestState.ENDED.value, at
            row.save(update_fields=["state", "ended_at"])
            work.close_items(subject_id=row.id, actor=SYSTEM, now=at)
            note(SYSTEM, row, "request_ended")
            done += 1
    for key in ArchiveRequest.objects.filter(remove_at__lt=at).values_list("id", flat=True)[:size]:
        stores.reader_path(key).unlink(missing_ok=True)
        with transaction.atomic():
            row = ArchiveRequest.objects.select_for_update().get(pk=key)
            row.remove_at, row.items = None, []
            row.save(update_fields=["remove_at", "items"])
            note(SYSTEM, row, "copy_removed", sha256=row.sha256)
        done += 1
    return done > 0


def remind_readers(*, now: datetime | None = None, size: int = 200) -> int:
    """Tell readers and borrowers whose term is nearly over, and every day those who keep paper too long."""
    at = now or clock.now()
    soon = at + timedelta(days=int(store_rules.value("due_notice_days")))
    open_now = ArchiveRequest.objects.filter(state__in=[RequestState.READY, RequestState.LENT], due_at__lte=soon)
    done = 0
    for key in open_now.exclude(told_at__gt=at - timedelta(hours=20)).values_list("id", flat=True)[:size]:
        with transaction.atomic():
            row = ArchiveRequest.objects.select_for_update().get(pk=key)
            if row.state not in (RequestState.READY, RequestState.LENT) or row.due_at is None:
                continue
            is_late = row.due_at < at
            if is_late and row.state == RequestState.READY:
                continue
            if row.told_at is None or is_late:
                tell(row, "archive_late" if is_late else "archive_due_soon", now=at)
                done += 1
            row.told_at = at
            row.save(update_fields=["told_at"])
    return done
