"""Makes preserved packages, one at a time, outside any transaction: claim, build, keep twice, read back, write down.

A worker killed half-way leaves a row that is claimed again; the same package gets the same name and bytes, so nothing
is kept twice.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.archive import store_rules, stores
from tinhso.government.archive.data import PackageState, ReceiptState
from tinhso.government.archive.events import PackageKept
from tinhso.government.archive.models import ArchivePackage
from tinhso.government.archive.packages import (
    Attachment,
    Item,
    Kind,
    Order,
    Origin,
    PackageRefused,
    build,
    conformance_of,
    open_item,
    read,
    to_pdfa,
)
from tinhso.government.casefiles import public as casefiles
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=10)
SOFTWARE = "TinhSo 1.0"


@dataclass
class Prepared:
    """A package ready to be built, and what whoever keeps it should know."""

    order: Order
    remarks: list[str] = field(default_factory=list)


def make_next(*, now: datetime | None = None) -> bool:
    """Make the next package that waits; say whether there was one. Several workers may call it at once."""
    at = now or clock.now()
    package_id = _claim(at)
    if package_id is None:
        return False
    try:
        _make(package_id, at)
    except Exception as failed:  # noqa: BLE001 - whatever it is, the row says so and ends before whoever keeps the archive
        _fail(package_id, failed, at)
    return True


@transaction.atomic
def _claim(at: datetime) -> UUID | None:
    rows = ArchivePackage.objects.select_for_update(skip_locked=True).filter(state=PackageState.WAITING)
    row = rows.exclude(retry_at__gt=at).order_by("id").first()
    if row is None:
        return None
    if row.tries >= store_rules.value("tries"):  # each time the worker ended in the midst of it
        row.state = PackageState.FAILED.value
        row.error = _("Máy chủ dừng giữa chừng nhiều lần khi đóng gói này. Báo quản trị hệ thống rồi thử lại.")
        row.save(update_fields=["state", "error"])
        return None
    row.retry_at, row.tries = at + LEASE, row.tries + 1
    row.save(update_fields=["retry_at", "tries"])
    return row.id


def _make(package_id: UUID, at: datetime) -> None:
    row = ArchivePackage.objects.select_related("receipt").get(pk=package_id)
    with tempfile.TemporaryDirectory(dir=stores.folder_of(stores.FIRST)) as folder:
        path = Path(folder) / "goi.zip"
        with _prepared(row, Path(folder)) as prepared, path.open("wb") as out:
            build(prepared.order, out)
        found = read(path)
        if not found.is_sound:
            raise PackageRefused("; ".join(one.sentence for one in found.errors[:3]))
        stores.put(path, found.sha256)
        size = path.stat().st_size
    copies = sum(1 for _copy, is_whole in stores.whole_copies(found.sha256) if is_whole)
    with transaction.atomic():
        kept = ArchivePackage.objects.select_for_update().get(pk=package_id)
        if kept.state != PackageState.WAITING:
            return
        kept.objid, kept.sha256, kept.size, kept.copies = found.objid, found.sha256, size, copies
        kept.documents, kept.mode = len(found.items), found.fields.get("mode", kept.mode)
        kept.remarks = [*prepared.remarks, *(one.sentence for one in found.findings)][:100]
        kept.state, kept.kept_at, kept.checked_at, kept.error = PackageState.KEPT.value, at, at, ""
        kept.save()
        audit.record(
            SYSTEM,
            verb="archive.kept",
            subject_kind="archive_package",
            subject_id=kept.id,
            unit_id=kept.unit_id,
            detail={"objid": kept.objid, "sha256": kept.sha256, "documents": kept.documents},
        )
        announce(PackageKept(kept.id, kept.unit_id), actor=SYSTEM)


@transaction.atomic
def _fail(package_id: UUID, failed: Exception, at: datetime) -> None:
    row = ArchivePackage.objects.select_for_update().get(pk=package_id)
    said = _said(failed)
    fields = "; ".join(failed.fields.values()) if isinstance(failed, DomainError) else ""
    row.error = f"{said} {fields}".strip()[:500]
    row.retry_at = at + timedelta(minutes=2**row.tries)
    if row.tries >= store_rules.value("tries"):
        row.state = PackageState.FAILED.value
    row.save()
    log.warning("archive.not_made", package=str(package_id), why=type(failed).__name__, tries=row.tries)


def _said(failed: Exception) -> str:
    if isinstance(failed, DomainError):
        return failed.sentence
    if isinstance(failed, OSError):
        return _("Kho lưu trữ chưa ghi được. Báo quản trị hệ thống.")
    return _("Chưa đóng được gói vì lỗi của hệ thống. Báo quản trị hệ thống.")


@contextmanager
def _prepared(row: ArchivePackage, folder: Path) -> Iterator[Prepared]:
    with ExitStack() as stack:
        yield _of_case_file(row, folder) if row.casefile_id else _of_receipt(row, stack)


def _of_case_file(row: ArchivePackage, folder: Path) -> Prepared:
    if row.casefile_id is None:
        raise PackageRefused
    info = casefiles.get_file(SYSTEM, file_id=row.casefile_id)
    papers = casefiles.papers_to_pack(SYSTEM, file_id=info.id)
    remarks: list[str] = []
    whole = [one for one in papers if one.file_ids]
    remarks += [
        _("%(code)s không có tệp nên không nằm trong gói.") % {"code": one.code} for one in papers if not one.file_ids
    ]
    items = []
    for place, paper in enumerate(whole, start=1):
        items.append(_item(info, replace(paper, ordinal=place), folder, remarks))
    scans = [one.is_scan for one in whole]
    unit = organisations.get_unit(row.unit_id)
    order = Order(
        kind=Kind.AIP_HOSO,
        uuid=row.id,
        fonds=store_rules.fonds_of(unit.code),
        fields=store_rules.file_fields(
            info,
            documents=len(items),
            restricted=any(one.is_restricted for one in whole),
            scanned=(any(scans), bool(scans) and all(scans)),
        ),
        items=tuple(items),
        created_at=row.received_at,
        creator=row.received_by,
        agency=row.unit_name,
        software=SOFTWARE,
    )
    return Prepared(order, remarks)


def _item(info: casefiles.FileInfo, paper: casefiles.PackedPaper, folder: Path, remarks: list[str]) -> Item:
    infos = files.list_infos(signing.newest_among(paper.file_ids))
    if not infos:
        raise PackageRefused(_("Tệp của %(code)s không còn trong kho tệp.") % {"code": paper.code})
    main, *rest = infos
    note, opened = _as_pdfa(paper, main, folder, remarks)
    shape = "doc"
    return Item(
        name=main.name,
        fields=store_rules.paper_fields(info, paper, note=note),
        open=opened or partial(_open, main.id),
        shape=shape,
        attachments=tuple(Attachment(one.name, partial(_open, one.id)) for one in rest),
    )


def _open(file_id: UUID) -> BinaryIO:
    return cast("BinaryIO", files.open_file(file_id))


def _as_pdfa(
    paper: casefiles.PackedPaper, main: files.FileInfo, folder: Path, remarks: list[str]
) -> "tuple[str, partial[BinaryIO] | None]":
    """Make a scan PDF/A with a layer of text where that may be done; say in the description where it was not."""
    if not paper.is_scan or main.media_type != files.MediaType.PDF:
        return "", None
    with files.local_path(main) as path:
        declared = conformance_of(path)
        target = folder / f"{main.id}.pdf"
        if declared.part:
            return "", None
        if to_pdfa(path, target):
            remarks.append(_("%(code)s: đã chuyển bản quét sang PDF/A-2b.") % {"code": paper.code})
            return "", partial(_opened, target)
    why = _("tệp đã ký số") if declared.is_signed else _("máy chủ chưa chuyển được")
    remarks.append(_("%(code)s: bản quét chưa phải PDF/A (%(why)s).") % {"code": paper.code, "why": why})
    return _("Bản số hóa chưa phải PDF/A: %(why)s.") % {"why": why}, None


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _of_receipt(row: ArchivePackage, stack: ExitStack) -> Prepared:
    """Turn a submitted package (SIP) into the preserved one; PREMIS tells which it came from (Điều 25)."""
    receipt = row.receipt
    source = stores.whole(receipt.sha256) if receipt else None
    if receipt is None or source is None or receipt.state != ReceiptState.TAKEN:
        raise PackageRefused
    found = read(source)
    kind = Kind.AIP_HOSO if found.kind in (Kind.SIP_HOSO, Kind.AIP_HOSO) else Kind.AIP_TAILIEU
    archive = stack.enter_context(zipfile.ZipFile(source))
    code = found.fields.get("fileCode") or receipt.code
    items = tuple(
        Item(
            name=one.name,
            fields=store_rules.as_preserved(kind, one.shape, one.fields, code=code, place=place),
            open=cast("partial[BinaryIO]", partial(open_item, archive, one.path)),
            shape=one.shape,
            attachments=tuple(
                Attachment(name, cast("partial[BinaryIO]", partial(open_item, archive, path)))
                for name, path in one.attachments
            ),
        )
        for place, one in enumerate((one for one in found.items if one.path), start=1)
    )
    fields = store_rules.as_preserved_file(kind, found.fields)
    if "totalDoc" in fields:
        fields["totalDoc"] = str(len(items))
    links = len(found.items) - len(items)
    order = Order(
        kind=kind,
        uuid=row.id,
        fonds=found.fonds or store_rules.fonds_of(organisations.get_unit(row.unit_id).code),
        fields=fields,
        items=items,
        created_at=row.received_at,
        creator=row.received_by,
        agency=row.unit_name,
        software=SOFTWARE,
        origin=Origin(found.objid, note=receipt.name[:200]),
    )
    remarks = (
        [_("%(n)d tài liệu liên kết chỉ có chỉ dẫn, không có nội dung trong gói.") % {"n": links}] if links else []
    )
    return Prepared(order, remarks)
