"""What a signature shows beside what it proves, and content of a PDF that can change what is shown."""

import re
from collections.abc import Iterator
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.job import entry, text

MAX_CONTENT: Final = 200_000
MAX_DEPTH: Final = 6
_ACTIVE: Final = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})


def words_of(embedded: Any) -> str:
    """Return the words a visible signature shows, "" for none or a picture."""
    from pypdf import PageObject, PdfReader, PdfWriter
    from pypdf.generic import NameObject

    try:
        widget = embedded.sig_field
        if "/AP" not in widget and "/Kids" in widget:
            widget = widget["/Kids"][0]
        shown = widget["/AP"]["/N"]
        if not any(_draws_words(one) for one in _streams(shown)):
            return ""
        stream = embedded.reader.stream
        stream.seek(0)
        reference = widget["/AP"].raw_get("/N")
        twin: Any = PdfReader(stream).get_object(reference.idnum)
        page = PageObject.create_blank_page(PdfWriter(), 600, 600)
        page[NameObject("/Contents")] = twin
        page[NameObject("/Resources")] = twin["/Resources"]
        return text(page.extract_text())
    except Exception:  # noqa: BLE001 - a hostile file may break any parser; nothing is proven by what a picture says
        return ""


def _streams(shown: Any, depth: int = 0) -> Iterator[bytes]:
    yield shown.data[:MAX_CONTENT]
    inner = entry(entry(shown, "/Resources", {}), "/XObject", {}) if depth < MAX_DEPTH else {}
    for name in list(inner)[:20]:
        one = inner[name]
        if entry(one, "/Subtype") == "/Form":
            yield from _streams(one, depth + 1)


def _draws_words(content: bytes) -> bool:
    return re.search(rb"\bT[jJ]\b|['\"]\s", content) is not None


def notes_of(reader: Any) -> list[str]:
    """Return what in the file can make it look different: scripts, actions, layers; and files carried inside."""
    found = []
    try:
        root = reader.root
        names, opening = entry(root, "/Names", {}), entry(root, "/OpenAction", {})
        acts = isinstance(opening, dict) and entry(opening, "/S") in _ACTIVE
        if acts or "/AA" in root or "/JavaScript" in names:
            found.append("active")
        if "/OCProperties" in root:
            found.append("layers")
        if "/XFA" in entry(root, "/AcroForm", {}):
            found.append("xfa")
        if "/EmbeddedFiles" in names:
            found.append("files")
    except Exception:  # noqa: BLE001 - as above
        return found
    return found
