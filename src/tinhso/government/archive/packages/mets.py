"""METS of a package: of its root and of its one representation (METS 1.12, E-ARK CSIP 2.0.4, Phụ lục I to V)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from tinhso.government.archive.packages.content import kind_facts, rep_profile, ways
from tinhso.government.archive.packages.data import Order, Profile
from tinhso.government.archive.packages.xml import CSIP, METS, SIP, XLINK, XSI, to_bytes
from tinhso.kernel.clock import to_local

if TYPE_CHECKING:
    from lxml import etree

REP: Final = "representations/rep1"


@dataclass(frozen=True, slots=True)
class Part:
    """One file in the package as METS names it: `path` from the METS file, size in bytes, digest in hexadecimal."""

    path: str
    mime: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Described:
    """A document with its description: its own file, what is attached to it, and whether it is only a link."""

    description: Part
    data: Part
    attachments: tuple[Part, ...] = ()
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class RootParts:
    """What METS.xml at the root points to."""

    description: Part
    rep_mets: Part
    schemas: Sequence[Part]
    premis: Part | None = None
    documentation: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class RepParts:
    """What METS.xml of rep1 points to."""

    documents: Sequence[Described]
    premis: Part | None = None


@dataclass
class _Names:
    """Ids that are the same each time the same package is made: uuid-… everywhere, ID-… on files."""

    root: UUID
    made: dict[str, str] = field(default_factory=dict)

    def of(self, label: str, prefix: str = "uuid-") -> str:
        return prefix + str(uuid5(self.root, label)).upper()

    def file(self, path: str) -> str:
        return self.of(path, "ID-")


def moment(when: datetime) -> str:
    """Return a moment as packages write it: milliseconds and the offset of Vietnam, never Z."""
    return to_local(when).isoformat(timespec="milliseconds")


def objid_of(order: Order) -> str:
    """Return the package's own identifier: «uuid-…» of SIP and DIP, «urn:…» of AIP."""
    pattern: str = kind_facts(order.kind)["objid"]
    return pattern.format(uuid=str(order.uuid).upper(), fonds=order.fonds or "uuid")


def folder_of(objid: str) -> str:
    """Return the folder of a package: its identifier, colons made underscores."""
    return objid.replace(":", "_")


def code_of(order: Order) -> str:
    """Return the code of what is packed: fileCode, arcFileCode or requestID."""
    return next(
        iter([order.fields[one] for one in ("fileCode", "arcFileCode", "requestID") if order.fields.get(one)]), ""
    )


def root_mets(order: Order, profile: Profile, parts: RootParts) -> bytes:
    """Return METS.xml of the package."""
    way, names = ways(profile), _Names(order.uuid)
    root = _mets(order, profile, objid=objid_of(order), mets_profile=kind_facts(order.kind)["profile"], up="")
    header = _header(order, root)
    _agent(header, ("OTHER", "SOFTWARE"), order.software.split(" ", 1)[0], way["root_note"], _root_note(order, profile))
    alt = code_of(order) if way["alt_record"] == "code" else order.submission or code_of(order)
    _sub(header, METS, "altRecordID", {"TYPE": "SUBMISSIONAGREEMENT"}).text = alt
    described = names.of("dmd")
    _metadata(root, "dmdSec", described, parts.description, way["package_mdtype"], way, order)
    preserved = _preserved(root, names, parts.premis, way, order)
    files = _sub(root, METS, "fileSec", {"ID": names.of("fileSec")})
    groups = {"Schemas": parts.schemas, REP.capitalize(): [parts.rep_mets], "Documentation": parts.documentation}
    for use, members in groups.items():
        if members:
            _group(files, names, use, members, order)
    _root_map(root, names, parts, described, preserved)
    return to_bytes(root)


def rep_mets(order: Order, profile: Profile, parts: RepParts) -> bytes:
    """Return METS.xml of the representation: the documents, each joined with its description."""
    way, names = ways(profile), _Names(uuid5(order.uuid, "rep1"))
    objid = "rep1" if way["rep_objid"] == "rep1" else names.of("rep")
    root = _mets(order, profile, objid=objid, mets_profile=rep_profile(), up="../../")
    header = _header(order, root)
    if way["rep_agent"] == "INDIVIDUAL" and not order.kind.is_aip:
        _agent(header, ("INDIVIDUAL", ""), order.creator, "IDENTIFICATIONCODE", order.fonds)
    else:
        _agent(header, ("ORGANIZATION", None), order.agency, "IDENTIFICATIONCODE", order.fonds)
    described: dict[str, str] = {}
    for one in parts.documents:
        described[one.description.path] = names.of(one.description.path)
        _metadata(root, "dmdSec", described[one.description.path], one.description, "DC", way, order)
    preserved = _preserved(root, names, parts.premis, way, order)
    files = _sub(root, METS, "fileSec", {"ID": names.of("fileSec")})
    kept = [part for one in parts.documents if not one.is_link for part in (one.data, *one.attachments)]
    linked = [one.data for one in parts.documents if one.is_link]
    for use, members in {"Data": kept, "Holeyfile": linked}.items():
        if members:
            _group(files, names, use, members, order)
    _rep_map(root, names, order, parts, described, preserved)
    return to_bytes(root)


def _mets(order: Order, profile: Profile, *, objid: str, mets_profile: str, up: str) -> "etree._Element":
    from lxml import etree

    schema = ways(profile)["schemas"]["mets"]
    where = [
        (METS, f"{up}schemas/{schema}"),
        (XLINK, f"{up}schemas/xlink.xsd"),
        (CSIP, f"{up}schemas/DILCISExtensionMETS.xsd"),
        (SIP, f"{up}schemas/DILCISExtensionSIPMETS.xsd"),
    ]
    root = etree.Element(f"{{{METS}}}mets", nsmap={None: METS, "xsi": XSI, "xlink": XLINK, "csip": CSIP, "sip": SIP})
    root.set("OBJID", objid)
    root.set("LABEL", (order.fields.get("title") or code_of(order))[:1000])
    root.set("TYPE", kind_facts(order.kind)["type"])
    root.set("PROFILE", mets_profile)
    root.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
    root.set(f"{{{XSI}}}schemaLocation", " ".join(f"{name} {place}" for name, place in where))
    return root


def _header(order: Order, root: "etree._Element") -> "etree._Element":
    when = moment(order.created_at)
    header = _sub(root, METS, "metsHdr", {"CREATEDATE": when, "LASTMODDATE": when, "RECORDSTATUS": order.status})
    header.set(f"{{{CSIP}}}OAISPACKAGETYPE", kind_facts(order.kind)["oais"])
    return header


def _root_note(order: Order, profile: Profile) -> str:
    return order.fonds if ways(profile)["root_note"] == "IDENTIFICATIONCODE" else order.software.partition(" ")[2]


def _agent(header: "etree._Element", kind: tuple[str, str | None], name: str, note_type: str, note: str) -> None:
    agent = _sub(header, METS, "agent", {"ROLE": "CREATOR", "TYPE": kind[0]})
    if kind[1] is not None:
        agent.set("OTHERTYPE", kind[1])
    _sub(agent, METS, "name", {}).text = name
    said = _sub(agent, METS, "note", {})
    said.set(f"{{{CSIP}}}NOTETYPE", note_type)
    said.text = note


def _metadata(
    parent: "etree._Element", tag: str, key: str, part: Part, mdtype: str, way: Mapping[str, Any], order: Order
) -> None:
    section = _sub(parent, METS, tag, {"ID": key, "CREATED": moment(order.created_at), "STATUS": "CURRENT"})
    reference = _sub(section, METS, "mdRef", {"LOCTYPE": "URL", "MDTYPE": mdtype})
    if mdtype == "OTHER":
        reference.set("OTHERMDTYPE", "EAD")
    reference.set("MDTYPEVERSION", "3.0" if mdtype == "PREMIS" else way["md_version"])
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", part.path)
    _facts(reference, part, order)


def _facts(element: "etree._Element", part: Part, order: Order) -> None:
    element.set("MIMETYPE", part.mime)
    element.set("SIZE", str(part.size))
    element.set("CREATED", moment(order.created_at))
    element.set("CHECKSUM", part.sha256.upper())
    element.set("CHECKSUMTYPE", "SHA-256")


def _preserved(
    root: "etree._Element", names: _Names, premis: Part | None, way: Mapping[str, Any], order: Order
) -> str | None:
    """Write amdSec: pointing to PREMIS, empty where the field has it so, or none; return the id to point at."""
    if premis is None:
        if way["empty_amd"]:
            _sub(root, METS, "amdSec", {"ID": names.of("amdSec")})
        return None
    section = _sub(root, METS, "amdSec", {"ID": names.of("amdSec")})
    _metadata(section, "digiprovMD", names.of("premis"), premis, "PREMIS", way, order)
    return names.of("premis")


def _group(files: "etree._Element", names: _Names, use: str, members: Sequence[Part], order: Order) -> None:
    group = _sub(files, METS, "fileGrp", {"ID": names.of(f"group {use}"), "USE": use})
    for part in members:
        one = _sub(group, METS, "file", {"ID": names.file(part.path)})
        _facts(one, part, order)
        place = _sub(one, METS, "FLocat", {"LOCTYPE": "URL"})
        place.set(f"{{{XLINK}}}type", "simple")
        place.set(f"{{{XLINK}}}href", part.path)


def _root_map(root: "etree._Element", names: _Names, parts: RootParts, described: str, preserved: str | None) -> None:
    top = _map(root, names, str(root.get("OBJID")))
    _div(top, names, "Metadata", dmd=described, adm=preserved)
    _pointers(_div(top, names, "Schemas"), names, parts.schemas)
    if parts.documentation:
        _pointers(_div(top, names, "Documentation"), names, parts.documentation)
    rep = _div(top, names, REP.capitalize())
    pointer = _sub(rep, METS, "mptr", {"LOCTYPE": "URL"})
    pointer.set(f"{{{XLINK}}}type", "simple")
    pointer.set(f"{{{XLINK}}}href", parts.rep_mets.path)
    pointer.set(f"{{{XLINK}}}title", names.of(f"group {REP.capitalize()}"))


def _rep_map(
    root: "etree._Element",
    names: _Names,
    order: Order,
    parts: RepParts,
    described: Mapping[str, str],
    preserved: str | None,
) -> None:
    top = _map(root, names, "rep1")
    top.set("TYPE", "NORMALIZED" if order.kind.is_aip else "ORIGINAL")
    if preserved:
        top.set("ADMID", preserved)
    data = _div(top, names, "Data")
    _pointers(data, names, [one.data for one in parts.documents if not one.is_link])
    links = _div(top, names, "MetadataLink")
    for place, one in enumerate(parts.documents, start=1):
        label = "MetadataLink/Holey" if one.is_link else "MetadataLink/File"
        div = _div(links, names, label, key=f"{label} {place}", dmd=described[one.description.path], adm=preserved)
        _pointers(div, names, [one.data])
        if one.attachments:
            _pointers(_div(div, names, "AttachmentFile", key=f"attached {place}"), names, one.attachments)


def _map(root: "etree._Element", names: _Names, label: str) -> "etree._Element":
    structure = _sub(root, METS, "structMap", {"ID": names.of("structMap"), "TYPE": "PHYSICAL", "LABEL": "CSIP"})
    return _sub(structure, METS, "div", {"ID": names.of("div top"), "LABEL": label})


def _div(
    parent: "etree._Element",
    names: _Names,
    label: str,
    *,
    key: str = "",
    dmd: str | None = None,
    adm: str | None = None,
) -> "etree._Element":
    div = _sub(parent, METS, "div", {"ID": names.of(f"div {key or label}"), "LABEL": label})
    for name, value in (("DMDID", dmd), ("ADMID", adm)):
        if value:
            div.set(name, value)
    return div


def _pointers(div: "etree._Element", names: _Names, parts: Sequence[Part]) -> None:
    for part in parts:
        _sub(div, METS, "fptr", {"FILEID": names.file(part.path)})


def _sub(parent: "etree._Element", space: str, tag: str, attributes: Mapping[str, str]) -> "etree._Element":
    from lxml import etree

    return etree.SubElement(parent, f"{{{space}}}{tag}", dict(attributes))
