"""From a packet to bytes: the elements of QCVN 102:2016/BTTTT in their order, already in canonical form.

What is written is exactly its own Exclusive Canonical XML after the declaration, so that what is signed is what is
sent, and a file of any size goes through a megabyte at a time.
"""

import base64
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, Final

from tinhso.foundation.edxml.canonical import escape
from tinhso.foundation.edxml.data import (
    DSIG,
    NAMESPACE,
    Act,
    Agency,
    Attachment,
    Business,
    Changes,
    DocumentRef,
    Other,
    Packet,
    Staff,
    Status,
)
from tinhso.foundation.edxml.signatures import Seal, sign
from tinhso.kernel.clock import to_local
from tinhso.kernel.text import nfc

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
PIECE: Final = 3 * 256 * 1024
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPEN: Final = (
    f'<edXML xmlns="{NAMESPACE}"><edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}">'
    "<edXML:edXMLHeader><edXML:MessageHeader>"
)


class Style(StrEnum):
    """In which namespace the signature stands: that of the W3C, or the packet's own as the axis' samples have it.

    Only the first is understood by the tools of the world; the other is for partners whose software knows the samples.
    """

    W3C = DSIG
    SAMPLES = NAMESPACE


def write(packet: Packet, *, seal: Seal | None = None, style: Style = Style.W3C) -> bytes:
    """Return a packet as bytes, sealed when a seal is given. For big attachments use `write_to`."""
    out = io.BytesIO()
    write_to(packet, out, seal=seal, style=style)
    return out.getvalue()


def write_to(packet: Packet, out: BinaryIO, *, seal: Seal | None = None, style: Style = Style.W3C) -> None:
    """Write a packet to `out`, never more than a megabyte of it in memory. Attachments are read twice when sealed."""
    out.writelines(assemble(envelope_of(packet, seal=seal, style=style), packet.attachments))


def envelope_of(packet: Packet, *, seal: Seal | None = None, style: Style = Style.W3C) -> bytes:
    """Return everything of a packet but its files, sealed over both when a seal is given.

    With the files, whoever keeps them, `assemble` gives the very same packet again, byte for byte.
    """
    head = _OPEN + _header(packet) + "</edXML:MessageHeader>" + _traces(packet)
    middle = (
        "</edXML:edXMLHeader><edXML:edXMLBody>" + _manifest(packet.attachments) + "</edXML:edXMLBody>"
        "</edXML:edXMLEnvelope>"
    )
    return _sealed(head, middle, packet.attachments, seal, style)


def assemble(envelope: bytes, attachments: Iterable[Attachment] | None) -> Iterator[bytes]:
    """Yield the bytes of a packet in pieces of at most a megabyte."""
    yield envelope
    if attachments is not None:
        yield b"<AttachmentEncoded>"
        for one in attachments:
            yield from _encoded(one)
        yield b"</AttachmentEncoded>"
    yield b"</edXML>"


def write_status(status: Status, *, seal: Seal | None = None, style: Style = Style.W3C) -> bytes:
    """Return a status message as bytes: the same envelope, its header alone."""
    words = (
        _agency("From", status.sender)
        + _reference(status.about)
        + _staff(status.staff, ("Department", "Staff", "Mobile", "Email"))
        + _leaf("StatusCode", status.code.value)
        + _leaf("Description", status.description)
        + _leaf("Timestamp", _moment(status.at))
    )
    head = f"{_OPEN}{words}</edXML:MessageHeader>"
    return b"".join(assemble(_sealed(head, "</edXML:edXMLHeader></edXML:edXMLEnvelope>", None, seal, style), None))


def _sealed(
    head: str, middle: str, attachments: tuple[Attachment, ...] | None, seal: Seal | None, style: Style
) -> bytes:
    signature = ""
    if seal is not None:
        digest = hashlib.sha256()
        for piece in assemble((head + middle).encode(), attachments):
            digest.update(piece)
        signature = sign(digest.digest(), seal, namespace=style.value, outer={"edXML": NAMESPACE})
    return DECLARATION + (head + signature + middle).encode()


def _encoded(one: Attachment) -> Iterator[bytes]:
    words = (
        f"<Attachment><ContentId>{_text(one.content_id)}</ContentId>"
        f"<AttachmentName>{_text(one.name)}</AttachmentName><Description>{_text(one.description)}</Description>"
        f'<ContentType>{_text(one.media_type)}</ContentType><edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">'
    )
    yield words.encode()
    with closing(one.open()) as stream:
        while data := stream.read(PIECE):
            yield base64.b64encode(data)
    yield b"</edXML:ContentTransferEncoded></Attachment>"


def _text(value: str) -> str:
    """Return text as it stands in the packet: composed, without what XML cannot hold, line ends plain."""
    return escape(_NOT_XML.sub("", nfc(value)).replace("\r\n", "\n").replace("\r", "\n"))


def _leaf(name: str, value: str) -> str:
    return f"<edXML:{name}>{_text(value)}</edXML:{name}>"


def _wrap(name: str, parts: Iterable[str]) -> str:
    return f"<edXML:{name}>{''.join(parts)}</edXML:{name}>"


def _day(value: date) -> str:
    return f"{value:%Y/%m/%d}"


def _moment(value: datetime) -> str:
    return f"{to_local(value):%Y/%m/%d %H:%M:%S}"


def _agency(name: str, one: Agency) -> str:
    values = {
        "OrganId": one.code,
        "OrganizationInCharge": one.in_charge,
        "OrganName": one.name,
        "OrganAdd": one.address,
        "Email": one.email,
        "Telephone": one.phone,
        "Fax": one.fax,
        "Website": one.website,
    }
    return _wrap(name, (_leaf(key, value) for key, value in values.items()))


def _reference(one: DocumentRef) -> str:
    values = {
        "OrganId": one.organ,
        "Code": one.code,
        "PromulgationDate": _day(one.promulgated_on),
        "DocumentId": one.document_id,
    }
    return _wrap("ResponseFor", (_leaf(key, value) for key, value in values.items()))


def _staff(one: Staff, order: tuple[str, ...] = ("Department", "Staff", "Email", "Mobile")) -> str:
    values = {"Department": one.department, "Staff": one.name, "Email": one.email, "Mobile": one.phone}
    return _wrap("StaffInfo", (_leaf(key, values[key]) for key in order))


def _header(packet: Packet) -> str:
    signer = packet.signer
    kind = {"Type": str(packet.kind_type), "TypeDetail": str(packet.kind_detail), "TypeName": packet.kind}
    signed = {"Competence": signer.competence, "Position": signer.position, "FullName": signer.name}
    return "".join(
        [
            _agency("From", packet.sender),
            *(_agency("To", one) for one in packet.receivers),
            _leaf("DocumentId", packet.document_id),
            _wrap("Code", [_leaf("CodeNumber", packet.number), _leaf("CodeNotation", packet.notation)]),
            _wrap(
                "PromulgationInfo",
                [_leaf("Place", packet.place), _leaf("PromulgationDate", _day(packet.promulgated_on))],
            ),
            _wrap("DocumentType", (_leaf(key, value) for key, value in kind.items())),
            _leaf("Subject", packet.subject),
            _leaf("Content", packet.content),
            _wrap("SignerInfo", (_leaf(key, value) for key, value in signed.items())),
            *(_reference(one) for one in packet.answers),
            _leaf("DueDate", _day(packet.due_on)) if packet.due_on else "",
            _other(packet.other),
            _leaf("SteeringType", str(packet.steering.value)),
            _wrap("ToPlaces", (_leaf("Place", one) for one in packet.to_places)) if packet.to_places else "",
        ]
    )


def _other(other: Other) -> str:
    values = {
        "Priority": str(other.priority.value),
        "SphereOfPromulgation": other.sphere,
        "TyperNotation": other.typist,
        "PromulgationAmount": str(other.copies),
        "PageAmount": str(other.pages),
        "Direction": "true" if other.is_direction else "false",
    }
    listed = _wrap("Appendixes", (_leaf("Appendix", one) for one in other.appendixes)) if other.appendixes else ""
    return _wrap("OtherInfo", [*(_leaf(key, value) for key, value in values.items()), listed])


def _traces(packet: Packet) -> str:
    hops = [
        _wrap("TraceHeader", [_leaf("OrganId", one.organ), _leaf("Timestamp", _moment(one.at))])
        for one in packet.traces
    ]
    return _wrap("TraceHeaderList", [*hops, _act(packet.act)])


def _act(act: Act) -> str:
    parts = [_leaf("DocumentId", act.document_id)] if act.document_id else []
    parts += [
        _leaf("BussinessDocType", str(act.business.value)),
        _leaf("BussinessDocReason", act.reason),
        _leaf("Paper", "1" if act.paper_follows else "0"),
    ]
    if act.business is Business.UPDATE and act.changes is not None:
        parts.append(_changes(act.changes))
    if act.business is Business.REPLACE:
        parts.append(
            _wrap(
                "ReplacementInfoList",
                (
                    _wrap(
                        "ReplacementInfo",
                        [
                            _leaf("DocumentId", one.document_id),
                            _wrap("OrganIdList", (_leaf("OrganId", code) for code in one.organs)),
                        ],
                    )
                    for one in act.replaces
                ),
            )
        )
    return _wrap("Bussiness", [*parts, _staff(act.staff)])


def _changes(changes: Changes) -> str:
    receivers = (
        _wrap("Receiver", [_leaf("OrganId", code), _leaf("ReceiverType", str(kind))])
        for code, kind in changes.receivers
    )
    return _wrap(
        "BussinessDocumentInfo",
        [
            _leaf("DocumentInfo", "1" if changes.document else "0"),
            _leaf("DocumentReceiver", "1" if changes.receiver else "0"),
            _wrap("ReceiverList", receivers),
        ],
    )


def _manifest(attachments: Iterable[Attachment]) -> str:
    references = (
        _wrap(
            "Reference",
            [
                _leaf("ContentId", one.content_id),
                _leaf("ContentType", one.media_type),
                _leaf("Description", one.description),
                _leaf("AttachmentName", one.name),
            ],
        )
        for one in attachments
    )
    return f'<edXML:edXMLManifest version="1.0">{"".join(references)}</edXML:edXMLManifest>'
