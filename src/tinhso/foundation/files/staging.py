"""Takes bytes in, hashed on the way, into a file nobody else sees; at most a megabyte is in memory."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from django.utils.translation import gettext as _

from tinhso.foundation.files.errors import FileTooLarge
from tinhso.foundation.files.medium import medium_failures

BLOCK: Final = 256 * 1024


class Source(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Content on disk that has no name yet."""

    path: Path
    sha256: str
    size: int


@contextmanager
def staged(stream: Source, *, folder: Path, limit: int) -> Iterator[Staged]:
    """Lend the content of `stream` as a file in `folder`, gone afterwards unless it was renamed.

    Raises FileTooLarge as soon as more than `limit` bytes have come, StoreFull or StoreDown when the disk refuses.
    """
    with medium_failures():
        handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        yield _fill(stream, handle, path, limit)
    finally:
        path.unlink(missing_ok=True)


def _fill(stream: Source, handle: int, path: Path, limit: int) -> Staged:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb", buffering=0) as file:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > limit:
                raise too_large(limit)
            digest.update(block)
            with medium_failures():
                _write(file.fileno(), block)
    return Staged(path, digest.hexdigest(), size)


def _write(handle: int, block: bytes) -> None:
    """Write all of `block`; the system may take less at a time."""
    view = memoryview(block)
    while view:
        view = view[os.write(handle, view) :]


def too_large(limit: int) -> FileTooLarge:
    """Return the refusal that names the bound."""
    return FileTooLarge(
        _("Tệp lớn hơn %(limit)d MB. Chụp lại ở độ phân giải thấp hơn hoặc tách thành nhiều tệp.")
        % {"limit": limit // 1024**2},
        limit=limit,
    )
