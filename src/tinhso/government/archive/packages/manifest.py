"""Reads METS: which files a package says it holds, with which digests, and which description belongs to which file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tinhso.government.archive.packages.xml import CSIP, METS, XLINK

if TYPE_CHECKING:
    from lxml import etree

_NS: Final = {"m": METS}


@dataclass(frozen=True, slots=True)
class Reference:
    """One file METS points to. `size` -1: not said. `use` is the group it stands in, or the type of its metadata."""

    key: str
    href: str
    sha256: str
    size: int
    use: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A document as the structure map joins it: ids of descriptions and of files."""

    descriptions: tuple[str, ...]
    files: tuple[str, ...]
    attachments: tuple[str, ...]
    is_link: bool


def references(root: "etree._Element") -> Iterator[Reference]:
    """Yield every file METS points to with a digest: descriptions, preservation metadata, files of its groups."""
    for section in (*root.iterfind("m:dmdSec", _NS), *root.iterfind("m:amdSec/m:digiprovMD", _NS)):
        pointer = section.find("m:mdRef", _NS)
        if pointer is not None:
            yield _reference(section.get("ID", ""), pointer, pointer, str(pointer.get("MDTYPE", "")))
    for group in root.iterfind(".//m:fileGrp", _NS):
        use = group.get("USE") or group.get("USER") or ""
        for one in group.iterfind("m:file", _NS):
            place = one.find("m:FLocat", _NS)
            if place is not None:
                yield _reference(one.get("ID", ""), one, place, use)


def _reference(key: str, facts: "etree._Element", place: "etree._Element", use: str) -> Reference:
    digest = (facts.get("CHECKSUM") or "").strip().lower()
    is_sha256 = (facts.get("CHECKSUMTYPE") or "").upper() == "SHA-256"
    size = facts.get("SIZE") or ""
    return Reference(
        key=key,
        href=place.get(f"{{{XLINK}}}href") or "",
        sha256=digest if is_sha256 else "",
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else -1,
        use=use,
    )


def pairs(root: "etree._Element") -> Iterator[Pair]:
    """Yield the documents of a representation in the order of its structure map."""
    for div in root.iterfind(".//m:div", _NS):
        label = div.get("LABEL", "")
        if label not in ("MetadataLink/File", "MetadataLink/Holey"):
            continue
        attached = div.findall("m:div", _NS)
        yield Pair(
            descriptions=tuple((div.get("DMDID") or "").split()),
            files=tuple(one.get("FILEID", "") for one in div.iterfind("m:fptr", _NS)),
            attachments=tuple(one.get("FILEID", "") for part in attached for one in part.iterfind("m:fptr", _NS)),
            is_link=label.endswith("Holey"),
        )


def oais_type(root: "etree._Element") -> str:
    """Return SIP, AIP or DIP as the header says, "" when it does not."""
    header = root.find("m:metsHdr", _NS)
    return (header.get(f"{{{CSIP}}}OAISPACKAGETYPE") or "") if header is not None else ""


def fonds_of(root: "etree._Element") -> str:
    """Return mã phông: the note marked as identification code, "" when there is none."""
    for note in root.iterfind("m:metsHdr/m:agent/m:note", _NS):
        if note.get(f"{{{CSIP}}}NOTETYPE") == "IDENTIFICATIONCODE":
            return (note.text or "").strip()
    return ""
