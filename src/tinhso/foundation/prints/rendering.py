"""From template and data to PDF/A-2b, by Typst.

A compiler serves one call at a time (Typst's binding refuses a second with "Already borrowed") and frees the
interpreter while it works; so each template keeps a few idle compilers and every call takes one for itself. Fonts are
loaded once in a process. A compiler reads only under content/prints and knows no package folder but an empty one.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tinhso.foundation.prints import contracts
from tinhso.foundation.prints.qr import qr_svg

if TYPE_CHECKING:
    import typst

STANDARD: Final = "a-2b"
IDLE_PER_TEMPLATE: Final = 4
_PAGES: Final = re.compile(rb"/Type ?/Pages ?/Count (\d+)")

_idle: dict[str, "deque[typst.Compiler]"] = {}


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Return the printed paper as PDF/A-2b (ISO 19005-2) with Tinos embedded and nothing else.

    `template` is a name from `list_templates()`; `data` must fit content/prints/contracts/<template>.yaml, and may hold
    dates, aware datetimes and UUIDs. The same data give the same bytes on every machine with the same Typst: the
    document's date is the day it bears, or `at`. Raises UnknownTemplate, and PrintRefused naming each key that is
    missing, unknown, out of bounds or not printable.
    """
    order = prepare(template, data, at=at)
    with _compiler(template) as compiler:
        printed = compiler.compile(
            format="pdf", sys_inputs=order.inputs, pdf_standards=[STANDARD], timestamp=order.timestamp
        )
    if not isinstance(printed, bytes):
        raise TypeError("Typst gave no document")
    return printed


def render_pages(
    template: str, data: Mapping[str, Any], *, at: datetime | None = None, dots: int = 90, most: int = 20
) -> list[bytes]:
    """Return the pages of the paper as PNG pictures to look at, `dots` to an inch, at most `most` of them.

    Raises what `render_pdf` raises.
    """
    order = prepare(template, data, at=at)
    with _compiler(template) as compiler:
        made = compiler.compile(format="png", ppi=float(dots), sys_inputs=order.inputs, timestamp=order.timestamp)
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages[:most] if isinstance(page, bytes)]


@dataclass(frozen=True, slots=True)
class Order:
    """What a source is compiled with: `inputs` are `sys.inputs`, `timestamp` the seconds of the document's date."""

    inputs: dict[str, str]
    timestamp: int


def prepare(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> Order:
    """Return data held against a template's contract, as every source of that template takes them.

    For whoever compiles another source than the installed one under the same contract. Raises what `render_pdf` raises.
    """
    contract = contracts.get_contract(template)
    plain = contracts.checked(contract, data)
    address = contracts.value_at(plain, contract.qr) if contract.qr else None
    inputs = {
        "data": json.dumps(plain, ensure_ascii=False, separators=(",", ":")),
        "qr": qr_svg(str(address)) if address else "",
    }
    moment = at or contracts.dated(contract, plain)
    return Order(inputs, int(moment.timestamp()))


def pages_of(pdf: bytes) -> int:
    """Return how many pages a paper printed by `render_pdf` has: Typst writes its page tree in the open.

    Refuses, with ValueError, bytes in which there is none. Not for files of others.
    """
    root = _PAGES.search(pdf)
    if root is None:
        raise ValueError("no page tree of ours")
    return int(root[1])


def get_example(template: str) -> dict[str, Any]:
    """Return the worked example of a template's data (names marked as demonstration). Raises UnknownTemplate."""
    contract = contracts.get_contract(template)
    text = (contracts.folder() / "examples" / f"{contract.name}.json").read_text(encoding="utf-8")
    example: dict[str, Any] = json.loads(text)
    return example


@contextmanager
def _compiler(template: str) -> "Iterator[typst.Compiler]":
    """Lend a compiler of this template; keep it for the next call unless enough are idle already."""
    idle = _idle.setdefault(template, deque(maxlen=IDLE_PER_TEMPLATE))
    try:
        compiler = idle.pop()
    except IndexError:
        compiler = _new_compiler(template)
    yield compiler
    idle.append(compiler)


def _new_compiler(template: str) -> "typst.Compiler":
    import typst

    folder = contracts.folder()
    nowhere = folder / "packages"
    return typst.Compiler(
        folder / f"{template}.typ",
        root=folder,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[contracts.folder() / "fonts"]
    )
