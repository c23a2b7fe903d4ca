"""Reads a package and says everything that is wrong with it, so that whoever sent it can mend it in one go.

What comes from outside is hostile until shown otherwise: names, sizes and XML are looked at before anything is
unpacked, every bound is in content, and no byte of a document is interpreted, only hashed.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from tinhso.government.archive.packages import manifest, premis, xml, zipguard
from tinhso.government.archive.packages.checking import wrong_in
from tinhso.government.archive.packages.content import SHAPES, field_list, kind_facts, limit_of, media_of
from tinhso.government.archive.packages.data import (
    BLOCK,
    Finding,
    Kind,
    PackageRefused,
    Profile,
    ReadItem,
    ReadPackage,
    Severity,
)

if TYPE_CHECKING:
    from lxml import etree

REP: Final = "representations/rep1"
MAX_FINDINGS: Final = 200
_BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)
"""What the ZIP of the standard library says of a broken one."""
_LINK_BYTES: Final = 4096


def read(path: Path) -> ReadPackage:
    """Return what the package at `path` says of itself and every rule it breaks (200 at most).

    Digests of all files, the METS schema, required fields, lengths, codes and dates, descriptions joined with files,
    PREMIS of an AIP, no file that METS does not know. Nothing is written anywhere. Never raises for what is in it.
    """
    reading = _Reading()
    with path.open("rb") as file:
        reading.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with zipfile.ZipFile(path) as archive:
            reading.archive = archive
            reading.run()
    except _BROKEN:
        reading.note("zip.broken", _("Tệp không phải gói ZIP, hoặc đã hỏng khi truyền. Gửi lại gói."))
    except _Stop:
        pass
    return reading.result()


def open_item(archive: zipfile.ZipFile, item_path: str) -> IO[bytes]:
    """Return the bytes of one file of a package that was read as sound. Raises PackageRefused when it is not there."""
    try:
        return archive.open(item_path)
    except KeyError:
        raise PackageRefused from None


class _Stop(Exception):
    """Nothing more can be said of this package."""


@dataclass
class _Reading:
    """One package being read."""

    archive: zipfile.ZipFile = field(init=False)
    sha256: str = ""
    findings: list[Finding] = field(default_factory=list)
    entries: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    folder: str = ""
    objid: str = ""
    kind: Kind | None = None
    profile: Profile = Profile.PRACTICE
    fonds: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    items: list[ReadItem] = field(default_factory=list)

    def note(self, rule: str, sentence: str, path: str = "", severity: Severity = Severity.ERROR) -> None:
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(Finding(rule, sentence, path.removeprefix(f"{self.folder}/")[:300], severity))

    def result(self) -> ReadPackage:
        return ReadPackage(
            objid=self.objid,
            kind=self.kind,
            profile=self.profile,
            fonds=self.fonds,
            fields=dict(self.fields),
            items=tuple(self.items),
            findings=tuple(self.findings),
            files=len(self.entries),
            bytes=sum(entry.file_size for entry in self.entries.values()),
            sha256=self.sha256,
        )

    def run(self) -> None:
        found = list(zipguard.findings_of(self.archive))
        self.findings += found[:MAX_FINDINGS]
        if found:
            raise _Stop
        self.entries = {one.filename: one for one in self.archive.infolist() if not one.is_dir()}
        self._hash()
        root = self._root()
        rep = self._mets(f"{REP}/METS.xml")
        top = self._references(root, "")
        inner = self._references(rep, f"{REP}/") if rep is not None else {}
        self._strays(top, inner)
        self._tell_profile()
        self._package(root)
        if rep is not None:
            self.fonds = self.fonds or manifest.fonds_of(rep)
        if rep is not None and self.kind is not None:
            self._documents(rep, inner, self.kind)
            self._preservation(top, inner, self.kind)
            self._counts(self.kind)

    def _hash(self) -> None:
        for name, entry in self.entries.items():
            digest = hashlib.sha256()
            try:
                with self.archive.open(entry) as source:
                    while block := source.read(BLOCK):
                        digest.update(block)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
                self.note("zip.crc", _("Tệp trong gói đã hỏng khi nén hoặc truyền. Gửi lại gói."), name)
            self.digests[name] = digest.hexdigest()

    def _root(self) -> "etree._Element":
        tops = {name.split("/", 1)[0] for name in self.entries}
        if len(tops) != 1 or any("/" not in name for name in self.entries):
            self.note("tree.root", _("Gói phải có đúng một thư mục gốc mang tên OBJID."))
            raise _Stop
        self.folder = tops.pop()
        root = self._mets("METS.xml")
        if root is None:
            raise _Stop
        self.objid = root.get("OBJID") or ""
        self.fonds = manifest.fonds_of(root)
        if self.objid.replace(":", "_") != self.folder:
            self.note("mets.objid", _("Tên thư mục gốc không khớp OBJID trong METS.xml."), "METS.xml")
        return root

    def _mets(self, path: str) -> "etree._Element | None":
        root = self._parsed(path, missing="tree.mets")
        if root is None:
            return None
        schema = xml.mets_schema()
        if not schema.validate(root):
            said = str(schema.error_log[0].message)[:200] if len(schema.error_log) else ""
            self.note("mets.schema", _("METS không đúng lược đồ: %(why)s") % {"why": said}, path)
        return root

    def _parsed(self, path: str, *, missing: str) -> "etree._Element | None":
        entry = self.entries.get(f"{self.folder}/{path}")
        if entry is None:
            self.note(missing, _("Gói thiếu tệp bắt buộc %(path)s.") % {"path": path}, path)
            return None
        if entry.file_size > limit_of("xml_bytes"):
            self.note("xml.too_big", _("Tệp mô tả quá lớn."), path)
            return None
        try:
            return xml.parse(self.archive.read(entry))
        except xml.HostileXml:
            self.note("xml.hostile", _("Tệp XML khai báo DTD hoặc thực thể, không nhận."), path)
        except xml.BrokenXml:
            self.note("xml.broken", _("Tệp XML không đúng cú pháp."), path)
        return None

    def _references(self, root: "etree._Element", base: str) -> dict[str, manifest.Reference]:
        """Hold every file METS names against what is there; return them by id."""
        found: dict[str, manifest.Reference] = {}
        for one in manifest.references(root):
            name = self._place(one.href, base)
            if one.key in found:
                self.note("mets.id", _("Hai mục trong METS cùng một ID."), one.href)
            found[one.key] = one
            if name is None:
                self.note("digest.missing", _("METS nêu một tệp không có trong gói."), one.href)
                continue
            self.known[one.key] = name
            self._held_against(one, name)
        return found

    def _held_against(self, one: manifest.Reference, name: str) -> None:
        if not one.sha256:
            self.note("digest.none", _("METS không ghi mã băm SHA-256 của tệp."), name)
        elif one.sha256 != self.digests[name]:
            self.note("digest.wrong", _("Nội dung tệp không khớp mã băm SHA-256 trong METS."), name)
        if one.size not in (-1, self.entries[name].file_size):
            self.note("digest.size", _("Kích thước tệp không khớp METS."), name)

    def _place(self, href: str, base: str) -> str | None:
        """Return the entry an address means: from its METS file, or from the root as some write it."""
        for candidate in (f"{self.folder}/{base}{href}", f"{self.folder}/{href}"):
            if candidate in self.entries:
                return candidate
        return None

    def _strays(self, *groups: Mapping[str, manifest.Reference]) -> None:
        named = {self.known[key] for group in groups for key in group if key in self.known}
        own = {f"{self.folder}/METS.xml", f"{self.folder}/{REP}/METS.xml"}
        for name in self.entries:
            if name not in named and name not in own:
                self.note("tree.stray", _("Tệp có trong gói nhưng METS không nêu."), name)

    def _tell_profile(self) -> None:
        if f"{self.folder}/schemas/METS.xsd" in self.entries:
            self.profile = Profile.TEXT

    def _package(self, root: "etree._Element") -> None:
        element = self._parsed("metadata/descriptive/EAD.xml", missing="tree.ead")
        if element is not None:
            self.fields = _values(element)
        self.kind = _kind_of(manifest.oais_type(root), self.fields)
        if self.kind is None:
            self.note("mets.type", _("Không nhận ra loại gói (SIP, AIP hoặc DIP) từ METS và EAD."), "METS.xml")
            return
        if kind_facts(self.kind)["type"].casefold() != (root.get("TYPE") or "").casefold():
            said = _("METS ghi TYPE khác loại gói %(kind)s.") % {"kind": self.kind.value}
            self.note("mets.type", said, "METS.xml", Severity.WARNING)
        self._wrong(self.kind, "package", self.fields, "metadata/descriptive/EAD.xml")

    def _wrong(self, kind: Kind, shape: str, values: Mapping[str, str], path: str) -> None:
        """Note what does not fit. A field no annex has goes on record only: practice is ahead of the text."""
        for rule, _name, said in wrong_in(field_list(kind, shape, Profile.PRACTICE), values):
            soft = rule == "field.unknown" or (rule, _name) in _LENIENT
            self.note(rule, said, path, Severity.WARNING if soft else Severity.ERROR)

    def _documents(self, rep: "etree._Element", inner: Mapping[str, manifest.Reference], kind: Kind) -> None:
        joined = list(manifest.pairs(rep))
        if not joined:
            self.note(
                "link.none", _("METS của rep1 không nối tài liệu với mô tả (MetadataLink/File)."), f"{REP}/METS.xml"
            )
        for pair in joined[: limit_of("documents")]:
            item = self._document(pair, inner, kind)
            if item is not None:
                self.items.append(item)
        described = {key for pair in joined for key in (*pair.files, *pair.attachments)}
        for key, one in inner.items():
            if one.use in ("Data", "Holeyfile") and key not in described:
                self.note("link.alone", _("Tài liệu không có mô tả đi kèm."), one.href)

    def _document(self, pair: manifest.Pair, inner: Mapping[str, manifest.Reference], kind: Kind) -> ReadItem | None:
        names = [self.known.get(key, "") for key in (*pair.descriptions[:1], *pair.files[:1])]
        if len(names) != 2 or not all(names):
            where = next((inner[key].href for key in pair.files if key in inner), "")
            self.note("link.broken", _("Mô tả và tài liệu không nối được với nhau trong METS."), where)
            return None
        description, data = names
        element = self._parsed(description.removeprefix(f"{self.folder}/"), missing="tree.ead")
        values = _values(element) if element is not None else {}
        shape = _shape_of(description)
        self._wrong(kind, shape, values, description)
        if not pair.is_link and media_of(data) is None:
            self.note("format.refused", _("Định dạng tệp không nằm trong danh mục nhận vào gói."), data)
        return self._item(pair, values, shape, data)

    def _item(self, pair: manifest.Pair, values: Mapping[str, str], shape: str, data: str) -> ReadItem:
        attached = [self.known[key] for key in pair.attachments if key in self.known]
        link = ""
        if pair.is_link and self.entries[data].file_size <= _LINK_BYTES:
            link = self.archive.read(self.entries[data]).decode("utf-8", "replace").strip()
        return ReadItem(
            fields=values,
            shape=shape,
            name=data.rsplit("/", 1)[-1],
            path="" if pair.is_link else data,
            size=self.entries[data].file_size,
            sha256=self.digests[data],
            attachments=tuple((name.rsplit("/", 1)[-1], name) for name in attached),
            link=link,
        )

    def _preservation(
        self, top: Mapping[str, manifest.Reference], inner: Mapping[str, manifest.Reference], kind: Kind
    ) -> None:
        if kind_facts(kind)["premis"] != "required":
            return
        if not any(one.use == "PREMIS" for one in top.values()):
            self.note("premis.missing", _("Gói AIP thiếu metadata/preservation/PREMIS.xml."), "METS.xml")
        keys = [key for key, one in inner.items() if one.use == "PREMIS" and key in self.known]
        if not keys:
            self.note("premis.missing", _("Gói AIP thiếu PREMIS_rep1.xml."), f"{REP}/METS.xml")
            return
        path = self.known[keys[0]].removeprefix(f"{self.folder}/")
        element = self._parsed(path, missing="premis.missing")
        if element is not None:
            self._fixity(premis.fixity_in(element), path)

    def _fixity(self, told: Mapping[str, str], path: str) -> None:
        for inside, digest in told.items():
            name = self._place(inside, f"{REP}/")
            if name is None or self.digests[name] != digest:
                self.note("premis.fixity", _("PREMIS ghi mã băm khác nội dung tệp %(name)s.") % {"name": inside}, path)

    def _counts(self, kind: Kind) -> None:
        told = self.fields.get("totalDoc", "")
        if kind is not Kind.DIP and told.isascii() and told.isdigit() and int(told) != len(self.items):
            said = _("EAD ghi %(told)s tài liệu, trong gói có %(n)d.") % {"told": told, "n": len(self.items)}
            self.note("docs.count", said, "metadata/descriptive/EAD.xml")


_LENIENT: Final = frozenset(
    {
        ("field.required", "paperFileCode"),
        ("field.required", "process"),
        ("field.required", "language"),
    }
)
"""Required by the text, empty in packages of the field that archives take: told, not refused."""


def _values(element: "etree._Element") -> dict[str, str]:
    return {str(one.tag).rsplit("}", 1)[-1]: (one.text or "").strip() for one in element if isinstance(one.tag, str)}


def _shape_of(path: str) -> str:
    name = path.rsplit("/", 1)[-1].upper()
    return next((shape for shape in SHAPES if name.startswith(f"EAD_{shape.upper()}")), "doc")


def _kind_of(oais: str, fields: Mapping[str, str]) -> Kind | None:
    """Tell the annex by the type in METS and by the field only one annex has: `source` of loose documents."""
    loose = "source" in fields
    table: Sequence[tuple[str, bool, Kind]] = (
        ("SIP", False, Kind.SIP_HOSO),
        ("SIP", True, Kind.SIP_TAILIEU),
        ("AIP", False, Kind.AIP_HOSO),
        ("AIP", True, Kind.AIP_TAILIEU),
        ("DIP", False, Kind.DIP),
    )
    return next((kind for name, is_loose, kind in table if (name, is_loose) == (oais, loose)), None)


def describe_findings(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield each finding as one line for people: rule, place, sentence."""
    for one in findings:
        yield f"{one.rule}: {one.sentence}" + (f" ({one.path})" if one.path else "")
