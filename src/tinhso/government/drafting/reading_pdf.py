"""What a PDF brought or made for a draft holds: its places, its words, and nothing that acts."""

import io
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.government.drafting import word_frame
from tinhso.government.drafting.errors import BadDraft

MAX_PAGES: Final = 200
MAX_LETTERS: Final = 200_000
_SCHEMES: Final = ("tinhso:field/", "tinhso:signature/")
_ACTING: Final = ("/AA", "/AcroForm")


@dataclass(frozen=True, slots=True)
class Paper:
    """The places found, and the words, letters made alike."""

    places: frozenset[str]
    words: str


def read(pdf: bytes) -> Paper:
    """Return what stands on a PDF. Raises BadDraft for one that cannot be read, is signed, acts, or is too long."""
    from pypdf import PdfReader

    try:
        document = PdfReader(io.BytesIO(pdf))
        root: Any = document.trailer["/Root"].get_object()
        names = root.get("/Names", {}).get_object() if "/Names" in root else {}
        plain = not document.is_encrypted and len(document.pages) <= MAX_PAGES
        still = not any(key in root for key in _ACTING) and not {"/JavaScript", "/EmbeddedFiles"} & set(names)
        still = still and not _acts(root.get("/OpenAction"))
        places = frozenset(found for page in document.pages for found in _places_on(page)) if plain and still else None
        words = "\n".join(page.extract_text() for page in document.pages) if places is not None else ""
    except Exception as error:  # a hostile file makes the parser fail in any way it likes
        raise _refused() from error
    if places is None:
        raise _refused()
    return Paper(places, alike(words)[:MAX_LETTERS])


def alike(words: str) -> str:
    """Return words so that they can be compared: one space, small letters, marks put together."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def _refused() -> BadDraft:
    sentence = _(
        "Tệp PDF không đọc được, đã ký, có biểu mẫu, mã chạy hoặc dài quá 200 trang. Lưu lại từ Word thành PDF."
    )
    return BadDraft(sentence, fields={"tep_pdf": sentence})


def _acts(opening: Any) -> bool:
    """Tell whether opening the file does more than show a page (ISO 32000-2, 12.6)."""
    what = opening.get_object() if opening is not None else None
    return isinstance(what, dict) and what.get("/S") != "/GoTo"


def _places_on(page: Any) -> list[str]:
    found = list[str]()
    for one in page.get("/Annots") or ():
        action = one.get_object().get("/A")
        address = str(action.get_object().get("/URI", "")) if action is not None else ""
        found += [address.removeprefix(scheme).partition("?")[0] for scheme in _SCHEMES if address.startswith(scheme)]
    return [name for name in found if name in word_frame.PLACES]
