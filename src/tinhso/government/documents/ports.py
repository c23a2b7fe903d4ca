"""What documents ask of rooms above them: somebody who reads scans, where the tools for that are installed."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID


class ScanReader(Protocol):
    """Reads the words on scanned pages; may take minutes, and calls `alive` every second or so meanwhile."""

    def is_there(self) -> bool:
        """Tell whether scans can be read on this machine."""
        ...

    def words_in(self, file_id: UUID, *, pages: int, alive: Callable[[], None]) -> str:
        """Return the text of a kept PDF; "" when it cannot be read."""
        ...


_readers: list[ScanReader] = []


def read_scans_with(reader: ScanReader) -> None:
    """Let this reader read scans (called once, when its room is ready); the last one given reads."""
    _readers[:] = [reader]


def scan_reader() -> ScanReader | None:
    """Return who reads scans here; None when nobody can."""
    return next((one for one in _readers if one.is_there()), None)
