"""Reads: records and bytes. The caller has already decided that its actor may read them."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from tinhso.foundation.files.data import FileInfo
from tinhso.foundation.files.errors import FileDisposed, FileHeld, FileMissing
from tinhso.foundation.files.models import FileObject
from tinhso.foundation.files.ports import Readable
from tinhso.foundation.files.stores import get_store
from tinhso.kernel.actors import Actor
from tinhso.kernel.rows import Rows

MAX_LIST: Final = 200
_FILES: Final = Rows(FileObject)


def get_info(file_id: UUID) -> FileInfo:
    """Return the record of a file. Raises FileMissing."""
    found = _FILES.find("t.id = %s", [file_id])
    if not found:
        raise FileMissing
    return found[0].to_info()


def list_infos(ids: Sequence[UUID]) -> list[FileInfo]:
    """Return the records of up to 200 files in the order asked for, in one query; unknown ones are left out."""
    wanted = list(dict.fromkeys(ids))[:MAX_LIST]
    rows = _FILES.find("t.id = ANY(%s::uuid[])", [wanted], limit=MAX_LIST) if wanted else []
    found = {file.pk: file.to_info() for file in rows}
    return [found[file_id] for file_id in wanted if file_id in found]


def require_own(actor: Actor, *, file_ids: Sequence[UUID]) -> list[FileInfo]:
    """Return the records of files, each once, if this account itself uploaded them all (one query). Raises FileMissing.

    The gate of a room that attaches what its actor names: an id seen elsewhere opens nothing.
    """
    wanted = set(file_ids)
    if not wanted:
        return []
    if actor.account_id is None:
        raise FileMissing
    found = [file.to_info() for file in FileObject.objects.filter(pk__in=wanted, created_by=actor.account_id)]
    if len(found) < len(wanted):
        raise FileMissing
    return found


def open_file(file_id: UUID) -> Readable:
    """Return the bytes of a file as a stream the caller closes. Raises FileMissing, FileHeld, StoreDown."""
    return get_store().open(require_safe(get_info(file_id)).sha256)


def read_bytes(file_id: UUID) -> bytes:
    """Return the bytes of a file, whole; they are no more than the bound of one file."""
    with closing(open_file(file_id)) as file:
        return file.read()


@contextmanager
def local_path(info: FileInfo) -> Iterator[Path]:
    """Lend a path on this machine that holds the bytes, for reading only."""
    with get_store().local(require_safe(info).sha256) as path:
        yield path


def require_safe(info: FileInfo) -> FileInfo:
    """Return the record of a file whose bytes may be given out.

    Raises FileHeld for one found unsafe since, FileDisposed for one destroyed by a decision.
    """
    if info.is_disposed:
        raise FileDisposed
    if info.is_unsafe:
        raise FileHeld
    return info
