"""Words set by Typst in Tinos as a small PDF of exactly the size wanted, to be laid into a document as its look."""

import io
import json
from collections import deque
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typst
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

IDLE: Final = 2
_idle: "deque[typst.Compiler]" = deque(maxlen=IDLE)


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text and how they look: points, `left`, `center` or `right`; `rise` lifts the last line's baseline.

    `colour` is #rrggbb; `frame` draws a line around the words.
    """

    lines: tuple[str, ...]
    size: float = 13
    italic: bool = False
    bold: bool = False
    align: str = "left"
    rise: float = 0
    colour: str = "#000000"
    frame: bool = False


def typeset(words: Words, *, width: float, height: float) -> bytes:
    """Return a PDF of one page, `width` by `height` points, transparent but for the words, which shrink to fit."""
    given = json.dumps({**asdict(words), "width": width, "height": height}, ensure_ascii=False)
    with _compiler() as compiler:
        made = compiler.compile(format="pdf", sys_inputs={"data": given}, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no document")
    return made


def laid_into(writer: "BasePdfFileWriter", made: bytes) -> Any:
    """Return a reference to the page as a form XObject of `writer`'s document."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    return writer.import_page_as_xobject(PdfFileReader(io.BytesIO(made)))


@contextmanager
def _compiler() -> "Iterator[typst.Compiler]":
    """Lend an idle compiler (one serves one call at a time) and keep it for the next."""
    import typst

    try:
        compiler = _idle.pop()
    except IndexError:
        folder = Path(settings.CONTENT_DIR) / "signing"
        nowhere = folder / "packages"
        compiler = typst.Compiler(
            folder / "words.typ",
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    yield compiler
    _idle.append(compiler)


@cache
def _fonts() -> "typst.Fonts":
    import typst

    fonts = Path(settings.CONTENT_DIR) / "prints" / "fonts"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
