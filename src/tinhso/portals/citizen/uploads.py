"""Papers as they come in: plain multipart files, finished resumable uploads, and those kept from a refused attempt."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.files.public import FileInfo
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import uuid_of

MAX_KEPT: Final = 60
"""As many papers as a dossier takes."""


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
        upload_id = uuid_of(address.rstrip("/").rpartition("/")[2])
        if upload_id is not None:
            _keep(taken, lambda upload_id=upload_id: files.claim_upload(actor, upload_id=upload_id, now=now))  # type: ignore[misc]
    taken.kept += _kept_before(request, actor, slot)
    return taken


def _kept_before(request: HttpRequest, actor: Actor, slot: str) -> list[FileInfo]:
    """Return the files of this actor's own that a refused attempt left. Raises FileMissing for any other id."""
    posted = request.POST.getlist(f"{slot}-kept")[:MAX_KEPT]
    ids = [one for one in map(uuid_of, posted) if one is not None]
    files.require_own(actor, file_ids=ids)
    return files.list_infos(ids)


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
