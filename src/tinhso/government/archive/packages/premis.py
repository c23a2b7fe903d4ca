"""PREMIS 3.0: what was preserved, what was done to it, by whom (Phụ lục I, mục PREMIS; Library of Congress).

The category of an object is its `xsi:type`, as the schema of PREMIS 3 has it. One event stands for one act.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid5

from tinhso.government.archive.packages.data import Format, Order
from tinhso.government.archive.packages.mets import moment, objid_of
from tinhso.government.archive.packages.xml import PREMIS, XSI, to_bytes

if TYPE_CHECKING:
    from lxml import etree


@dataclass(frozen=True, slots=True)
class Preserved:
    """One file of the representation. `was_digitised`: it was paper."""

    path: str
    name: str
    sha256: str
    size: int
    format: Format
    was_digitised: bool = False


def of_package(order: Order) -> bytes:
    """Return PREMIS.xml of the package: the package, how it came to be, from which other one."""
    root = _root()
    objid = objid_of(order)
    package = _object(root, "intellectualEntity", "package", "UUID", objid)
    _add(package, "originalName", order.fields.get("title", ""))
    event = order.origin.event if order.origin else "information package creation"
    made = _event(root, order, event, "package")
    _outcome(made, order.origin.note if order.origin else "")
    sources = [order.origin.objid, *order.origin.more] if order.origin else []
    _links(made, order, [*(("UUID", one, "source") for one in sources), ("UUID", objid, "outcome")])
    _agents(root, order)
    return to_bytes(root)


def of_representation(order: Order, files: Sequence[Preserved]) -> bytes:
    """Return PREMIS_rep1.xml: every file with its digest, size and format; digitising told as «transfer»."""
    root = _root()
    for place, one in enumerate(files, start=1):
        _file(root, order, place, one)
    made = _event(root, order, "message digest calculation", "digests")
    _outcome(made, "")
    _links(made, order, [("File", one.path, "outcome") for one in files])
    scanned = [one for one in files if one.was_digitised]
    if scanned:
        moved = _event(root, order, "transfer", "transfer")
        _outcome(moved, "")
        _links(moved, order, [("File", one.path, "outcome") for one in scanned])
    _agents(root, order)
    return to_bytes(root)


def _file(root: "etree._Element", order: Order, place: int, one: Preserved) -> None:
    element = _object(root, "file", f"file-{place}", "File", one.path)
    level = _add(element, "preservationLevel")
    _add(level, "preservationLevelType", "Bit preservation")
    _add(level, "preservationLevelValue", "High")
    traits = _add(element, "objectCharacteristics")
    fixity = _add(traits, "fixity")
    _add(fixity, "messageDigestAlgorithm", "SHA-256")
    _add(fixity, "messageDigest", one.sha256.upper())
    _add(traits, "size", str(one.size))
    kind = _add(traits, "format")
    named = _add(kind, "formatDesignation")
    _add(named, "formatName", one.format.name or "unknown")
    if one.format.puid:
        register = _add(kind, "formatRegistry")
        _add(register, "formatRegistryName", "PRONOM")
        _add(register, "formatRegistryKey", one.format.puid)
        _add(register, "formatRegistryRole", "specification")
    _add(element, "originalName", one.name)
    kept = _add(element, "storage")
    place_of = _add(kept, "contentLocation")
    _add(place_of, "contentLocationType", "URI")
    _add(place_of, "contentLocationValue", f"{objid_of(order)}/representations/rep1/{one.path}")
    _add(kept, "storageMedium", "Hard disk")


def _root() -> "etree._Element":
    from lxml import etree

    root = etree.Element(f"{{{PREMIS}}}premis", nsmap={"premis": PREMIS, "xsi": XSI}, version="3.0")
    root.set(f"{{{XSI}}}schemaLocation", f"{PREMIS} http://www.loc.gov/standards/premis/premis.xsd")
    return root


def _object(root: "etree._Element", category: str, key: str, kind: str, value: str) -> "etree._Element":
    element = _add(root, "object", xmlID=key)
    element.set(f"{{{XSI}}}type", f"premis:{category}")
    identifier = _add(element, "objectIdentifier")
    _add(identifier, "objectIdentifierType", kind)
    _add(identifier, "objectIdentifierValue", value)
    return element


def _event(root: "etree._Element", order: Order, kind: str, key: str) -> "etree._Element":
    event = _add(root, "event")
    identifier = _add(event, "eventIdentifier")
    _add(identifier, "eventIdentifierType", "UUID")
    _add(identifier, "eventIdentifierValue", str(uuid5(order.uuid, f"event {key}")))
    _add(event, "eventType", kind)
    _add(event, "eventDateTime", moment(order.created_at))
    return event


def _outcome(event: "etree._Element", note: str) -> None:
    outcome = _add(event, "eventOutcomeInformation")
    _add(outcome, "eventOutcome", "00")
    if note:
        _add(_add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", note)


def _links(event: "etree._Element", order: Order, objects: Sequence[tuple[str, str, str]]) -> None:
    for kind, value, role in (
        ("software", order.software, "executing program"),
        ("local", order.creator, "implementer"),
    ):
        agent = _add(event, "linkingAgentIdentifier")
        _add(agent, "linkingAgentIdentifierType", kind)
        _add(agent, "linkingAgentIdentifierValue", value)
        _add(agent, "linkingAgentRole", role)
    for kind, value, role in objects:
        linked = _add(event, "linkingObjectIdentifier")
        _add(linked, "linkingObjectIdentifierType", kind)
        _add(linked, "linkingObjectIdentifierValue", value)
        _add(linked, "linkingObjectRole", role)


def _agents(root: "etree._Element", order: Order) -> None:
    for kind, value, name, what in (
        ("software", order.software, order.software, "software"),
        ("local", order.creator, f"{order.creator}, {order.agency}", "person"),
    ):
        agent = _add(root, "agent")
        identifier = _add(agent, "agentIdentifier")
        _add(identifier, "agentIdentifierType", kind)
        _add(identifier, "agentIdentifierValue", value)
        _add(agent, "agentName", name)
        _add(agent, "agentType", what)


def _add(parent: "etree._Element", tag: str, text: str | None = None, **attributes: str) -> "etree._Element":
    from lxml import etree

    element = etree.SubElement(parent, f"{{{PREMIS}}}{tag}", dict(attributes))
    element.text = text
    return element


def fixity_in(root: "etree._Element") -> Mapping[str, str]:
    """Return the digest PREMIS gives each file, by the path it names the file with, in lower case."""
    space = {"p": PREMIS}
    found: dict[str, str] = {}
    for element in root.iterfind(".//p:object", space):
        value = element.findtext("p:objectIdentifier/p:objectIdentifierValue", "", space)
        digest = element.findtext("p:objectCharacteristics/p:fixity/p:messageDigest", "", space)
        if value and digest:
            found[value] = digest.strip().lower()
    return found
