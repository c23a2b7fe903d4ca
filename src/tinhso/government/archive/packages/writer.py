"""Writes a package straight into a ZIP: documents first, read once, then what tells of them.

Memory stays small: a document passes block by block, and is hashed and looked at as it passes. The stream need not be
able to go back. The same order gives the same bytes.
"""

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, BinaryIO, Final
from uuid import uuid5

from django.utils.translation import gettext as _

from tinhso.government.archive.packages import premis
from tinhso.government.archive.packages.checking import wrong_in
from tinhso.government.archive.packages.content import (
    SHAPES,
    field_list,
    kind_facts,
    limit_of,
    media_of,
    profile_in_force,
    schema_bytes,
    ways,
)
from tinhso.government.archive.packages.data import (
    BLOCK,
    Attachment,
    Built,
    Format,
    Item,
    Link,
    Order,
    PackageRefused,
    Profile,
)
from tinhso.government.archive.packages.formats import HEAD, identify_ends
from tinhso.government.archive.packages.mets import (
    REP,
    Described,
    Part,
    RepParts,
    RootParts,
    folder_of,
    objid_of,
    rep_mets,
    root_mets,
)
from tinhso.government.archive.packages.xml import describe, schema_of
from tinhso.kernel.clock import to_local
from tinhso.kernel.text import fold

_PACKED: Final = frozenset(
    {"pdf", "jpg", "jpeg", "png", "gif", "docx", "xlsx", "pptx", "odt", "ods", "odp", "mp3", "mp4"}
)
_KEPT: Final = re.compile(r"[^A-Za-z0-9._-]+")
SHARED_SCHEMAS: Final = ("xlink.xsd", "DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd")


def build(order: Order, out: BinaryIO) -> Built:
    """Write the package to `out` and return what was written.

    Every field is held against its annex first; nothing is written when one does not fit. Raises PackageRefused with
    the fields, named «field» for the package and «n.field» for its n-th document.
    """
    profile = order.profile or profile_in_force()
    _require(order, profile)
    counted = _Counting(out)
    writing = _Writing(order, profile, folder_of(objid_of(order)))
    with zipfile.ZipFile(counted, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        writing.archive = archive
        writing.run()
    return Built(
        objid=objid_of(order),
        folder=writing.folder,
        sha256=counted.digest.hexdigest(),
        size=counted.size,
        files=writing.files,
        documents=len(order.items),
    )


def zip_name(order: Order) -> str:
    """Return the name of the ZIP for carrying: order and identifier by the circular, a plain GUID in the field."""
    pattern: str = ways(order.profile or profile_in_force())["zip_name"]
    if not order.kind.value.startswith("SIP"):  # only the annexes of SIP name the ZIP
        return folder_of(objid_of(order)) + ".zip"
    return pattern.format(ordinal=order.ordinal, objid=objid_of(order), guid=uuid5(order.uuid, "zip")) + ".zip"


def _require(order: Order, profile: Profile) -> None:
    wrong = {name: said for _rule, name, said in wrong_in(field_list(order.kind, profile=profile), order.fields)}
    if not order.items:
        wrong["items"] = _("Gói cần ít nhất một tài liệu")
    if len(order.items) > limit_of("documents"):
        wrong["items"] = _("Gói có quá %(n)d tài liệu: chia thành nhiều gói") % {"n": limit_of("documents")}
    for place, item in enumerate(order.items, start=1):
        wrong |= {f"{place}.{name}": said for name, said in _wrong_item(order, item, profile)}
    if wrong:
        raise PackageRefused(fields=wrong)


def _wrong_item(order: Order, item: Item, profile: Profile) -> Iterator[tuple[str, str]]:
    for _rule, name, said in wrong_in(field_list(order.kind, item.shape, profile), item.fields):
        yield name, said
    if item.link is not None:
        if not kind_facts(order.kind)["links"]:
            yield "link", _("Loại gói này không nhận tài liệu liên kết")
    elif item.open is None or media_of(item.name) is None:
        yield "name", _("Định dạng tệp «%(name)s» không nằm trong danh mục nhận vào gói") % {"name": item.name[:80]}
    for one in item.attachments:
        if media_of(one.name) is None:
            yield (
                "attachments",
                _("Định dạng tệp «%(name)s» không nằm trong danh mục nhận vào gói") % {"name": one.name[:80]},
            )


@dataclass
class _Counting:
    """A stream that counts and hashes what passes."""

    out: BinaryIO
    size: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def write(self, data: bytes, /) -> int:
        self.out.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self.out.flush()

    def close(self) -> None:
        """Leave the stream to whoever opened it."""


@dataclass
class _Passed:
    """What was seen of a file as it passed."""

    size: int
    sha256: str
    format: Format


@dataclass
class _Writing:
    """One package being written."""

    order: Order
    profile: Profile
    folder: str
    archive: zipfile.ZipFile = field(init=False)
    files: int = 0
    used: set[str] = field(default_factory=set)
    preserved: list[premis.Preserved] = field(default_factory=list)

    def run(self) -> None:
        way = ways(self.profile)
        documents = [self._document(place, item) for place, item in enumerate(self.order.items, start=1)]
        with_premis = kind_facts(self.order.kind)["premis"] == "required"
        rep_premis = self._premis_of_rep(way["xml_mime"]) if with_premis else None
        rep = rep_mets(self.order, self.profile, RepParts(documents, rep_premis))
        rep_part = self._put(f"{REP}/METS.xml", rep, way["xml_mime"])
        description = describe(field_list(self.order.kind, profile=self.profile), self.order.fields)
        parts = RootParts(
            description=self._put("metadata/descriptive/EAD.xml", description, way["xml_mime"]),
            premis=self._premis_of_package(way["xml_mime"]) if with_premis or self.order.origin else None,
            rep_mets=rep_part,
            schemas=list(self._schemas(way)),
            documentation=[self._stream(f"documentation/{_safe(one.name)}", one) for one in self.order.documentation],
        )
        self._put("METS.xml", root_mets(self.order, self.profile, parts), way["xml_mime"])

    def _document(self, place: int, item: Item) -> Described:
        stem = self._stem(place, item)
        mime = ways(self.profile)["xml_mime"]
        prefix = ways(self.profile)["prefix"][item.shape]
        text = describe(field_list(self.order.kind, item.shape, self.profile), item.fields)
        told = self._put(f"{REP}/metadata/descriptive/{prefix}{stem}.xml", text, mime, base=REP)
        if item.link is not None:
            return Described(told, self._link(stem, item, item.link), is_link=True)
        scanned = item.fields.get("confidenceLevel") == "02"
        opened = Attachment(item.name, _opener(item))
        data = self._stream(f"{REP}/data/{stem}{_ending(item.name)}", opened, base=REP, scanned=scanned)
        attached = tuple(
            self._stream(f"{REP}/data/{stem}_{n:02d}{_ending(one.name)}", one, base=REP, scanned=scanned)
            for n, one in enumerate(item.attachments, start=1)
        )
        return Described(told, data, attached)

    def _stem(self, place: int, item: Item) -> str:
        """Return the name of a document in the package without its ending; unique."""
        named = (
            item.fields.get("docId") or f"{item.fields.get('arcFileCode') or item.fields.get('docCode', '')}.{place}"
        )
        stem = _safe(named) if ways(self.profile)["data_name"] == "code" else _safe(item.name.rsplit(".", 1)[0])
        unique = stem if stem not in self.used else f"{stem}.{place}"
        self.used.add(unique)
        return unique

    def _link(self, stem: str, item: Item, link: Link) -> Part:
        path = f"data/{stem}{_ending(item.name)}.fetch.txt"
        text = link.document_id
        if self.order.kind.is_aip:
            text = f"{folder_of(link.objid)}_{link.path} {link.size} {REP}/{path} {link.document_id}"
        return self._put(f"{REP}/{path}", text.encode(), "text/plain", base=REP)

    def _schemas(self, way: Mapping[str, Mapping[str, str]]) -> Iterator[Part]:
        mime = str(way["xsd_mime"])
        yield self._put(f"schemas/{way['schemas']['mets']}", schema_bytes("mets1_12.xsd"), mime)
        for name in SHARED_SCHEMAS:
            yield self._put(f"schemas/{name}", schema_bytes(name), mime)
        for shape in ("package", *SHAPES):
            made = schema_of(field_list(self.order.kind, shape, self.profile))
            yield self._put(f"schemas/{way['schemas'][shape]}", made, mime)

    def _premis_of_rep(self, mime: str) -> Part:
        text = premis.of_representation(self.order, self.preserved)
        return self._put(f"{REP}/metadata/preservation/PREMIS_rep1.xml", text, mime, base=REP)

    def _premis_of_package(self, mime: str) -> Part:
        return self._put("metadata/preservation/PREMIS.xml", premis.of_package(self.order), mime)

    def _put(self, path: str, data: bytes, mime: str, *, base: str = "") -> Part:
        with self.archive.open(self._entry(path, zipfile.ZIP_DEFLATED), "w") as out:
            out.write(data)
        self.files += 1
        return Part(path.removeprefix(f"{base}/"), mime, len(data), hashlib.sha256(data).hexdigest())

    def _stream(self, path: str, one: Attachment, *, base: str = "", scanned: bool = False) -> Part:
        packed = _ending(one.name).lstrip(".").lower() in _PACKED
        entry = self._entry(path, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
        with one.open() as source, self.archive.open(entry, "w", force_zip64=True) as out:
            passed = _copy(source, out, name=one.name)
        self.files += 1
        inside = path.removeprefix(f"{base}/")
        if base:
            self.preserved.append(
                premis.Preserved(inside, one.name, passed.sha256, passed.size, passed.format, scanned)
            )
        known = media_of(one.name)
        return Part(inside, known[0] if known else "application/octet-stream", passed.size, passed.sha256)

    def _entry(self, path: str, way: int) -> zipfile.ZipInfo:
        when = to_local(self.order.created_at)
        entry = zipfile.ZipInfo(f"{self.folder}/{path}", date_time=when.timetuple()[:6])
        entry.compress_type = way
        entry.external_attr = 0o644 << 16
        return entry


def _copy(source: BinaryIO, out: IO[bytes], *, name: str) -> _Passed:
    digest, size, head, tail = hashlib.sha256(), 0, b"", b""
    while block := source.read(BLOCK):
        out.write(block)
        digest.update(block)
        size += len(block)
        if len(head) < HEAD:
            head += block[: HEAD - len(head)]
        tail = (tail + block)[-HEAD:]
    return _Passed(size, digest.hexdigest(), identify_ends(head, tail, name=name))


def _opener(item: Item) -> Callable[[], BinaryIO]:
    if item.open is None:
        raise ValueError(item.name)
    return item.open


def _ending(name: str) -> str:
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _safe(name: str) -> str:
    """Return a name every system can write: plain letters, digits, dot, dash, underscore."""
    return _KEPT.sub("-", fold(name) if not name.isascii() else name).strip("-.")[:120] or "tai-lieu"
