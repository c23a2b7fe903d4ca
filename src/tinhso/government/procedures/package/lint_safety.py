"""What could hurt the machine: patterns that backtrack without end, print sources that ask for files or the network.

Patterns run in Python's backtracking engine on what citizens type, so only those are taken whose time is bounded by
their form: no repetition inside a repetition, no choice inside an open repetition, no back reference, at most two open
repetitions in all (CWE-1333). Texts have a bounded length besides.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

from tinhso.government.procedures.package.reading import FORM, Package

codes: Any = import_module("re._constants")
parser: Any = import_module("re._parser")  # the standard library's own reader of patterns, the one that will run them
MANY: Final = 30
MOST_OPEN: Final = 2
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT)
_LOADS: Final = re.compile(
    r"(?:#|\b)(?:import|include)\s*\(?\s*\"([^\"]*)\"|\b(read|json|yaml|csv|xml|toml|cbor|image|plugin)\s*\("
)
_DATA: Final = re.compile(r"json\(bytes\(sys\.inputs\.")
MAX_SOURCE: Final = 64 * 1024


def check(package: Package) -> None:
    """Judge patterns of form.json and the package's own print templates."""
    for pointer, value in _patterns(package.value(FORM), ""):
        if isinstance(value, str) and (fault := pattern_fault(value)):
            package.tell_at(FORM, pointer, "pattern_unsafe", fault)
    for name, source in package.own_prints.items():
        for line, sentence in source_faults(source):
            package.tell(f"prints/{name}.typ", line, "print_unsafe", sentence)


def pattern_fault(pattern: str) -> str:
    """Return why a pattern is not taken, "" when it is; one that cannot be read is the form's own fault."""
    if len(pattern) > 300:
        return ""
    try:
        tree = parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return ""
    opened: list[int] = []
    for sentence in _faults(tree, inside=False, opened=opened):
        return sentence
    if len(opened) > MOST_OPEN:
        return "Biểu thức có hơn hai chỗ lặp không giới hạn. Dùng số lần cụ thể, ví dụ {1,20}."
    return ""


def _faults(tree: Any, *, inside: bool, opened: list[int]) -> Iterator[str]:
    for code, value in tree:
        if code in _REPEATS or code is codes.POSSESSIVE_REPEAT:
            yield from _repeat(value, inside=inside, opened=opened)
        elif code is codes.BRANCH and inside:
            yield "Biểu thức có “|” nằm trong chỗ lặp. Viết lại, ví dụ [ab]* thay cho (a|b)*."
        elif code in (codes.GROUPREF, codes.GROUPREF_EXISTS):
            yield "Biểu thức nhắc lại nhóm trước (\\1). Viết lại không nhắc lại nhóm."
        else:
            for below in _below(value):
                yield from _faults(below, inside=inside, opened=opened)


def _repeat(value: Any, *, inside: bool, opened: list[int]) -> Iterator[str]:
    _least, most, below = value
    is_open = most is codes.MAXREPEAT or most > MANY
    if is_open:
        opened.append(1)
    if inside and most > 1:
        yield "Biểu thức có chỗ lặp nằm trong chỗ lặp, ví dụ (a+)+. Viết lại để chỉ còn một lần lặp."
    yield from _faults(below, inside=inside or most > 1, opened=opened)


def _below(value: Any) -> Iterator[Any]:
    """Yield the patterns inside an element, whatever its shape."""
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _below(one)


def _patterns(raw: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key == "pattern" and not isinstance(value, dict):
                yield f"{pointer}/{key}", value
            else:
                yield from _patterns(value, f"{pointer}/{key}")
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            yield from _patterns(value, f"{pointer}/{place}")


def source_faults(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, what to do) for each thing in a Typst source that reaches beyond the prints folder.

    A first look for the author's sake; what really holds is the press's own folder, time and memory (see `press`).
    """
    if len(source.encode()) > MAX_SOURCE:
        yield 1, "Mẫu in lớn hơn 64 KB. Rút gọn nội dung."
        return
    for number, line in enumerate(source.splitlines(), 1):
        bare = _DATA.sub("", line)
        for found in _LOADS.finditer(bare):
            name, verb = found.group(1), found.group(2)
            if verb:
                yield number, f"Mẫu in không được đọc tệp: bỏ “{verb}(…)”. Dữ liệu lấy từ “data”."
            elif not re.fullmatch(r"lib/[a-z0-9_-]+\.typ", name or "", re.ASCII):
                yield number, f"Chỉ nạp được tệp trong lib/, ví dụ lib/nd30.typ; bỏ “{name}”."
