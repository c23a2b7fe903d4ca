"""A Word file as a package (ECMA-376, part 2): bounded, without macros, without a way out, before a program opens it.

What is handed on is packed anew from parts that were read here, so that no program meets the package somebody sent.
"""

import io
import zipfile
from typing import Final

from tinhso.government.drafting.errors import BadOfficeFile

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_XML: Final = 30 * 1024 * 1024
MAX_PARTS: Final = 2000
KEPT_LINKS: Final = "/hyperlink"
"""The one kind of reference that may lead out: it is followed by a reader's own hand, never by a program that opens."""
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FETCHING: Final = ("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "DATABASE")
"""Fields that fetch when a program opens the file (ECMA-376, part 1, 17.16)."""
_DECLARED: Final = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ACTIVE: Final = ("vbaproject.bin", "vbadata.xml", "activex", "/embeddings/", "afchunk")


def require_plain(data: bytes) -> None:
    """Refuse what is no Word file of bearable size without macros and embedded programs (BadOfficeFile)."""
    if len(data) > MAX_BYTES or not data.startswith(b"PK"):
        raise BadOfficeFile
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            is_plain = _is_plain(packed.infolist())
    except Exception as error:  # a hostile file makes the parser fail in any way it likes
        raise BadOfficeFile from error
    if not is_plain:
        raise BadOfficeFile


def repacked(data: bytes) -> bytes:
    """Return the file packed anew, the same bytes for the same parts: references out of it cut, but for plain links.

    Raises BadOfficeFile as `require_plain`, for a document type declaration, and for parts larger than they say.
    """
    require_plain(data)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for part in packed.infolist():
                if part.is_dir() or any(name in part.filename.lower() for name in _ACTIVE):
                    continue
                with packed.open(part) as opened:
                    content = opened.read(part.file_size + 1)
                made.writestr(zipfile.ZipInfo(part.filename), _cleaned(part, content), zipfile.ZIP_DEFLATED)
    except BadOfficeFile:
        raise
    except Exception as error:  # as above
        raise BadOfficeFile from error
    return out.getvalue()


def _is_plain(parts: list[zipfile.ZipInfo]) -> bool:
    """Tell whether these parts make a Word file of bearable size without macros. XML becomes a far bigger tree."""
    names = {one.filename.lower() for one in parts}
    trees = sum(one.file_size for one in parts if one.filename.lower().endswith((".xml", ".rels")))
    fits = len(parts) <= MAX_PARTS and sum(one.file_size for one in parts) <= MAX_UNPACKED and trees <= MAX_XML
    unlocked = not any(one.flag_bits & 1 for one in parts)
    whole = "word/document.xml" in names and not any(name.endswith("vbaproject.bin") for name in names)
    return fits and unlocked and whole


def _cleaned(part: zipfile.ZipInfo, content: bytes) -> bytes:
    if len(content) != part.file_size:
        raise BadOfficeFile
    name = part.filename.lower()
    if not name.endswith((".xml", ".rels")):
        return content
    if any(mark in content for mark in _DECLARED):
        raise BadOfficeFile
    if name.endswith(".rels"):
        return _without_ways_out(content)
    if name.startswith("word/"):
        return _without_fetching(content)
    return content


def _without_ways_out(content: bytes) -> bytes:
    from lxml import etree

    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for one in list(tree.iter(_RELATIONSHIP)):
        leads_out = one.get("TargetMode", "").lower() == "external"
        inside = any(name in one.get("Target", "").lower() for name in _ACTIVE)
        if (leads_out and not one.get("Type", "").endswith(KEPT_LINKS)) or inside:
            one.getparent().remove(one)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _without_fetching(content: bytes) -> bytes:
    """Empty the instructions of fields that fetch; what they last showed stays."""
    if not any(word.encode() in content.upper() for word in _FETCHING):
        return content
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for paragraph in tree.iter(f"{space}p"):
        words = list(paragraph.iter(f"{space}instrText"))
        if _fetches("".join(one.text or "" for one in words)):
            for one in words:
                one.text = ""
    for one in tree.iter(f"{space}fldSimple"):
        if _fetches(one.get(f"{space}instr", "")):
            one.set(f"{space}instr", "")
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _fetches(instructions: str) -> bool:
    return any(word in _FETCHING for word in instructions.upper().replace('"', " ").split())
