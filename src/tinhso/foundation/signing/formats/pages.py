"""Where a page has words and pictures already, so that a mark is never laid over them.

Positions are reckoned from the page's own operators, widths from the letters' sizes: half an em a letter where the
middle of a line is wanted, as wide as any common typeface draws them where something must keep away; never exact. A
picture that covers most of a page is its ground (a scan), not an obstacle.
"""

import io
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from tinhso.foundation.signing.errors import NotAPdf
from tinhso.foundation.signing.formats.places import Box

EM_SHARE: Final = 0.5
WIDEST: Final = ("MWmw@%…—", 0.95), ("ABCDEFGHIJKLNOPQRSTUVXYZ", 0.78)
"""How much of an em letters of bold text faces take at most; accented ones as their base; all others 0.6."""
OTHER_SHARE: Final = 0.6
GROUND_SHARE: Final = 0.6
MAX_RUNS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words and the box it takes."""

    words: str
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size, its words, and all that is in the way of something new."""

    width: float
    height: float
    runs: tuple[Run, ...]
    taken: tuple[Box, ...]

    def is_free(self, box: Box) -> bool:
        """Tell whether nothing stands in `box`, which must lie in the page."""
        left, bottom, right, top = box
        inside = left >= 0 and bottom >= 0 and right <= self.width and top <= self.height
        return inside and not any(_meet(box, one) for one in self.taken)

    def below(self, words: str) -> Box | None:
        """Return the box of the last line that holds `words`, capitals and spaces apart; None when there is none."""
        wanted = _plain(words)
        return next((line.box for line in reversed(self.lines()) if wanted and wanted in _plain(line.words)), None)

    def lines(self) -> list[Run]:
        """Return the words line by line, as they stand on the page from its top."""
        rows: dict[int, list[Run]] = {}
        for run in self.runs:
            rows.setdefault(round(run.box[1] / 3), []).append(run)
        ordered = (sorted(rows[row], key=lambda run: run.box[0]) for row in sorted(rows, reverse=True))
        return [Run("".join(run.words for run in row), _around([run.box for run in row])) for row in ordered]


def look_at(pdf: bytes, page: int) -> Sheet:
    """Return what stands on a page (from 0). Raises NotAPdf."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        return _looked(pypdf.PdfReader(io.BytesIO(pdf)).pages[page])
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise NotAPdf from None


def _looked(page: Any) -> Sheet:
    runs: list[Run] = []
    pictures: list[Box] = []
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    pictured = _pictures(page)

    def words(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if text.strip() and len(runs) < MAX_RUNS:
            runs.append(_run(text, cm, tm, float(size or 0)))

    def drawn(operator: bytes, operands: list[Any], cm: list[float], _tm: list[float]) -> None:
        if operator == b"Do" and operands and str(operands[0]) in pictured and len(pictures) < MAX_RUNS:
            pictures.append(_around([(cm[4], cm[5], cm[4] + cm[0] + cm[2], cm[5] + cm[1] + cm[3])]))

    page.extract_text(visitor_text=words, visitor_operand_before=drawn)
    area = max(1.0, (right - left) * (top - bottom))
    obstacles = [one for one in pictures if (one[2] - one[0]) * (one[3] - one[1]) < GROUND_SHARE * area]
    widgets = [_around([tuple(float(edge) for edge in one["/Rect"])]) for one in _annotations(page)]  # type: ignore[list-item]
    return Sheet(right - left, top - bottom, tuple(runs), (*(_reach(run) for run in runs), *obstacles, *widgets))


def _annotations(page: Any) -> list[Any]:
    found = [one.get_object() for one in page.get("/Annots") or ()]
    return [one for one in found if "/Rect" in one and one["/Subtype"] != "/Link"]


def _pictures(page: Any) -> set[str]:
    if "/Resources" not in page or "/XObject" not in page["/Resources"]:
        return set()
    held = page["/Resources"]["/XObject"]
    return {str(name) for name in held if held[name].get("/Subtype") == "/Image"}


def _run(text: str, cm: list[float], tm: list[float], size: float) -> Run:
    across, up = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    tall = max(1.0, abs(size * (tm[3] or 1) * (cm[3] or 1)))
    wide = EM_SHARE * tall * len(text.strip())
    return Run(text.strip("\n"), (across, up - 0.25 * tall, across + wide, up + 0.75 * tall))


def _reach(run: Run) -> Box:
    """Return the box a run takes if its letters are as wide as they can be."""
    left, bottom, right, top = run.box
    letters = (unicodedata.normalize("NFD", one.replace("Đ", "D"))[:1] for one in run.words.rstrip())
    wide = sum(next((share for some, share in WIDEST if one in some), OTHER_SHARE) for one in letters)
    return left, bottom, max(right, left + (top - bottom) * wide), top


def _plain(words: str) -> str:
    return "".join(words.casefold().split())


def _around(boxes: "list[Box]") -> Box:
    edges = [(min(one[0], one[2]), min(one[1], one[3]), max(one[0], one[2]), max(one[1], one[3])) for one in boxes]
    return min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
