"""Reads scans: OCR into searchable PDF/A-2b by ocrmypdf and Tesseract, where they are installed.

A process of its own with bounds on time, processor and memory: a hostile or huge scan ends it, never the worker.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import structlog

from tinhso.government.digitisation import content

log = structlog.get_logger(__name__)

LANGUAGE: Final = "vie"
BASE_SECONDS: Final = 60
MAX_SECONDS: Final = 1800
MAX_TEXT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Readout:
    """A searchable PDF/A-2b and its text, by pages parted with form feeds."""

    pdf: bytes
    text: str


class ReadingFailed(Exception):
    """The scan could not be read; the message is for the operator's log."""


@cache
def missing() -> tuple[str, ...]:
    """Return the Debian packages that are not there; nothing when scans can be read here."""
    wanted = {"ocrmypdf": "ocrmypdf", "tesseract": "tesseract-ocr", "gs": "ghostscript"}
    gone = [package for program, package in wanted.items() if not shutil.which(program)]
    if shutil.which("tesseract") and LANGUAGE not in _languages():
        gone.append("tesseract-ocr-vie")
    return tuple(gone)


def _languages() -> list[str]:
    done = subprocess.run(
        ["tesseract", "--list-langs"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return done.stdout.split()


def read(pdf: bytes, *, pages: int, alive: Callable[[], None] = lambda: None) -> Readout:
    """Return the scan with a text layer as PDF/A-2b. `alive` is called every second while it works.

    Raises ReadingFailed when the tools are not there, refuse the file, or pass their bounds.
    """
    if missing():
        raise ReadingFailed("not installed: " + ", ".join(missing()))
    with tempfile.TemporaryDirectory(prefix="tinhso-ocr-") as folder:
        source, target, side = (Path(folder) / name for name in ("in.pdf", "out.pdf", "out.txt"))
        source.write_bytes(pdf)
        _run(source, target, side, pages=pages, folder=folder, alive=alive)
        text = side.read_text(encoding="utf-8", errors="replace")[:MAX_TEXT] if side.exists() else ""
        return Readout(target.read_bytes(), text.replace("\0", ""))


def _run(source: Path, target: Path, side: Path, *, pages: int, folder: str, alive: Callable[[], None]) -> None:
    seconds = min(BASE_SECONDS + pages * content.seconds_per_page(), MAX_SECONDS)
    memory = content.memory_mb() * 1024 * 1024
    command = [
        "nice", "-n", "10", "prlimit", f"--as={memory}", f"--cpu={seconds}",
        "ocrmypdf", "--language", LANGUAGE, "--output-type", "pdfa-2", "--skip-text", "--jobs", "1", "--optimize", "0",
        "--tesseract-timeout", str(content.seconds_per_page()), "--sidecar", str(side), "--quiet",
        str(source), str(target),
    ]  # fmt: skip
    errors = Path(folder) / "errors.txt"
    with errors.open("wb") as said:
        work = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "TMPDIR": folder, "OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
        )
        code = _wait(work, seconds, alive)
    if code != 0 or not target.exists():
        tail = errors.read_text(errors="replace")[-400:]
        log.warning("digitisation.reading_failed", code=code, said=tail)
        raise ReadingFailed(f"exit {code}")


def _wait(work: "subprocess.Popen[bytes]", seconds: int, alive: Callable[[], None]) -> int:
    """Wait for the end, second by second; end the whole group when the time is over or the caller gives up."""
    try:
        for _second in range(seconds):
            try:
                return work.wait(1)
            except subprocess.TimeoutExpired:
                alive()
        raise ReadingFailed(f"longer than {seconds} s")
    finally:
        if work.poll() is None:
            os.killpg(work.pid, 9)
            work.wait()
