"""Which store this installation uses."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tinhso.foundation.files.adapters.folder import FolderStore
from tinhso.foundation.files.adapters.s3 import S3Store
from tinhso.foundation.files.ports import FileStore


def get_store() -> FileStore:
    """Return the bucket when one is set, else the folder under the installation's data."""
    if settings.FILES_S3_BUCKET:
        return _bucket(settings.FILES_S3_BUCKET, settings.FILES_S3_ENDPOINT)
    return FolderStore(Path(settings.DATA_DIR) / "files")


def incoming_folder() -> Path:
    """Return the folder where content waits until it is judged: on the disk of the folder store, so names can move."""
    folder = Path(settings.DATA_DIR) / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@lru_cache(maxsize=4)
def _bucket(bucket: str, endpoint: str) -> S3Store:
    """Keep the client: making one costs a tenth of a second, and it serves every thread."""
    return S3Store(bucket, endpoint)
