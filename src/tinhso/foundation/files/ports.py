"""Where bytes are kept, and who looks into them: Protocols with their adapters beside."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from tinhso.foundation.files.data import Finding, MediaType
from tinhso.kernel.modules import HealthReport


class Readable(Protocol):
    """Bytes to be read once, then closed."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; none at the end."""

    def close(self) -> None:
        """Let go."""


class FileStore(Protocol):
    """Keeps content under its SHA-256 (64 hexadecimal digits). What is kept is never changed.

    A failure of the medium is raised as StoreFull or StoreDown; content that is not there as FileMissing.
    """

    def put(self, staged: Path, sha256: str) -> None:
        """Keep the staged file under its hash, wholly or not at all; nothing happens when it is kept already."""

    def open(self, sha256: str, *, start: int = 0, length: int | None = None) -> Readable:
        """Return the bytes from `start`, at most `length` of them."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """Lend a path on this machine's disk that holds the content, for reading only."""

    def remove(self, sha256: str) -> None:
        """Destroy the content; nothing happens when it is not there. Only `disposal` calls it."""

    def check(self) -> HealthReport:
        """Tell whether the store can be written to and has room."""


class InspectorDown(Exception):
    """An inspector does not answer now. The file is kept, and held against it when it does."""


class Inspector(Protocol):
    """Looks into a file before anybody can open it."""

    name: str

    def inspect(self, path: Path, media_type: MediaType) -> tuple[Finding, ...]:
        """Return what is wrong with a file on disk; nothing for a good one. Bounded in time and memory.

        Raises InspectorDown when it cannot look now.
        """
