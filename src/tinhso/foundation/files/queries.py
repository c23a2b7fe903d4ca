"""Reads: records and bytes. The caller has already decided that its actor may read them."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from tinhso.foundation.files.data import FileInfo
from tinhso.foundation.files.errors import FileHeld, FileMissing
from tinhso.foundation.files.models import FileObject
from tinhso.foundation.files.ports import Readable
from tinhso.foundation.files.stores import get_store
from tinhso.kernel.actors import Actor

MAX_LIST: Final = 200


def get_info(file_id: UUID) -> FileInfo:
    """Return the record of a file. Raises FileMissing."""
    found = FileObject.objects.filter(pk=file_id).first()
    if found is None:
        raise FileMissing
    return found.to_info()


def list_infos(ids: Sequence[UUID]) -> list[FileInfo]:
    """Return the records of up to 200 files in the order asked for, in one query; unknown ones are left out."""
    wanted = list(dict.fromkeys(ids))[:MAX_LIST]
    found = {file.pk: file.to_info() for file in FileObject.objects.filter(pk__in=wanted)}
    return [found[file_id] for file_id in wanted if file_id in found]


def require_own(actor: Actor, *, file_ids: Sequence[UUID]) -> None:
    """Refuse with FileMissing unless this account itself uploaded every one of the files (one query).

    The gate of a room that attaches what its actor names: an id seen elsewhere opens nothing.
    """
    wanted = set(file_ids)
    if not wanted:
        return
    if actor.account_id is None:
        raise FileMissing
    if FileObject.objects.filter(pk__in=wanted, created_by=actor.account_id).count() < len(wanted):
        raise FileMissing


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
    """Return the record of a file whose bytes may be given out. Raises FileHeld for one found unsafe since."""
    if info.is_unsafe:
        raise FileHeld
    return info
