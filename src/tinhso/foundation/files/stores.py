"""Which store this installation uses."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tinhso.foundation.files.adapters.folder import FolderStore
from tinhso.foundation.files.adapters.s3 import S3Store
from tinhso.foundation.files.ports import FileStore
from tinhso.foundation.files.waiting import WaitingStore


def get_store() -> FileStore:
    """Return the bucket when one is set, behind what waits for it, else the folder under the installation's data."""
    if settings.FILES_S3_BUCKET:
        return _bucket(settings.FILES_S3_BUCKET, settings.FILES_S3_ENDPOINT)
    return _folder(str(settings.DATA_DIR))


def put_made(staged: Path, sha256: str) -> None:
    """Keep bytes the house made, inside the transaction that numbers them: on a disk at once, in a bucket soon."""
    store = get_store()
    if isinstance(store, WaitingStore):
        store.put_soon(staged, sha256)
    else:
        store.put(staged, sha256)


def carry_over() -> int:
    """Bring what waits into a store that is far away; return how many contents were brought."""
    store = get_store()
    return store.carry_over() if isinstance(store, WaitingStore) else 0


def incoming_folder() -> Path:
    """Return the folder where content waits until it is judged: on the disk of the folder store, so names can move."""
    folder = Path(settings.DATA_DIR) / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@lru_cache(maxsize=4)
def _folder(data: str) -> FolderStore:
    """Keep the store: it remembers which of its folders are on the disk."""
    return FolderStore(Path(data) / "files")


@lru_cache(maxsize=4)
def _bucket(bucket: str, endpoint: str) -> WaitingStore:
    """Keep the client: making one costs a tenth of a second, and it serves every thread."""
    return WaitingStore(S3Store(bucket, endpoint))
