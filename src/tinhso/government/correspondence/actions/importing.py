"""Packets that come as files: checked, kept whole, and put before the clerk like any other delivery."""

import hashlib
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.public import Business, StatusCode
from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.correspondence import access, naming, packets
from tinhso.government.correspondence.actions import delivering, recalling, statuses
from tinhso.government.correspondence.data import DeliveryInfo, DeliveryState
from tinhso.government.correspondence.errors import BadImport
from tinhso.government.correspondence.models import Delivery, Packet
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import FileRole, NewFile
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError

ASKED_LATER = "hỏi khi vào sổ"
NAME_IN_ARCHIVE = "goi-tin.edxml"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 17))"


def import_packet(
    actor: Actor, *, unit_id: UUID, stream: BinaryIO, now: datetime, limits: edxml.Limits = edxml.LIMITS
) -> DeliveryInfo:
    """Take in an edXML file from outside for an agency (nhập gói tin): it arrives (01), the clerk registers or refuses.

    The same file twice is the same delivery. A call back, an update or a replacement asks for the document it concerns.
    Raises DeliveryMissing for another agency, PacketRefused for a hostile or damaged packet, SecretRefused, BadImport
    for one that is not for this agency, that we sent ourselves, that concerns nothing we have, or whose files are of a
    kind not kept.
    """
    access.unit_required(actor, unit_id)
    with tempfile.NamedTemporaryFile(suffix=".edxml") as spooled:
        sha256, size = _spool(stream, spooled.file, limit=limits.packet)
        read = edxml.read(cast("BinaryIO", spooled.file), limits=limits)
        _refuse_strays(read, unit_id)
        documents.refuse_secret(read.subject, code=read.code, reason=ASKED_LATER)  # before a byte of it is kept
        with transaction.atomic():
            key = f"import/{unit_id}/{sha256}"
            with connection.cursor() as cursor:
                cursor.execute(_LOCK, [key])
            known = Delivery.objects.filter(packet__key=key).first()
            if known is not None:
                return known.to_info()
            row = _written(actor, read, unit_id, key=key, hashed=(sha256, size), source=Path(spooled.name), now=now)
            _received(actor, row, read, now=now)
            audit.record(
                actor,
                verb="correspondence.imported",
                subject_kind="delivery",
                subject_id=row.id,
                unit_id=unit_id,
                detail={"sender": read.sender.code, "sha256": sha256, "business": int(read.act.business)},
            )
            return row.to_info()


def _spool(stream: BinaryIO, out: IO[bytes], *, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while data := stream.read(1024 * 1024):
        size += len(data)
        if size > limit:
            raise edxml.PacketRefused(edxml.Rule.TOO_LARGE)
        digest.update(data)
        out.write(data)
    out.flush()
    return digest.hexdigest(), size


def _refuse_strays(read: edxml.Packet, unit_id: UUID) -> None:
    ours = naming.codes_of([unit_id])
    if not any(one.code in ours for one in read.receivers):
        name = naming.agency_name(organisations.get_unit(unit_id))
        raise BadImport(
            _("Gói tin này không gửi cho %(unit)s. Kiểm tra lại tệp hoặc đơn vị đang làm việc.") % {"unit": name}
        )
    if read.sender.code in ours:
        raise BadImport(_("Gói tin này do chính cơ quan mình gửi đi. Chọn tệp nhận từ cơ quan khác."))


def _written(
    actor: Actor, read: edxml.Packet, unit_id: UUID, *, key: str, hashed: tuple[str, int], source: Path, now: datetime
) -> Delivery:
    found = read.signature
    unit = organisations.get_unit(unit_id)
    restricted = packets.is_restricted(read)
    packet = Packet.objects.create(
        key=key,
        business=read.act.business.value,
        sender_code=read.sender.code,
        sender_name=read.sender.name,
        wire_id=read.document_id,
        code=read.code,
        kind=read.kind,
        subject="" if restricted else read.subject,
        restricted=restricted,
        issued_on=read.promulgated_on,
        reason=read.act.reason[:500],
        archive_file_id=_archived(actor, source, read, now=now),
        sha256=hashed[0],
        size=hashed[1],
        signer=naming.subject_of(found.certificate) if found else "",
        certificate=found.certificate if found else "",
        algorithm=found.algorithm if found else "",
        is_weak=found.is_weak if found else False,
        created_at=now,
        sealed_at=now,
    )
    return Delivery.objects.create(
        packet=packet,
        receiver_unit_id=unit_id,
        receiver_code=unit.code,
        receiver_name=naming.agency_name(unit),
        state=DeliveryState.DELIVERED,
        arrived_at=now,
        changed_at=now,
    )


def _archived(actor: Actor, source: Path, read: edxml.Packet, *, now: datetime) -> UUID:
    """Keep the packet byte for byte, packed: its seal can be verified again at any time."""
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "goi-tin.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(source, NAME_IN_ARCHIVE)
        name = f"{read.code.replace('/', '-')}-{read.sender.code}.edxml.zip"
        return files.save_archive(packed, name=name, actor=actor, now=now).id


def _received(actor: Actor, row: Delivery, read: edxml.Packet, *, now: datetime) -> None:
    business = read.act.business
    earlier = _concerned(row, read)
    if business is Business.RECALL:
        if not earlier:
            raise BadImport(_("Gói tin thu hồi một văn bản chưa nhận tại cơ quan này. Kiểm tra lại với nơi gửi."))
    elif read.attachments:
        delivering.arrive(row, read, _kept(actor, read, now=now), now=now)
    elif business is Business.NEW:
        raise BadImport(_("Gói tin không có tệp văn bản kèm theo. Đề nghị nơi gửi gửi lại kèm tệp."))
    if business is Business.RECALL or (business is not Business.NEW and read.attachments):
        for one in earlier:
            recalling.ask(one, reason=row.packet.reason, by=row.packet.sender_name, now=now)


def _concerned(row: Delivery, read: edxml.Packet) -> list[Delivery]:
    wires = [one.document_id for one in read.act.replaces] or [read.act.document_id]
    return list(
        Delivery.objects.select_for_update(of=("self",))
        .select_related("packet")
        .filter(
            packet__wire_id__in=[one for one in wires if one],
            packet__sender_code__in=edxml.known_as(row.packet.sender_code),
            receiver_unit_id=row.receiver_unit_id,
            document_id__isnull=False,
        )
        .exclude(pk=row.pk)
        .order_by("id")
    )


def _kept(actor: Actor, read: edxml.Packet, *, now: datetime) -> tuple[NewFile, ...]:
    kept = []
    for place, one in enumerate(read.attachments):
        try:
            with closing(one.open()) as content:
                info = files.save(actor, stream=content, name=one.name, now=now)
        except DomainError as refused:
            words = _("Tệp kèm theo «%(name)s»: %(why)s") % {"name": one.name, "why": _(refused.sentence)}
            raise BadImport(words) from refused
        kept.append(NewFile(info.id, FileRole.APPENDIX if place else FileRole.MAIN))
    return tuple(kept)


def import_status(actor: Actor, *, unit_id: UUID, stream: BinaryIO, now: datetime) -> DeliveryInfo:
    """Take in a status message from outside about a document an agency sent, or a call back of one it received.

    Raises DeliveryMissing, PacketRefused, BadImport when it is about nothing we know, IllegalStatus.
    """
    access.unit_required(actor, unit_id)
    status = edxml.read_status(stream)
    with transaction.atomic():
        row = _called_back(status, unit_id) if status.code is StatusCode.RECALL_ASKED else _told_of(status, unit_id)
        if row is None:
            raise BadImport(_("Trạng thái này nói về một văn bản không có trong hệ thống. Kiểm tra lại với nơi gửi."))
        if status.code is StatusCode.RECALL_ASKED:
            recalling.ask(row, reason=status.description, by=status.sender.name, now=now)
        else:
            row.state = DeliveryState.HANDED_OUT
            said_by = status.staff.name or status.sender.name
            statuses.say(actor, row, status.code, text=status.description, unit_name=said_by, now=now)
        audit.record(
            actor,
            verb="correspondence.status_imported",
            subject_kind="delivery",
            subject_id=row.id,
            unit_id=unit_id,
            detail={"status": status.code.value, "sender": status.sender.code},
        )
        return row.to_info()


def _told_of(status: edxml.Status, unit_id: UUID) -> Delivery | None:
    """Return our delivery to an agency outside that a status is about."""
    wire = status.about.document_id or edxml.document_id(
        status.about.organ, status.about.promulgated_on, status.about.code
    )
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("packet")
    return rows.filter(
        packet__unit_id=unit_id,
        packet__wire_id=wire,
        packet__business__in=[Business.NEW, Business.REPLACE],
        receiver_unit_id=None,
        receiver_code__in=edxml.known_as(status.sender.code),
    ).first()


def _called_back(status: edxml.Status, unit_id: UUID) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("packet")
    return rows.filter(
        packet__wire_id=status.about.document_id,
        packet__sender_code__in=edxml.known_as(status.sender.code),
        receiver_unit_id=unit_id,
        document_id__isnull=False,
    ).first()
