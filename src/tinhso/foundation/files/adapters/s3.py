"""Content in an S3 bucket (Amazon's protocol, spoken by MinIO, Ceph and others), for more than one machine.

Needs the extra `tinhso[s3]`. Credentials come the way boto3 finds them (environment, file, machine role).
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import structlog

from tinhso.foundation.files.errors import FileMissing, StoreDown
from tinhso.foundation.files.medium import medium_failures
from tinhso.foundation.files.ports import Readable
from tinhso.kernel.modules import Health, HealthReport

log = structlog.get_logger(__name__)

_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Store:
    """One object for each content; S3 shows an object only once it is whole."""

    def __init__(self, bucket: str, endpoint: str = "") -> None:
        self.bucket, self.endpoint = bucket, endpoint

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        config = Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"})
        return boto3.client("s3", endpoint_url=self.endpoint or None, config=config)

    def put(self, staged: Path, sha256: str) -> None:
        """Upload, with the hash as a checksum the service verifies."""
        with self._failures():
            if not self._exists(sha256):
                self._client.upload_file(
                    str(staged), self.bucket, _key(sha256), ExtraArgs={"ChecksumAlgorithm": "SHA256"}
                )

    def open(self, sha256: str, *, start: int = 0, length: int | None = None) -> Readable:
        """Stream the object, or a part of it."""
        ranged: dict[str, str] = {}
        if start or length is not None:
            last = "" if length is None else str(start + length - 1)
            ranged["Range"] = f"bytes={start}-{last}"
        with self._failures():
            body: Readable = self._client.get_object(Bucket=self.bucket, Key=_key(sha256), **ranged)["Body"]
        return body

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """Lend a copy that is removed afterwards."""
        with tempfile.NamedTemporaryFile(prefix="tinhso-s3-") as copy:
            with self._failures(), medium_failures():
                self._client.download_fileobj(self.bucket, _key(sha256), copy)
                copy.flush()
            yield Path(copy.name)

    def remove(self, sha256: str) -> None:
        """Delete the object; S3 says yes to one that is not there. Versions a bucket keeps are the operator's."""
        with self._failures():
            self._client.delete_object(Bucket=self.bucket, Key=_key(sha256))

    def check(self) -> HealthReport:
        """Ask for the bucket."""
        try:
            with self._failures():
                self._client.head_bucket(Bucket=self.bucket)
        except (StoreDown, FileMissing):
            sentence = f"Kho tệp S3 «{self.bucket}» không trả lời. Kiểm tra địa chỉ, quyền và đường mạng."
            return HealthReport("files.store", Health.FAILED, sentence)
        return HealthReport("files.store", Health.OK, f"Kho tệp S3 «{self.bucket}» trả lời.")

    def _exists(self, sha256: str) -> bool:
        from botocore.exceptions import ClientError

        try:
            self._client.head_object(Bucket=self.bucket, Key=_key(sha256))
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return False
            raise
        return True

    @contextmanager
    def _failures(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                raise FileMissing from None
            log.exception("files.s3_failed")
            raise StoreDown from error
        except (BotoCoreError, Boto3Error) as error:
            log.exception("files.s3_failed")
            raise StoreDown from error


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
