"""XML as packages have it: simple descriptions, their schemas, and parsing what strangers sent."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from tinhso.government.archive.packages.content import Field, codes_of, folder

if TYPE_CHECKING:
    from lxml import etree

METS: Final = "http://www.loc.gov/METS/"
XLINK: Final = "http://www.w3.org/1999/xlink"
CSIP: Final = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP: Final = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
PREMIS: Final = "http://www.loc.gov/premis/v3"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XS: Final = "http://www.w3.org/2001/XMLSchema"
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class HostileXml(ValueError):
    """It declares a document type or entities, which no package needs."""


class BrokenXml(ValueError):
    """It is not well-formed."""


def parse(data: bytes) -> "etree._Element":
    """Return the root of an XML document from outside. Raises HostileXml, BrokenXml. Nothing is fetched or expanded."""
    from lxml import etree

    if _DECLARED.search(data) or _DECLARED.search(data.replace(b"\0", b"")):
        raise HostileXml
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise BrokenXml(str(broken)) from None
    if root.getroottree().docinfo.doctype:
        raise HostileXml
    return root


def to_bytes(root: "etree._Element") -> bytes:
    """Return the document as UTF-8 with its declaration."""
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def describe(fields: Sequence[Field], values: Mapping[str, str]) -> bytes:
    """Return a description: every field of the list, in its order, empty where there is nothing to say."""
    from lxml import etree

    root = etree.Element("simpledc")
    for one in fields:
        etree.SubElement(root, one.name).text = values.get(one.name, "") or None
    return to_bytes(root)


def read_description(data: bytes) -> dict[str, str]:
    """Return the values of a description by field; whoever wrote it may have put them in any order or namespace."""
    from lxml import etree

    root = parse(data)
    found: dict[str, str] = {}
    for one in root:
        if isinstance(one.tag, str):
            found[etree.QName(one).localname] = (one.text or "").strip()
    return found


@cache
def mets_schema() -> "etree.XMLSchema":
    """Return the METS 1.12 schema with what it imports, from our own content."""
    from lxml import etree

    path = folder() / "schemas" / "mets1_12.xsd"
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


def schema_of(fields: Sequence[Field]) -> bytes:
    """Return the schema of a description, made of its field list: any order, each field once, its length and codes."""
    from lxml import etree

    root = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS}, elementFormDefault="qualified")
    etree.SubElement(root, f"{{{XS}}}element", name="simpledc", type="elementContainer")
    container = etree.SubElement(root, f"{{{XS}}}complexType", name="elementContainer")
    every = etree.SubElement(container, f"{{{XS}}}all")
    for one in fields:
        element = etree.SubElement(every, f"{{{XS}}}element", name=one.name, minOccurs="1" if one.required else "0")
        simple = etree.SubElement(element, f"{{{XS}}}simpleType")
        restriction = etree.SubElement(simple, f"{{{XS}}}restriction", base="xs:string")
        for facet, value in _facets(one):
            etree.SubElement(restriction, f"{{{XS}}}{facet}", value=value)
    return to_bytes(root)


def _facets(one: Field) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    pattern = _pattern(one)
    if pattern:
        found.append(("pattern", pattern if one.required else f"({pattern})?"))
    elif one.required:
        found.append(("minLength", "1"))
    if one.length:
        found.append(("maxLength", str(one.length)))
    return found


def _pattern(one: Field) -> str:
    if one.codes:
        either = "|".join(re.escape(code) for code in codes_of(one.codes))
        return rf"({either})((;|,|\s)+({either}))*" if one.many else either
    return {
        "number": "[0-9]+",
        "flag": "0|1",
        "date": r"\d{2}/\d{2}/\d{4}",
        "partial": r"(\d{2}/)?(\d{2}/)?\d{4}",
    }.get(one.type, "")
