"""What a PDF would do by itself: walks its objects, not its bytes, so that compression hides nothing (ISO 32000-2).

An object no reader can reach any more (of an earlier revision) is not looked at; nor is the content of pictures.
"""

import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tinhso.foundation.files import checks
from tinhso.foundation.files.adapters.yara import YaraInspector
from tinhso.foundation.files.data import Finding, MediaType
from tinhso.foundation.files.errors import DamagedPdf
from tinhso.foundation.files.rules.media import HEAD, sniff

MAX_OBJECTS: Final = 150_000
MAX_DEPTH: Final = 40
MAX_TEXT: Final = 200 * 1024 * 1024
"""Bytes all streams but pictures may have together when decompressed."""
MAX_PICTURE: Final = 150_000_000
"""Pixels one picture may have: an A0 plan at 300 dpi."""
MAX_ATTACHMENT: Final = 20 * 1024 * 1024

ACTIONS: Final = {
    "/JavaScript": "pdf_javascript",
    "/Launch": "pdf_launch",
    "/SubmitForm": "pdf_sends_data",
    "/ImportData": "pdf_sends_data",
    "/Rendition": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/RichMediaExecute": "pdf_media",
}
MEDIA: Final = frozenset({"/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"})


class PdfInspector:
    """Actions, media, dynamic forms, attachments, and streams that swell."""

    name = "pdf"

    def inspect(self, path: Path, media_type: MediaType) -> tuple[Finding, ...]:
        """Return a finding for each kind of thing found, once. Bounded in objects, depth and bytes."""
        if media_type is not MediaType.PDF:
            return ()
        walk = Walk(checks.open_pdf(path))
        try:
            walk.run()
        except (RecursionError, MemoryError):
            walk.found["pdf_too_complex"] = ""
        return tuple(Finding(rule, self.name, detail) for rule, detail in walk.found.items())


def objects_of(reader: Any) -> Iterator[Any]:
    """Yield every object of a file, broken ones left out."""
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    from pypdf.generic import IndirectObject

    for number, generation in sorted(numbers):
        try:
            yield IndirectObject(number, generation, reader).get_object()
        except Exception:  # noqa: BLE001, S112 - one broken object does not hide the others
            continue


def dictionaries(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the dictionaries in an object, itself first; what it refers to comes by its own number."""
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        yield value
        inside = [dict.__getitem__(value, key) for key in value]
    elif isinstance(value, list):
        inside = [list.__getitem__(value, place) for place in range(len(value))]
    else:
        return
    for one in inside:
        if isinstance(one, dict | list):
            yield from dictionaries(one, depth + 1)


class Walk:
    """One walk over one file."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.found: dict[str, str] = {}
        self.text = 0

    def run(self) -> None:
        """Look at every object."""
        for count, value in enumerate(objects_of(self.reader)):
            if count > MAX_OBJECTS:
                self.found["pdf_too_complex"] = str(MAX_OBJECTS)
                return
            for one in dictionaries(value):
                self._look(one)
            if hasattr(value, "_data"):
                self._measure(value)

    def _look(self, one: Any) -> None:
        rule = ACTIONS.get(str(_plain(one, "/S")))
        if rule:
            self.found.setdefault(rule, "")
        if "/JS" in one:
            self.found.setdefault("pdf_javascript", "")
        if str(_plain(one, "/Subtype")) in MEDIA and "/Rect" in one:
            self.found.setdefault("pdf_media", "")
        if "/XFA" in one:
            self.found.setdefault("pdf_dynamic_form", "")
        if "/EF" in one:
            self._attachments(one)

    def _attachments(self, file: Any) -> None:
        """A PDF/A-3 invoice carries its XML: data is let through, what a machine would run is not."""
        try:
            inside = [stream.get_object() for stream in file["/EF"].get_object().values()]
            contents = [stream.get_data() for stream in inside]
        except Exception:  # noqa: BLE001 - a hostile PDF makes the parser fail in any way it likes
            self.found.setdefault("pdf_attachment", "unreadable")
            return
        for data in contents:
            if len(data) > MAX_ATTACHMENT or not _is_data(data):
                self.found.setdefault("pdf_attachment", "")

    def _measure(self, stream: Any) -> None:
        if str(_plain(stream, "/Subtype")) == "/Image":
            width, height = _plain(stream, "/Width"), _plain(stream, "/Height")
            if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PICTURE:
                self.found.setdefault("pdf_bomb", f"{width} × {height}")
            return
        self.text += _swells_to(stream, MAX_TEXT - self.text)
        if self.text >= MAX_TEXT:
            self.found.setdefault("pdf_bomb", str(self.text))


def _plain(one: Any, key: str) -> Any:
    try:
        return one.get(key)
    except Exception:  # noqa: BLE001 - a reference to nowhere
        return None


def _swells_to(stream: Any, limit: int) -> int:
    """Return how many bytes a stream has decompressed, at most a little over `limit`, a megabyte of it in memory."""
    data = getattr(stream, "_data", b"")
    filters = _plain(stream, "/Filter")
    names = [str(one) for one in (filters if isinstance(filters, list) else [filters])]
    if names[:1] != ["/FlateDecode"] or limit <= 0:
        return len(data)
    total, machine, rest = 0, zlib.decompressobj(), data
    try:
        while rest and total < limit and not machine.eof:
            total += len(machine.decompress(rest, 1024 * 1024))
            rest = machine.unconsumed_tail
    except zlib.error:
        return total
    if len(names) > 1 and names[1] == "/FlateDecode":
        return limit  # compressed twice: nobody's scanner does so
    return total


def _is_data(data: bytes) -> bool:
    """Tell whether an attachment is a PDF, a picture, XML or text that our rules find nothing in."""
    if sniff(data[:HEAD]) is None and not _is_text(data):
        return False
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(data)
        kept.flush()
        return not YaraInspector().inspect(Path(kept.name), MediaType.PDF)


def _is_text(data: bytes) -> bool:
    """Text that no machine runs: not a page, not a script."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"\0" in data[:65536] or start.startswith((b"#!", b"<html", b"<!doctype html", b"@echo", b"<script", b"<job")):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def neutralised(path: Path) -> bytes | None:
    """Return the PDF without JavaScript and without actions that send data; None for one that is signed.

    Taking anything out of a signed document breaks its signature, so a signed one is never touched.
    """
    import io

    import pypdf

    reader = checks.open_pdf(path)
    if is_signed(reader):
        return None
    try:
        writer = pypdf.PdfWriter(clone_from=reader)
        for value in list(writer._objects):  # noqa: SLF001 - no public way to every object
            for one in list(dictionaries(value)):
                _disarm(one)
        kept = io.BytesIO()
        writer.write(kept)
    except Exception as error:  # a hostile PDF makes the parser fail in any way it likes
        raise DamagedPdf from error
    return kept.getvalue()


def is_signed(reader: Any) -> bool:
    """Tell whether there is a signature in the file."""
    return any("/ByteRange" in one for value in objects_of(reader) for one in dictionaries(value))


def _disarm(one: Any) -> None:
    for key in [key for key in one if key == "/JavaScript" or _is_armed(_plain(one, key))]:
        dict.__delitem__(one, key)
    if "/JS" in one or _is_armed(one):
        for key in ("/JS", "/S", "/F"):
            one.pop(key, None)


def _is_armed(value: Any) -> bool:
    got = value.get_object() if hasattr(value, "get_object") else value
    return isinstance(got, dict) and ACTIONS.get(str(_plain(got, "/S"))) in ("pdf_javascript", "pdf_sends_data")
