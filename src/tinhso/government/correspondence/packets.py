"""Between a document in a register and a packet on the wire, both ways."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.correspondence import naming
from tinhso.government.correspondence.models import Delivery, Packet
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import Arrival, DocumentInfo, FileRole, NewFile, Signer, Urgency, Way
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.text import fold

RESTRICTED: Final = "Hạn chế"
OTHER_KIND: Final = "cong_van"
MAX_SUBJECT: Final = 500
MAX_NAME: Final = 200
"""Letters a register has room for (Phụ lục VI); on the wire there is room for more. The packet itself is kept whole."""


def split_code(code: str) -> tuple[str, str]:
    """Return number and symbol: «15/QĐ-UBND» is «15» and «QĐ-UBND»."""
    number, _slash, notation = code.partition("/")
    return number.strip(), notation.strip()


def attachments_of(info: DocumentInfo) -> list[dict[str, object]]:
    """Return what is kept of each file of a document in its packet, in order."""
    kept = {one.id: one for one in files.list_infos([line.file_id for line in info.files])}
    return [
        {
            "content_id": f"cid:{place}-{line.sha256[:24]}",
            "file_id": str(line.file_id),
            "name": _safe_name(line.name),
            "media_type": str(kept[line.file_id].media_type),
            "size": kept[line.file_id].size,
            "sha256": line.sha256,
            "description": "" if line.role is FileRole.MAIN else "Phụ lục, tài liệu kèm theo",
        }
        for place, line in enumerate(info.files, start=1)
    ]


def _safe_name(name: str) -> str:
    """Return a name every receiver takes: without what means something in a path."""
    return "".join("-" if one in '/\\:*?"<>|' else one for one in name).strip(". ")[:200] or "van-ban.pdf"


def held(packet: Packet) -> tuple[edxml.Attachment, ...]:
    """Return the files of a packet of ours as attachments that are read where they are kept."""
    return tuple(
        edxml.Attachment(
            one["content_id"],
            one["name"],
            one["media_type"],
            one["size"],
            one["sha256"],
            one["description"],
            partial(files.open_file, UUID(one["file_id"])),
        )
        for one in packet.attachments
    )


def build(packet: Packet, info: DocumentInfo, receivers: Sequence[Delivery]) -> edxml.Packet:
    """Return a document of ours as a packet to these receivers."""
    unit = organisations.get_unit(info.unit_id)
    number, notation = split_code(info.code)
    business = edxml.Business(packet.business)
    return edxml.Packet(
        sender=naming.as_party(unit),
        receivers=tuple(_party(one) for one in receivers),
        document_id=packet.wire_id,
        number=number,
        notation=notation,
        place=_place(),
        promulgated_on=info.issued_on,
        kind=info.kind_title,
        subject=info.subject,
        signer=edxml.Signer(info.signer.competence, info.signer.position, info.signer.name),
        answers=_answered(info),
        due_on=info.due_on,
        other=edxml.Other(
            priority=edxml.Priority(int(info.urgency)),
            sphere=RESTRICTED if info.restricted else "",
            copies=info.copies,
            pages=info.pages,
        ),
        traces=(edxml.Trace(unit.code, packet.created_at),),
        act=_act(packet, business, receivers),
        attachments=() if business is edxml.Business.RECALL else held(packet),
    )


def _party(one: Delivery) -> edxml.Agency:
    if one.receiver_unit_id is not None:
        return naming.as_party(organisations.get_unit(one.receiver_unit_id))
    return edxml.Agency(one.receiver_code, one.receiver_name)


def _place() -> str:
    """Return the territory without its kind: «Tỉnh Vĩnh Long» is «Vĩnh Long»."""
    name = organisations.root().name
    return name.partition(" ")[2] or name


def _act(packet: Packet, business: edxml.Business, receivers: Sequence[Delivery]) -> edxml.Act:
    before = packet.concerns
    if business is edxml.Business.REPLACE and before is not None:
        organs = tuple(one.receiver_code for one in receivers if one.receiver_code)
        return edxml.Act(business, packet.reason, replaces=(edxml.Replacement(before.wire_id, organs),))
    return edxml.Act(business, packet.reason, document_id=before.wire_id if before else "")


def _answered(info: DocumentInfo) -> tuple[edxml.DocumentRef, ...]:
    if info.answers_id is None:
        return ()
    asked = documents.get_document(SYSTEM, document_id=info.answers_id)
    came = Delivery.objects.select_related("packet").filter(document_id=asked.id).first()
    organ = came.packet.sender_code if came else asked.issuer_code
    if not edxml.is_code(organ):
        return ()
    wire = came.packet.wire_id if came else ""
    return (edxml.DocumentRef(organ, asked.code, asked.issued_on, wire),)


def kind_key(title: str) -> str:
    """Return our kind of document for a name on the wire; a letter for one we do not know."""
    wanted = fold(title)
    found = (one.key for one in documents.kinds() if fold(one.title) == wanted)
    return next(found, OTHER_KIND)


def arrival_of(read: edxml.Packet, delivery: Delivery, kept: Sequence[NewFile], *, restricted: bool = False) -> Arrival:
    """Return what a packet says as an arrival at one receiver."""
    if delivery.receiver_unit_id is None:
        raise ValueError("an arrival has a receiver")
    issuer = naming.find_agency(read.sender.code)
    return Arrival(
        unit_id=delivery.receiver_unit_id,
        way=Way.EXCHANGE,
        code=read.code,
        kind=kind_key(read.kind),
        subject=shortened(read.subject, MAX_SUBJECT),
        issued_on=read.promulgated_on,
        issuer_name=shortened(read.sender.name, MAX_NAME) or read.sender.code,
        files=tuple(kept),
        issuer_code=read.sender.code,
        issuer_unit_id=issuer.id if issuer else None,
        signer=Signer(read.signer.name[:50], read.signer.position[:100], read.signer.competence[:10]),
        urgency=Urgency(int(read.other.priority)),
        restricted=restricted or is_restricted(read),
        due_on=read.due_on,
        pages=min(read.other.pages, 999),
        description=_remark(read),
        delivery_id=delivery.id,
        answers_ref=_our_document(read, delivery),
    )


def shortened(text: str, most: int) -> str:
    """Return a text that fits into a register; one that was cut says so by its last letter."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def is_restricted(read: edxml.Packet) -> bool:
    """Tell whether a packet says that few may see it (phạm vi lưu hành)."""
    return fold(read.other.sphere) == fold(RESTRICTED)


def _remark(read: edxml.Packet) -> str:
    words = {
        edxml.Business.UPDATE: f"Cập nhật cho {read.act.document_id}",
        edxml.Business.REPLACE: "Thay thế " + ", ".join(one.document_id for one in read.act.replaces),
    }
    return words.get(read.act.business, "")[:500]


def _our_document(read: edxml.Packet, delivery: Delivery) -> UUID | None:
    wires = [one.document_id for one in read.answers if one.document_id]
    asked = Packet.objects.filter(wire_id__in=wires, unit_id=delivery.receiver_unit_id, document_id__isnull=False)
    return asked.values_list("document_id", flat=True).first()
