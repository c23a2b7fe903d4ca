"""Papers as they come in: plain multipart files, finished resumable uploads, and those kept from a refused attempt."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.files.public import FileInfo
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError


@dataclass(slots=True)
class Taken:
    """What one slot brought: the files kept, and the sentence about the first that was refused."""

    kept: list[FileInfo] = field(default_factory=list)
    error: str = ""


def take(request: HttpRequest, actor: Actor, *, slot: str, now: datetime) -> Taken:
    """Keep every file of one slot; one that is refused does not lose the others (U-02).

    Reads files posted as `slot`, addresses of finished uploads as `slot`-upload, and ids as `slot`-kept.
    """
    taken = Taken()
    for posted in request.FILES.getlist(slot):
        _keep(taken, lambda posted=posted: files.save(actor, stream=posted, name=posted.name or "", now=now))  # type: ignore[misc]
    for address in request.POST.getlist(f"{slot}-upload"):
        upload_id = _uuid(address.rstrip("/").rpartition("/")[2])
        if upload_id is not None:
            _keep(taken, lambda upload_id=upload_id: files.claim_upload(actor, upload_id=upload_id, now=now))  # type: ignore[misc]
    kept = [one for one in map(_uuid, request.POST.getlist(f"{slot}-kept")) if one is not None]
    taken.kept += files.list_infos(kept)
    return taken


def _keep(taken: Taken, act: Callable[[], FileInfo]) -> None:
    try:
        info = act()
    except DomainError as refusal:
        taken.error = taken.error or refusal.sentence
        return
    taken.kept.append(info)


def fault_of(info: FileInfo) -> str:
    """Look at the store again: return a sentence when a paper is not there or empty, "" when it is whole."""
    try:
        with closing(files.open_file(info.id)) as stored:
            is_there = info.size > 0 and bool(stored.read(1))
    except DomainError:
        is_there = False
    return "" if is_there else _("Tệp %(name)s chưa được lưu trọn vẹn. Xóa tệp này rồi gửi lại.") % {"name": info.name}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
