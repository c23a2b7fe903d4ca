"""Where packages lie: two folders, which the operator puts on two media (Thông tư 05/2025/TT-BNV: ít nhất 02 bộ).

A package is written once under its own digest, through a temporary name, so that half a package never bears it.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

FIRST, SECOND = "first", "second"
COPIES: Final = (FIRST, SECOND)


def folder_of(copy: str) -> Path:
    """Return the folder of a copy, made when it is not there: the second by ARCHIVE_SECOND, else beside the first."""
    root = Path(settings.DATA_DIR) / "archive"
    given = settings.ARCHIVE_SECOND
    found = root / "first" if copy == FIRST else (Path(given) if given else root / "second")
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def path_of(sha256: str, copy: str = FIRST) -> Path:
    """Return where a package of this digest lies in a copy."""
    return folder_of(copy) / sha256[:2] / f"{sha256}.zip"


def reader_path(request_id: UUID) -> Path:
    """Return where the copy made for a reader lies until its term is over: apart from what is preserved."""
    folder = Path(settings.DATA_DIR) / "archive" / "readers"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{request_id}.zip"


def put(source: Path, sha256: str) -> None:
    """Copy a package into both stores; one that is there already is left. Raises OSError when a store is down."""
    for copy in COPIES:
        target = path_of(sha256, copy)
        if target.exists() and digest_of(target) == sha256:
            continue
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_suffix(f".{uuid7().hex}")
        with source.open("rb") as read, part.open("wb") as out:
            shutil.copyfileobj(read, out, 1024 * 1024)
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)


def sweep(*, older_than: float = 24 * 3600.0) -> int:
    """Remove what killed workers left half-made in the stores: working folders and parts; return how many.

    Only what nobody touched for so many seconds: nothing is in the making for a day.
    """
    before, done = clock.now().timestamp() - older_than, 0
    for folder in (*(folder_of(copy) for copy in COPIES), reader_path(uuid7()).parent):
        for one in [*folder.glob("tmp*"), *folder.glob("??/*.*")]:
            if one.suffix in (".zip", ".changed") or one.stat().st_mtime > before:
                continue
            shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
            done += 1
    return done


def whole_copies(sha256: str) -> Iterator[tuple[str, bool | None]]:
    """Yield each copy and whether it is whole: None where it is not there."""
    for copy in COPIES:
        path = path_of(sha256, copy)
        yield copy, (digest_of(path) == sha256 if path.exists() else None)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def whole(sha256: str) -> Path | None:
    """Return a copy whose bytes are those that were kept, None when there is none: for what leaves the archive."""
    return next((path_of(sha256, copy) for copy, is_whole in whole_copies(sha256) if is_whole), None)


def readable(sha256: str) -> Path | None:
    """Return a copy that is there, the first before the second."""
    return next((path_of(sha256, copy) for copy in COPIES if path_of(sha256, copy).exists()), None)
