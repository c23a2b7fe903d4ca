"""Taking files in: loose ones, and those in ZIP files, each bounded before it is unpacked."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.signing.checks.data import CheckInfo, CheckState
from tinhso.foundation.signing.checks.models import CheckedFile, SignatureCheck
from tinhso.foundation.signing.errors import CheckNotFound, NothingToCheck, TooMuchToCheck, ZipRefused
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

MAX_FILES: Final = 5000
MAX_TOTAL: Final = 300 * 1024 * 1024
MAX_OPEN: Final = 3
LASTS: Final = timedelta(days=30)
FLUSH: Final = 8 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
)


class Sent(Protocol):
    """A file as a form sends it."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    @property
    def file(self) -> IO[bytes] | None: ...


@transaction.atomic
def ask_check(actor: Actor, *, sent: Sequence[Sent], title: str = "", now: datetime) -> CheckInfo:
    """Take files in to be checked in the background; what is in a ZIP file counts one by one.

    Raises NothingToCheck, TooMuchToCheck (5,000 files, 300 MB unpacked, FILE_MAX_MB each, three lots open at a time),
    ZipRefused (damaged, or with a password).
    """
    if actor.account_id is None:
        raise CheckNotFound
    own = SignatureCheck.objects.select_for_update().filter(account_id=actor.account_id)
    if len(own.filter(state=CheckState.WAITING.value)[:MAX_OPEN]) >= MAX_OPEN:
        raise TooMuchToCheck(_("Ông/Bà đang có ba đợt chưa xong. Chờ một đợt xong hoặc xóa bớt rồi gửi tiếp."))
    named = clean_line(title)[:200] or next((clean_line(one.name or "")[:200] for one in sent), "")
    row = SignatureCheck.objects.create(
        account_id=actor.account_id,
        title=named or _("Đợt kiểm tra"),
        state=CheckState.WAITING.value,
        total=0,
        asked_at=now,
        forgotten_at=now + LASTS,
        next_at=now,
    )
    row.total = _keep(row, _all_of(sent))
    if not row.total:
        raise NothingToCheck
    row.save(update_fields=["total"])
    audit.record(
        actor,
        verb="signing.check_asked",
        subject_kind="signing.check",
        subject_id=row.id,
        detail={"files": row.total},
    )
    return row.to_info({})


def _keep(row: SignatureCheck, found: Iterable[tuple[str, bytes]]) -> int:
    count = total = held = 0
    waiting: list[CheckedFile] = []
    for name, data in found:
        count, total, held = count + 1, total + len(data), held + len(data)
        if count > MAX_FILES or total > MAX_TOTAL:
            raise TooMuchToCheck
        digest = hashlib.sha256(data).hexdigest()
        waiting.append(CheckedFile(check_of=row, place=count, name=name, size=len(data), sha256=digest, content=data))
        if held > FLUSH:
            CheckedFile.objects.bulk_create(waiting)
            waiting, held = [], 0
    CheckedFile.objects.bulk_create(waiting)
    return count


def _all_of(sent: Sequence[Sent]) -> Iterator[tuple[str, bytes]]:
    for one in sent:
        if one.file is None:
            continue
        one.file.seek(0)
        head = one.file.read(4)
        one.file.seek(0)
        if head == _ZIP:
            yield from _unpacked(one.file)
        else:
            yield _named(one.name or ""), _bounded(one.file)


def _unpacked(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield what a ZIP file holds, read within its bounds whatever the archive says of sizes."""
    try:
        with zipfile.ZipFile(stream) as archive:
            inside = [
                one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")
            ]
            if len(inside) > MAX_FILES:
                raise TooMuchToCheck
            for one in inside:
                if one.flag_bits & 1:
                    raise ZipRefused
                with archive.open(one) as content:
                    yield _named(one.filename), _bounded(content)
    except _ZIP_FAULTS:
        raise ZipRefused from None


def _bounded(stream: IO[bytes]) -> bytes:
    limit: int = settings.FILE_MAX_BYTES
    data = io.BytesIO()
    while part := stream.read(1024 * 1024):
        data.write(part)
        if data.tell() > limit:
            raise TooMuchToCheck(
                _("Có tệp lớn hơn %(n)d MB. Bỏ tệp đó ra rồi gửi lại.") % {"n": limit // (1024 * 1024)}
            )
    return data.getvalue()


def _named(name: str) -> str:
    return clean_line(name.replace("\x00", ""))[-300:] or _("không có tên")


@transaction.atomic
def drop_check(actor: Actor, *, check_id: UUID) -> None:
    """Delete a lot of one's own with its files and its report; what is being read is thrown away. On record."""
    row = SignatureCheck.objects.select_for_update().filter(id=check_id).first()
    if row is None or row.account_id != actor.account_id:
        raise CheckNotFound
    audit.record(
        actor,
        verb="signing.check_dropped",
        subject_kind="signing.check",
        subject_id=row.id,
        detail={"files": row.total},
    )
    row.delete()


def forget_old(*, now: datetime) -> int:
    """Delete reports whose term is over, and empty lots nobody could read within a day; return how many went."""
    stopped = SignatureCheck.objects.filter(state=CheckState.WAITING.value, asked_at__lt=now - timedelta(days=1))
    CheckedFile.objects.filter(check_of__in=stopped).update(content=b"")
    stopped.update(state=CheckState.STOPPED.value, ended_at=now, claim=None)
    gone, _kinds = SignatureCheck.objects.filter(forgotten_at__lte=now).delete()
    return gone
