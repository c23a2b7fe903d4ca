"""Our own rules over the bytes of a file, by YARA-X; content/safety/*.yar."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from tinhso.foundation.files.data import Finding, MediaType

TIMEOUT: Final = 10
"""Seconds one file may take; one that takes longer is counted as too complex."""

_local = threading.local()


class YaraInspector:
    """Every `.yar` file of content/safety, compiled once in a process; a scanner for each thread."""

    name = "yara"

    def inspect(self, path: Path, media_type: MediaType) -> tuple[Finding, ...]:
        """Return a finding for each rule the bytes match. Reads the file once; at most 10 seconds."""
        import yara_x

        try:
            matching = _scanner().scan_file(str(path)).matching_rules
        except yara_x.TimeoutError:
            return (Finding("pdf_too_complex", self.name, media_type.value),)
        return tuple(Finding(rule.identifier, self.name) for rule in matching)


def rule_files() -> list[Path]:
    """Return the files of rules, in the order of their names."""
    return sorted((Path(settings.CONTENT_DIR) / "safety").glob("*.yar"))


@lru_cache(maxsize=1)
def _rules() -> Any:
    import yara_x

    compiler = yara_x.Compiler()
    for file in rule_files():
        compiler.add_source(file.read_text(encoding="utf-8"), origin=file.name)
    return compiler.build()


def _scanner() -> Any:
    if not hasattr(_local, "scanner"):
        import yara_x

        _local.scanner = yara_x.Scanner(_rules())
        _local.scanner.set_timeout(TIMEOUT)
    return _local.scanner
