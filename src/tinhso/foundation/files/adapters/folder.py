"""Content in a folder: `files/ab/cd/<sha256>`, for one machine or a shared mount."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from tinhso.foundation.files.errors import FileMissing
from tinhso.foundation.files.medium import medium_failures
from tinhso.foundation.files.ports import Readable
from tinhso.kernel.modules import Health, HealthReport

LOW: Final = 1024**3
EMPTY: Final = 200 * 1024**2


class FolderStore:
    """Renames a fully written file into place, so that a name either holds all of its content or does not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept, self._kept_above = bytearray(256 * 256), bytearray(256)

    def put(self, staged: Path, sha256: str) -> None:
        """Write the content to disk (fsync), then give it its name, then write the folder to disk."""
        target = self._path(sha256)
        if target.exists():
            return
        with medium_failures():
            target.parent.mkdir(parents=True, exist_ok=True)
            source = staged if staged.stat().st_dev == target.parent.stat().st_dev else self._nearer(staged)
            _flush(source)
            source.chmod(0o440)
            source.rename(target)
            _flush(target.parent)
            self._keep_name_of(target.parent, int(sha256[:4], 16))

    def open(self, sha256: str, *, start: int = 0, length: int | None = None) -> Readable:
        """Open the content at `start`."""
        try:
            file = self._path(sha256).open("rb")
        except FileNotFoundError:
            raise FileMissing from None
        file.seek(start)
        return file if length is None else _Part(file, length)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Lend the kept file itself."""
        path = self._path(sha256)
        if not path.exists():
            raise FileMissing
        yield path

    def remove(self, sha256: str) -> None:
        """Take the name away, and have the folder without it on the disk before going on."""
        target = self._path(sha256)
        with medium_failures():
            target.unlink(missing_ok=True)
            if target.parent.is_dir():
                _flush(target.parent)

    def check(self) -> HealthReport:
        """Write a few bytes, and look at the room that is left."""
        name = "files.store"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.root, prefix=".check-") as probe:
                probe.write(b"x" * 4096)
                probe.flush()
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            return HealthReport(name, Health.FAILED, f"Không ghi được vào kho tệp: {error.strerror}. Kiểm tra ổ đĩa.")
        room = f"{free / 1024**3:.1f} GB".replace(".", ",")
        if free < LOW:
            health = Health.FAILED if free < EMPTY else Health.SLOW
            return HealthReport(name, health, f"Kho tệp chỉ còn {room}. Mở rộng ổ đĩa hoặc chuyển kho sang S3.")
        return HealthReport(name, Health.OK, f"Kho tệp ghi được, còn trống {room}.")

    def _keep_name_of(self, folder: Path, place: int) -> None:
        """Have the names that lead to a folder on the disk, once in the life of a process: nobody takes one away."""
        if self._kept[place]:
            return
        _flush(folder.parent)
        if not self._kept_above[place >> 8]:
            _flush(self.root)
            self._kept_above[place >> 8] = 1
        self._kept[place] = 1

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _nearer(self, staged: Path) -> Path:
        """Copy a file staged on another disk next to its place: a rename works on one disk only."""
        handle, name = tempfile.mkstemp(dir=self.root, prefix=".incoming-")
        os.close(handle)
        try:
            shutil.copyfile(staged, name)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)


class _Part:
    """At most `left` bytes of an open file."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file, self._left = file, left

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted) if wanted else b""
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


def _flush(place: Path) -> None:
    """Have a file's content, or a folder's names, on the disk before going on."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
