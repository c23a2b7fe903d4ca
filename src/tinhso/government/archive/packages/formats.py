"""Which format a file is in, by the signatures of the PRONOM register (The National Archives), through FIDO."""

import contextlib
import io
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tinhso.government.archive.packages.data import Format

if TYPE_CHECKING:
    from fido.fido import Fido

HEAD: Final = 128 * 1024
_SIGNATURES: Final = "formats-v109.xml"
_one_at_a_time = Lock()


def identify(stream: BinaryIO, *, size: int, name: str = "") -> Format:
    """Return the format of a file by its first and last 128 KB; by its name's ending where no signature matches.

    Nothing of it is parsed or unpacked, so a hostile file costs what a small one does.
    """
    head = stream.read(HEAD)
    tail = b""
    if size > len(head):
        stream.seek(max(size - HEAD, len(head)))
        tail = stream.read(HEAD)
    return identify_ends(head, tail, name=name)


def identify_ends(head: bytes, tail: bytes, *, name: str = "") -> Format:
    """Return the format of a file of which these are the first and the last bytes."""
    with _one_at_a_time, contextlib.redirect_stderr(io.StringIO()):
        tool = _tool()
        tool.current_file = name
        tool.current_filesize = len(head) + len(tail)
        matches = tool.match_formats(head, (tail or head)[-HEAD:]) if head else []
        if not matches:
            matches = tool.match_extensions(name)
    return _best(matches)


@cache
def _tool() -> "Fido":
    from fido.fido import Fido

    return Fido(quiet=True, nocontainer=True, format_files=[_SIGNATURES], handle_matches=lambda *_args: None)


def _best(matches: Sequence[tuple[Any, Any]]) -> Format:
    if not matches:
        return Format()
    element = matches[0][0]
    return Format(element.findtext("puid") or "", element.findtext("name") or "")
