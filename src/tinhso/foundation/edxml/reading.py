"""From bytes to a packet or a status message: what is said is checked word by word, whoever said it."""

import io
from typing import BinaryIO, Final

from tinhso.foundation.edxml import fields, zips
from tinhso.foundation.edxml.data import (
    LIMITS,
    Act,
    Agency,
    Attachment,
    Business,
    Changes,
    DocumentRef,
    Limits,
    Other,
    Packet,
    Priority,
    Replacement,
    SignatureFacts,
    Signer,
    Staff,
    Status,
    StatusCode,
    Steering,
    Trace,
)
from tinhso.foundation.edxml.errors import PacketRefused, Rule
from tinhso.foundation.edxml.scanning import Node, Scan, scan
from tinhso.foundation.edxml.signatures import verify

MAX_RECEIVERS: Final = 2000
HEADER: Final = ("edXMLEnvelope", "edXMLHeader")


def read(source: BinaryIO | bytes, *, limits: Limits = LIMITS) -> Packet:
    """Return the packet in `source`, its attachments decoded onto disk, its signature checked when it has one.

    Never holds more than a few megabytes. `source` must be seekable. Raises PacketRefused, which names the rule: too
    large, no XML or not UTF-8, a document type or entity, too deep, another namespace, another structure, dates,
    codes and agencies that are none, names with paths, archives that swell, files the manifest does not name, a packet
    changed after it was sealed. Without a signature it is taken unless `limits.needs_signature`.
    """
    found, signature = _scanned(source, limits)
    header = _required(found.root, *HEADER)
    words = _required(header, "MessageHeader")
    if words.find("StatusCode") is not None:
        raise PacketRefused(Rule.STRUCTURE, "StatusCode")
    return _packet(found, header, words, limits, signature)


def read_envelope(envelope: bytes) -> Packet:
    """Return what an envelope of our own says, which was sealed and read whole before; its files are not in it."""
    found = scan(io.BytesIO(envelope + b"</edXML>"), LIMITS)
    header = _required(found.root, *HEADER)
    return _packet(found, header, _required(header, "MessageHeader"), None, None)


def read_status(source: BinaryIO | bytes, *, limits: Limits = LIMITS) -> Status:
    """Return the status message in `source`, checked as `read` checks a packet."""
    found, signature = _scanned(source, limits)
    words = _required(found.root, *HEADER, "MessageHeader")
    about = _required(words, "ResponseFor")
    return Status(
        sender=_agency(_required(words, "From")),
        about=_reference(about),
        code=fields.choice(words.words("StatusCode"), StatusCode, "StatusCode"),
        at=fields.moment(words.words("Timestamp"), "Timestamp"),
        description=fields.block(words.words("Description"), "Description"),
        staff=_staff(words.find("StaffInfo")),
        signature=signature,
    )


def is_status(source: BinaryIO | bytes, *, limits: Limits = LIMITS) -> bool:
    """Tell whether this is a status message rather than a document. Raises PacketRefused for what is neither."""
    stream = _stream(source)
    return _required(scan(stream, limits).root, *HEADER, "MessageHeader").find("StatusCode") is not None


def _stream(source: BinaryIO | bytes) -> BinaryIO:
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    return stream


def _scanned(source: BinaryIO | bytes, limits: Limits) -> tuple[Scan, SignatureFacts | None]:
    stream = _stream(source)
    found = scan(stream, limits)
    signature = verify(found, stream, limits)
    if signature is None and limits.needs_signature:
        raise PacketRefused(Rule.UNSIGNED)
    return found, signature


def _required(node: Node | None, *path: str) -> Node:
    found = node.find(*path) if node else None
    if found is None:
        raise PacketRefused(Rule.MISSING, path[-1])
    return found


def _packet(found: Scan, header: Node, words: Node, limits: Limits | None, signature: SignatureFacts | None) -> Packet:
    receivers = tuple(_agency(one) for one in words.all("To"))
    if not 1 <= len(receivers) <= MAX_RECEIVERS:
        raise PacketRefused(Rule.MISSING, "To")
    number = fields.needed(words.words("Code", "CodeNumber"), "CodeNumber", limit=40)
    promulgated_on = fields.day(_required(words, "PromulgationInfo").words("PromulgationDate"), "PromulgationDate")
    due_on = words.words("DueDate").strip()
    traces = header.find("TraceHeaderList")
    return Packet(
        sender=_agency(_required(words, "From")),
        receivers=receivers,
        document_id=fields.needed(words.words("DocumentId"), "DocumentId"),
        number=number,
        notation=fields.line(words.words("Code", "CodeNotation"), "CodeNotation", limit=60),
        place=fields.line(words.words("PromulgationInfo", "Place"), "Place"),
        promulgated_on=promulgated_on,
        kind=fields.line(words.words("DocumentType", "TypeName"), "TypeName"),
        kind_type=fields.whole(words.words("DocumentType", "Type"), "Type", otherwise=1),
        kind_detail=fields.whole(words.words("DocumentType", "TypeDetail"), "TypeDetail"),
        subject=fields.needed(words.words("Subject"), "Subject", limit=2000),
        content=fields.block(words.words("Content"), "Content"),
        signer=_signer(words.find("SignerInfo")),
        answers=tuple(_reference(one) for one in words.all("ResponseFor")),
        due_on=fields.day(due_on, "DueDate") if due_on else None,
        other=_other(words.find("OtherInfo")),
        steering=fields.numbered(words.words("SteeringType"), Steering, "SteeringType"),
        to_places=_lines(words.find("ToPlaces"), "Place"),
        traces=tuple(_trace(one) for one in traces.all("TraceHeader")) if traces else (),
        act=_act(traces.find("Bussiness") if traces else None),
        attachments=_attachments(found, limits) if limits else (),
        signature=signature,
    )


def _agency(node: Node) -> Agency:
    return Agency(
        code=fields.agency(node.words("OrganId"), "OrganId"),
        name=fields.line(node.words("OrganName"), "OrganName"),
        in_charge=fields.line(node.words("OrganizationInCharge"), "OrganizationInCharge"),
        address=fields.line(node.words("OrganAdd"), "OrganAdd"),
        email=fields.line(node.words("Email"), "Email"),
        phone=fields.line(node.words("Telephone"), "Telephone"),
        fax=fields.line(node.words("Fax"), "Fax"),
        website=fields.line(node.words("Website"), "Website"),
    )


def _signer(node: Node | None) -> Signer:
    if node is None:
        return Signer()
    competence, position = node.words("Competence"), node.words("Position")
    return Signer(
        fields.line(competence, "Competence"),
        fields.line(position, "Position"),
        fields.line(node.words("FullName"), "FullName"),
    )


def _staff(node: Node | None) -> Staff:
    if node is None:
        return Staff()
    names = ("Department", "Staff", "Email", "Mobile")
    return Staff(*(fields.line(node.words(name), name) for name in names))


def _reference(node: Node) -> DocumentRef:
    return DocumentRef(
        organ=fields.agency(node.words("OrganId"), "OrganId"),
        code=fields.needed(node.words("Code"), "Code", limit=100),
        promulgated_on=fields.day(node.words("PromulgationDate"), "PromulgationDate"),
        document_id=fields.line(node.words("DocumentId"), "DocumentId"),
    )


def _other(node: Node | None) -> Other:
    if node is None:
        return Other()
    return Other(
        priority=fields.numbered(node.words("Priority"), Priority, "Priority"),
        sphere=fields.line(node.words("SphereOfPromulgation"), "SphereOfPromulgation"),
        typist=fields.line(node.words("TyperNotation"), "TyperNotation"),
        copies=fields.whole(node.words("PromulgationAmount"), "PromulgationAmount"),
        pages=fields.whole(node.words("PageAmount"), "PageAmount"),
        is_direction=fields.truth(node.words("Direction"), "Direction"),
        appendixes=_lines(node.find("Appendixes"), "Appendix"),
    )


def _lines(node: Node | None, name: str) -> tuple[str, ...]:
    found = node.all(name) if node else []
    return tuple(words for one in found if (words := fields.line(one.text, name)))


def _trace(node: Node) -> Trace:
    return Trace(fields.agency(node.words("OrganId"), "OrganId"), fields.moment(node.words("Timestamp"), "Timestamp"))


def _act(node: Node | None) -> Act:
    if node is None:
        return Act()
    business = fields.numbered(node.words("BussinessDocType"), Business, "BussinessDocType")
    replaces = node.find("ReplacementInfoList")
    act = Act(
        business=business,
        reason=fields.block(node.words("BussinessDocReason"), "BussinessDocReason"),
        paper_follows=fields.truth(node.words("Paper"), "Paper"),
        document_id=fields.line(node.words("DocumentId"), "DocumentId"),
        changes=_changes(node.find("BussinessDocumentInfo")),
        replaces=tuple(_replacement(one) for one in replaces.all("ReplacementInfo")) if replaces else (),
        staff=_staff(node.find("StaffInfo")),
    )
    if business in (Business.RECALL, Business.UPDATE) and not act.document_id:
        raise PacketRefused(Rule.MISSING, "Bussiness/DocumentId")
    if business is Business.REPLACE and not act.replaces:
        raise PacketRefused(Rule.MISSING, "ReplacementInfoList")
    return act


def _changes(node: Node | None) -> Changes | None:
    if node is None:
        return None
    listed = node.find("ReceiverList")
    return Changes(
        document=fields.truth(node.words("DocumentInfo"), "DocumentInfo"),
        receiver=fields.truth(node.words("DocumentReceiver"), "DocumentReceiver"),
        receivers=tuple(
            (
                fields.agency(one.words("OrganId"), "OrganId"),
                int(fields.truth(one.words("ReceiverType"), "ReceiverType")),
            )
            for one in (listed.all("Receiver") if listed else [])
        ),
    )


def _replacement(node: Node) -> Replacement:
    organs = node.find("OrganIdList")
    return Replacement(
        document_id=fields.needed(node.words("DocumentId"), "DocumentId"),
        organs=tuple(fields.agency(one.text, "OrganId") for one in (organs.all("OrganId") if organs else [])),
    )


def _attachments(found: Scan, limits: Limits) -> tuple[Attachment, ...]:
    """Return the files, each once named by the manifest and once there."""
    manifest = found.root.find("edXMLEnvelope", "edXMLBody", "edXMLManifest") if found.root else None
    named = {_content_id(one): one for one in (manifest.all("Reference") if manifest else [])}
    encoded = found.root.find("AttachmentEncoded") if found.root else None
    held = encoded.all("Attachment") if encoded else []
    ids = [_content_id(one) for one in held]
    if len(set(ids)) != len(ids) or set(ids) != set(named):
        raise PacketRefused(Rule.MANIFEST)
    total = 0
    files = []
    for one, key in zip(held, ids, strict=True):
        files.append(_attachment(one, named[key], key, limits))
        total += files[-1].size
        if total > limits.attached:
            raise PacketRefused(Rule.ATTACHMENT_TOO_LARGE)
    return tuple(files)


def _content_id(node: Node) -> str:
    words = node.words("ContentId").strip() or node.attributes.get("href", "").strip()
    return fields.needed(words, "ContentId")


def _attachment(node: Node, named: Node, key: str, limits: Limits) -> Attachment:
    name = zips.check_name(node.words("AttachmentName").strip())
    listed = named.words("AttachmentName").strip()
    if listed and zips.check_name(listed) != name:
        raise PacketRefused(Rule.MANIFEST, name)
    encoded = node.find("ContentTransferEncoded")
    content = encoded.content if encoded else None
    if content is None or not content.size:
        raise PacketRefused(Rule.MANIFEST, name)
    media_type = fields.media_type(named.words("ContentType") or node.words("ContentType"), "ContentType")
    if zips.is_zip(content.open()):
        packed = node.words("ContentType").strip().lower() == "application/zip"
        if packed and not name.lower().endswith(".zip"):
            content = zips.unpack_single(content.open(), name, limits)
        else:
            zips.check(content.open(), name, limits)
    words = fields.line(node.words("Description"), "Description")
    return Attachment(key, name, media_type, content.size, content.sha256, words, content.open)
