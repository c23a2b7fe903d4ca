"""Uploads that survive a broken connection: the verbs behind tus 1.0.0 (core, creation, termination, expiration)."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.http import http_date

from tinhso.foundation.files import actions, quotas
from tinhso.foundation.files.data import FileInfo, UploadInfo
from tinhso.foundation.files.errors import (
    BadUploadRequest,
    ChunkTooLarge,
    EmptyFile,
    OffsetConflict,
    UploadMissing,
    UploadUnfinished,
)
from tinhso.foundation.files.models import FileObject, Upload, UploadChunk
from tinhso.foundation.files.rules.media import sniff
from tinhso.foundation.files.staging import too_large
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind

MAX_CHUNK: Final = 1024 * 1024
LIFETIME: Final = timedelta(hours=24)
LONGEST: Final = timedelta(hours=72)
"""An upload lives a day from its last bytes, and three from its first, whatever trickles in."""


@transaction.atomic
def create(actor: Actor, *, size: int, name: str, owner_token: str = "", now: datetime) -> UploadInfo:
    """Begin an upload of `size` bytes for an account, or for the holder of `owner_token` when nobody is signed in.

    Refuses an empty file, one larger than the bound, and what `quotas.require_turn` refuses: too many at once, or
    within an hour, of one account or one address.
    """
    if size == 0:
        raise EmptyFile
    if size < 0:
        raise BadUploadRequest
    if size > settings.FILE_MAX_BYTES:
        raise too_large(settings.FILE_MAX_BYTES)
    quotas.require_turn(actor, _owner(actor, owner_token), now=now)
    upload = Upload.objects.create(
        account=actor.account_id,
        token_hash="" if actor.account_id else _hash(owner_token),
        origin=quotas.origin_of(actor),
        name=name[:1000],
        size=size,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return _to_info(upload)


def get_upload(actor: Actor, *, upload_id: UUID, owner_token: str = "", now: datetime) -> UploadInfo:
    """Return how far an upload of this actor has come. Raises UploadMissing, also for somebody else's."""
    return _to_info(_access(actor, upload_id, owner_token, now))


def append(
    actor: Actor, *, upload_id: UUID, offset: int, data: bytes, owner_token: str = "", now: datetime
) -> UploadInfo:
    """Take the next bytes; after the last ones the file is judged and kept.

    Of two that send at once one wins, the other gets OffsetConflict. Refuses a chunk of more than 1 MB, one past the
    announced size, and bytes for which there is no room (`quotas.require_room`); what has come stays. A file that
    `actions.save` refuses for what it is ends the upload; when the store is full or down the upload stays whole and
    waits for `claim`.
    """
    if len(data) > MAX_CHUNK:
        raise ChunkTooLarge
    upload = _append(actor, upload_id, offset, data, owner_token, now)
    if upload.offset < upload.size:
        return _to_info(upload)
    finish(actor, upload_id=upload_id, owner_token=owner_token, now=now)
    return get_upload(actor, upload_id=upload_id, owner_token=owner_token, now=now)


@transaction.atomic
def _append(actor: Actor, upload_id: UUID, offset: int, data: bytes, owner_token: str, now: datetime) -> Upload:
    upload = _access(actor, upload_id, owner_token, now, lock=True)
    if upload.offset != offset:
        raise OffsetConflict(offset=upload.offset)
    if offset + len(data) > upload.size:
        raise BadUploadRequest
    if offset == 0 and len(data) >= min(1024, upload.size) and sniff(data) is None:
        raise actions.wrong_type(data)
    if data:
        quotas.require_room(upload, len(data), now=now)
        UploadChunk.objects.create(upload=upload, offset=offset, data=data)
        upload.offset += len(data)
        upload.expires_at = min(now + LIFETIME, upload.created_at + LONGEST)
        upload.save(update_fields=["offset", "expires_at"])
    return upload


def finish(actor: Actor, *, upload_id: UUID, owner_token: str = "", now: datetime) -> FileInfo:
    """Make a file of an upload whose bytes have all come; the same file again when it is one already.

    Raises UploadMissing, UploadUnfinished, and what `actions.save` refuses; a refusal for good ends the upload.
    """
    refusal: DomainError
    with transaction.atomic():
        upload = _access(actor, upload_id, owner_token, now, lock=True)
        if upload.file is not None:
            return upload.file.to_info()
        if upload.offset < upload.size:
            raise UploadUnfinished
        try:
            info = actions.save(actor, stream=_Joined(upload), name=upload.name, now=now)
        except DomainError as error:
            if error.kind is Kind.UNAVAILABLE:
                raise
            refusal = error
            upload.delete()
        else:
            upload.file = FileObject.objects.get(pk=info.id)
            upload.save(update_fields=["file"])
            upload.chunks.all().delete()
            return info
    raise refusal


def claim_upload(actor: Actor, *, upload_id: UUID, owner_token: str = "", now: datetime | None = None) -> FileInfo:
    """Return the file of a finished upload of this actor, for the room that attaches it; may be asked again.

    An anonymous actor proves ownership with the token of the session (`owner_token`). Raises UploadMissing (also for
    an upload of somebody else), UploadUnfinished, and what `save` refuses.
    """
    return finish(actor, upload_id=upload_id, owner_token=owner_token, now=now or clock.now())


@transaction.atomic
def terminate(actor: Actor, *, upload_id: UUID, owner_token: str = "", now: datetime) -> None:
    """Give an upload up; its bytes are gone. A file already made of it stays: it may be attached somewhere."""
    _access(actor, upload_id, owner_token, now, lock=True).delete()


def remove_expired(*, now: datetime | None = None) -> int:
    """Remove uploads past their time, a hundred in one transaction; return how many. Files made of them stay."""
    moment, total = now or clock.now(), 0
    while True:
        with transaction.atomic():
            expired = Upload.objects.filter(expires_at__lte=moment).select_for_update(skip_locked=True)
            ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:100])
            Upload.objects.filter(pk__in=ids).delete()
        total += len(ids)
        if len(ids) < 100:
            return total


class _Joined:
    """The chunks of an upload, one after the other, one in memory at a time."""

    def __init__(self, upload: Upload) -> None:
        self._parts = self._read_parts(upload)
        self._rest = b""

    @staticmethod
    def _read_parts(upload: Upload) -> Iterator[bytes]:
        offset = 0
        while offset < upload.size:
            part = bytes(UploadChunk.objects.values_list("data", flat=True).get(upload=upload, offset=offset))
            offset += len(part)
            yield part

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            self._rest = next(self._parts, b"")
        block, self._rest = self._rest[:size], self._rest[size:]
        return block


def _access(actor: Actor, upload_id: UUID, owner_token: str, now: datetime, *, lock: bool = False) -> Upload:
    """Return the upload when it is this actor's and not past its time; missing and foreign look the same."""
    found: QuerySet[Upload] = Upload.objects.filter(_owner(actor, owner_token), pk=upload_id, expires_at__gt=now)
    upload = (found.select_for_update(of=("self",)) if lock else found).first()
    if upload is None:
        raise UploadMissing
    return upload


def _owner(actor: Actor, owner_token: str) -> Q:
    if actor.account_id is not None:
        return Q(account=actor.account_id, token_hash="")
    if len(owner_token) < 32:
        raise UploadMissing
    return Q(account=None, token_hash=_hash(owner_token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _to_info(upload: Upload) -> UploadInfo:
    expires = http_date(upload.expires_at.timestamp())
    return UploadInfo(upload.pk, upload.size, upload.offset, expires, upload.file_id)
