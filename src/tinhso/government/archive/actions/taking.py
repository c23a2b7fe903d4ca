"""Take files from case files and packages from outside."""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.archive import access, store_rules, stores
from tinhso.government.archive.data import RECEIVE, TAKE_WORK, PackageInfo, PackageState, ReceiptInfo, ReceiptState
from tinhso.government.archive.errors import AlreadyKept, NoPackage, PackageMissing, ReasonNeeded, ReceiptMoved
from tinhso.government.archive.models import ArchivePackage, ArchiveReceipt
from tinhso.government.archive.packages import Kind, limit_of, read
from tinhso.government.casefiles import public as casefiles
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.text import clean_block, clean_line, fold

MIN_REASON = 10


@transaction.atomic
def announce_slip(slip_id: UUID, *, now: datetime) -> None:
    """Put a hand-over before those who keep the archive of its agency, for 60 days. Idempotent."""
    slip, _lines = casefiles.get_slip(SYSTEM, slip_id=slip_id)
    if slip.state is not casefiles.SlipState.SENT or work.list_of_subject(SYSTEM, subject_id=slip.id):
        return
    allowance = calendar.Allowance(Decimal(store_rules.value("take_days")), calendar.AllowanceUnit.CALENDAR_DAY)
    work.open_item(
        kind=TAKE_WORK,
        subject_id=slip.id,
        subject_kind="case_hand_over",
        title=_("Tiếp nhận hồ sơ nộp lưu"),
        code=slip.code,
        unit_id=slip.unit_id,
        role="clerk",
        due_at=calendar.add_working_time(now, allowance, unit_id=slip.unit_id),
        now=now,
    )


@transaction.atomic
def take_slip(actor: Actor, *, slip_id: UUID, returned: Mapping[UUID, str], now: datetime) -> int:
    """Take every file of a hand-over but those returned, each with its reason; return how many were taken.

    A package is made of each soon after. Raises PackageMissing, Forbidden, ReasonNeeded, casefiles.FileMoved.
    """
    slip, lines = casefiles.get_slip(SYSTEM, slip_id=slip_id)
    _require(actor, slip.unit_id)
    waiting = {one.file.id: one.file for one in lines if one.state is casefiles.LineState.SENT}
    back = {key: clean_block(why)[:500] for key, why in returned.items() if key in waiting}
    if any(len(why) < MIN_REASON for why in back.values()):
        raise ReasonNeeded
    taken = [info for key, info in waiting.items() if key not in back]
    casefiles.settle(actor, slip_id=slip_id, accepted=[one.id for one in taken], returned=back, now=now)
    for info in taken:
        ArchivePackage.objects.get_or_create(
            casefile_id=info.id, defaults={**_of_file(info), "received_by": actor.name, "received_at": now}
        )
    work.close_items(subject_id=slip_id, actor=actor, now=now)
    _note(actor, "taken", "case_hand_over", slip_id, slip.unit_id, taken=len(taken), returned=len(back))
    return len(taken)


def _of_file(info: casefiles.FileInfo) -> dict[str, object]:
    return {
        "kind": Kind.AIP_HOSO.value,
        "code": info.code,
        "title": info.title,
        "maintenance": info.maintenance,
        "mode": info.mode,
        "unit_id": info.unit_id,
        "unit_name": info.unit_name,
        "search_words": fold(f"{info.code} {info.title} {info.keyword} {info.keeper_name}")[:4000],
    }


def receive_package(actor: Actor, *, stream: IO[bytes] | None, name: str, now: datetime) -> ReceiptInfo:
    """Verify a package from outside and keep what was found; a sound one waits to be taken.

    The reading happens outside a transaction. Raises NoPackage, AlreadyKept, Forbidden, PackageMissing.
    """
    unit = access.agency_of(actor, RECEIVE)
    if stream is None:
        raise NoPackage
    with tempfile.TemporaryDirectory(dir=stores.folder_of(stores.FIRST)) as folder:
        path = Path(folder) / "den.zip"
        _save(stream, path)
        found = read(path)
        is_taken = ArchiveReceipt.objects.filter(sha256=found.sha256, unit_id=unit.id, state__in=["sound", "taken"])
        if is_taken.exists():
            raise AlreadyKept
        findings = [[one.rule, one.sentence, one.path, one.severity.value] for one in found.findings]
        is_sound = found.is_sound and found.kind is not Kind.DIP
        if found.kind is Kind.DIP:
            findings.append(
                ["kind.dip", _("Gói DIP là bản cho người sử dụng, không nộp vào kho."), "METS.xml", "error"]
            )
        if is_sound:
            stores.put(path, found.sha256)
        size = path.stat().st_size
    with transaction.atomic():
        row = ArchiveReceipt.objects.create(
            unit_id=unit.id,
            name=clean_line(name)[:255] or "goi.zip",
            objid=found.objid[:200],
            kind=found.kind.value if found.kind else "",
            code=(found.fields.get("fileCode") or found.fields.get("arcFileCode") or "")[:100],
            title=clean_line(found.fields.get("title", ""))[:1000],
            state=(ReceiptState.SOUND if is_sound else ReceiptState.REFUSED).value,
            documents=len(found.items),
            size=size,
            sha256=found.sha256,
            findings=findings,
            received_by=actor.name,
            received_at=now,
        )
        _note(actor, "received", "archive_receipt", row.id, unit.id, sound=is_sound, rules=[one[0] for one in findings])
    return row.to_info()


@transaction.atomic
def take_receipt(actor: Actor, *, receipt_id: UUID, now: datetime) -> PackageInfo:
    """Take a sound package from outside into the archive: a preserved package is made of it soon. ReceiptMoved."""
    row = access.access_receipt(actor, receipt_id=receipt_id, ability=RECEIVE, lock=True)
    if row.state != ReceiptState.SOUND:
        raise ReceiptMoved
    row.state = ReceiptState.TAKEN.value
    row.save(update_fields=["state"])
    is_file = row.kind in (Kind.SIP_HOSO.value, Kind.AIP_HOSO.value)
    package = ArchivePackage.objects.create(
        kind=(Kind.AIP_HOSO if is_file else Kind.AIP_TAILIEU).value,
        code=row.code,
        title=row.title,
        unit_id=row.unit_id,
        unit_name=organisations.get_unit(row.unit_id).name,
        receipt=row,
        received_by=actor.name,
        received_at=now,
        search_words=fold(f"{row.code} {row.title} {row.objid}")[:4000],
    )
    _note(actor, "receipt_taken", "archive_receipt", row.id, row.unit_id, package=str(package.id))
    return package.to_info()


@transaction.atomic
def try_again(actor: Actor, *, package_id: UUID, now: datetime) -> PackageInfo:
    """Have a package made that could not be. Raises PackageMissing, Forbidden, ReceiptMoved."""
    row = access.access_package(actor, package_id=package_id)
    _require(actor, row.unit_id)
    if row.state != PackageState.FAILED:
        raise ReceiptMoved
    row.state, row.tries, row.retry_at = PackageState.WAITING.value, 0, now
    row.save(update_fields=["state", "tries", "retry_at"])
    _note(actor, "tried_again", "archive_package", row.id, row.unit_id)
    return row.to_info()


def _require(actor: Actor, unit_id: UUID) -> None:
    if not access.may(actor, "archive.see", unit_id):
        raise PackageMissing
    if not access.may(actor, RECEIVE, unit_id):
        raise Forbidden


def _save(stream: IO[bytes], path: Path) -> None:
    written, most = 0, limit_of("bytes")
    with path.open("wb") as out:
        while block := stream.read(1024 * 1024):
            written += len(block)
            if written > most:
                raise NoPackage
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if not written:
        raise NoPackage


def _note(actor: Actor, verb: str, kind: str, subject_id: UUID, unit_id: UUID, **detail: object) -> None:
    audit.record(
        actor, verb=f"archive.{verb}", subject_kind=kind, subject_id=subject_id, unit_id=unit_id, detail=detail
    )
