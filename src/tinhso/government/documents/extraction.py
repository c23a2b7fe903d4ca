"""Takes the words out of files, each in a process of its own: what somebody sent is not trusted with the house's own.

    python -I extraction.py SECONDS FILE... > answers

Reads PDF with a text layer and DOCX. The process that is started reads nothing itself: it loads the readers once and
forks for each file, so that no file can touch what is taken out of another, and a file costs milliseconds. Each fork
has twenty seconds of processor, a gigabyte of memory, may write no file and imports nothing of the house. It answers
{"text": …, "pages": n}; for anything it cannot read the text is "". All of them give way to people who wait.
"""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SECONDS: Final = 20
PATIENCE: float = 40
"""Seconds one file may take by the clock."""
TURN: Final = 45
"""Seconds after which no further file of a turn is begun."""
MAX_ANSWER: Final = 8 * 200_000
MEMORY: Final = 1024 * 1024 * 1024
MAX_TEXT: Final = 200_000
MAX_PAGES: Final = 300
MAX_XML: Final = 40 * 1024 * 1024
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unreadable(Exception):
    """The file could not be read within its bounds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: its text and pages; or it could not be read; or nobody came to it in this turn."""

    text: str = ""
    pages: int = 0
    """0 when unknown."""
    is_unreadable: bool = False
    is_left: bool = False


def words_in(path: Path) -> tuple[str, int]:
    """Return the text of a file and its number of pages (0 when unknown). Raises Unreadable; logs nothing of it."""
    (taken,) = words_in_each([path])
    if taken.is_unreadable or taken.is_left:
        raise Unreadable("not within its bounds")
    return taken.text, taken.pages


def words_in_each(paths: Sequence[Path]) -> list[Taken]:
    """Return what became of each of these files, in order, within `TURN` seconds and what the last one takes."""
    try:
        answered = subprocess.run(
            [sys.executable, "-I", __file__, str(PATIENCE), *map(str, paths)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=TURN + 2 * PATIENCE,
            env={"TZ": "UTC"},
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as late:
        answered = late.stdout or b""
    answers = dict(_framed(answered))
    return [_taken(answers[place]) if place in answers else Taken(is_left=True) for place in range(len(paths))]


def _framed(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield what stands behind each head «place length», an incomplete last one left out."""
    at = 0
    while (end := data.find(b"\n", at)) >= 0:
        place, length = map(int, data[at:end].split())
        if len(data) < end + 1 + length:
            return
        yield place, data[end + 1 : end + 1 + length]
        at = end + 1 + length


def _taken(answer: bytes) -> Taken:
    try:
        told: dict[str, Any] = json.loads(answer)
        return Taken(str(told["text"])[:MAX_TEXT].replace("\0", ""), int(told["pages"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Taken(is_unreadable=True)


def _pdf(path: Path) -> tuple[str, int]:
    import pypdf

    reader = pypdf.PdfReader(path)
    pages, texts, length = len(reader.pages), list[str](), 0
    for place in range(min(pages, MAX_PAGES)):
        text = reader.pages[place].extract_text()
        texts.append(text)
        length += len(text)
        if length > MAX_TEXT:
            break
    return "\f".join(texts), pages


def _docx(path: Path) -> tuple[str, int]:
    from lxml import etree

    with zipfile.ZipFile(path) as packed:
        if packed.getinfo("word/document.xml").file_size > MAX_XML:
            return "", 0
        with packed.open("word/document.xml") as stream:
            raw = stream.read(MAX_XML + 1)
    if len(raw) > MAX_XML:
        return "", 0
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(raw, parser)
    lines = ("".join(run.text or "" for run in one.iter(f"{WORD}t")) for one in root.iter(f"{WORD}p"))
    return "\n".join(lines)[:MAX_TEXT], 0


def _answer(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(1024)
    text, pages = "", 0
    if b"%PDF-" in head:
        text, pages = _pdf(path)
    elif head.startswith(b"PK\x03\x04"):
        text, pages = _docx(path)
    return json.dumps({"text": text[:MAX_TEXT].encode("utf-8", "replace").decode(), "pages": pages}).encode()


def _read_alone(path: Path, out: int) -> None:
    """Read one file in this process, that was forked for it, within its bounds; answer through `out`."""
    for what, bound in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (bound, bound))
    os.closerange(0, out)
    with os.fdopen(out, "wb") as pipe:
        pipe.write(_answer(path))


def _read_apart(path: Path, patience: float) -> bytes:
    """Return the answer of a fork that reads one file, nothing when it failed or took too long."""
    come, out = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _read_alone(path, out)
        except BaseException:  # noqa: BLE001 - whatever a hostile file brings about ends here, in silence
            os._exit(1)
        os._exit(0)
    os.close(out)
    answer = _listen(come, patience)
    os.close(come)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return answer if answer is not None and status == 0 else b""


def _listen(come: int, patience: float) -> bytes | None:
    """Return what comes until the other side ends; None when it takes too long or says too much."""
    until, parts, length = time.monotonic() + patience, list[bytes](), 0
    while length <= MAX_ANSWER and select.select([come], [], [], max(0.0, until - time.monotonic()))[0]:
        part = os.read(come, 65536)
        if not part:
            return b"".join(parts)
        parts.append(part)
        length += len(part)
    return None


def main() -> int:
    """Read the files named, one after another, until the turn is over; answer on standard output as they come."""
    from importlib import import_module

    for reader in ("pypdf", "lxml.etree"):
        import_module(reader)  # once, before the forks that use them

    os.nice(10)
    patience, until = float(sys.argv[1]), time.monotonic() + TURN
    for place, name in enumerate(sys.argv[2:]):
        if time.monotonic() > until:
            break
        answer = _read_apart(Path(name), patience)
        sys.stdout.buffer.write(b"%d %d\n" % (place, len(answer)) + answer)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
