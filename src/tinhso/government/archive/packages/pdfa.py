"""PDF/A (ISO 19005): what a PDF says of itself, and making one where the tools are installed.

A scan of paper is handed over as PDF/A with a layer of text (Thông tư 05/2025/TT-BNV, Điều 8). A converted file has
other bytes, so a signature in it would break: what is signed is never converted.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PART: Final = re.compile(rb"pdfaid:part(?:>|=[\"'])\s*(\d)")
_LEVEL: Final = re.compile(rb"pdfaid:conformance(?:>|=[\"'])\s*([ABUabu])")
_SIGNED: Final = re.compile(rb"/ByteRange\s*\[")
_WINDOW: Final = 4 * 1024 * 1024
TIME_LIMIT: Final = 120.0


@dataclass(frozen=True, slots=True)
class Conformance:
    """What a PDF declares: part 0 where it does not say PDF/A. `is_signed` when it holds a signature."""

    part: int = 0
    level: str = ""
    is_signed: bool = False

    @property
    def title(self) -> str:
        """How it is written: «PDF/A-2b», "" for an ordinary PDF."""
        return f"PDF/A-{self.part}{self.level.lower()}" if self.part else ""


def conformance_of(path: Path) -> Conformance:
    """Return what a PDF declares in its XMP metadata, which PDF/A keeps uncompressed; reads block by block."""
    part, level, signed, carried = 0, "", False, b""
    with path.open("rb") as file:
        while block := file.read(_WINDOW):
            seen = carried + block
            found_part, found_level = _PART.search(seen), _LEVEL.search(seen)
            part = int(found_part.group(1)) if found_part else part
            level = found_level.group(1).decode().upper() if found_level else level
            signed = signed or _SIGNED.search(seen) is not None
            carried = seen[-256:]
    return Conformance(part, level, signed)


def can_convert() -> bool:
    """Tell whether this machine has the program that makes PDF/A."""
    return shutil.which("ocrmypdf") is not None and shutil.which("gs") is not None


def to_pdfa(source: Path, target: Path, *, languages: str = "vie+eng") -> bool:
    """Write `source` as PDF/A-2b with a layer of text to `target`; False when the tools are missing or refuse.

    Pages that have text already are left as they are. Never called for a signed file. Runs for at most two minutes.
    """
    program = shutil.which("ocrmypdf")
    if program is None or not can_convert() or conformance_of(source).is_signed:
        return False
    command = [program, "--quiet", "--skip-text", "--output-type", "pdfa-2", "--jobs", "1", "-l", languages]
    try:
        done = subprocess.run(
            [*command, str(source), str(target)], timeout=TIME_LIMIT, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and target.exists() and conformance_of(target).part == 2
