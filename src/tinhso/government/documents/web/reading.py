"""What pages about documents send, turned into what verbs take."""

from collections.abc import Mapping, MutableMapping
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.documents.actions._secrecy import refuse_secret
from tinhso.government.documents.data import FileRole, NewFile
from tinhso.government.documents.errors import BadDocument, SecretRefused
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.parse import uuid_of

ASKED_LATER: Final = "hỏi khi vào sổ"
"""Doubtful words are asked about by the verb, with what the clerk says of them."""
END_OF_DAY: Final = time(17)
MAX_UPLOADS: Final = 20
SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_LARGE})
REFUSALS: Final = frozenset({"documents.illegal_move"})


def end_of(day: date | None) -> datetime | None:
    """Return the end of a working day: a due time is typed as a day."""
    return datetime.combine(day, END_OF_DAY, LOCAL_ZONE) if day else None


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what was refused by field, or raise it again when no form can mend it."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}


def kept_files(request: HttpRequest, actor: Actor, errors: MutableMapping[str, str], *, now: datetime) -> list[NewFile]:
    """Return what was uploaded now and in an earlier try of the same form, kept; the first is the main one."""
    known = [one for text in request.POST.getlist("tep_da_tai")[:MAX_UPLOADS] if (one := uuid_of(text))]
    ids = [one.id for one in files.require_own(actor, file_ids=known)]
    ordered = [one for one in known if one in ids and f"bo_tep_{one}" not in request.POST]
    uploads = request.FILES.getlist("tep")[: MAX_UPLOADS + 1]
    if len(uploads) + len(ordered) > MAX_UPLOADS:
        errors["tep"] = _("Đính kèm tối đa %(n)s tệp mỗi lần.") % {"n": MAX_UPLOADS}
        return [_file(place, one) for place, one in enumerate(ordered)]
    for upload in uploads:
        try:
            ordered.append(files.save(actor, stream=upload.file, name=upload.name or "van-ban.pdf", now=now).id)
        except DomainError as refused:
            if refused.kind not in SAID:
                raise
            errors["tep"] = f"{upload.name}: {_(refused.sentence)}"
    return [_file(place, one) for place, one in enumerate(dict.fromkeys(ordered))]


def _file(place: int, file_id: UUID) -> NewFile:
    return NewFile(file_id, FileRole.APPENDIX if place else FileRole.MAIN)


def shown_files(wanted: list[NewFile]) -> list[files.FileInfo]:
    """Return the records of files that a form shows again."""
    return files.list_infos([one.file_id for one in wanted])


def readers_in(post: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Return the accounts ticked as readers."""
    listed = post.getlist("nguoi_xem") if hasattr(post, "getlist") else []
    return tuple(one for text in listed[:100] if (one := uuid_of(text)))


def raise_errors(errors: Mapping[str, str]) -> None:
    """Refuse a form with what was found wrong with it already."""
    if errors:
        raise BadDocument(fields=dict(errors))


def secrecy_in(post: Mapping[str, Any]) -> dict[str, str]:
    """Return what to say of a form whose words bear a mark of secrecy, before anything of it is kept; {} otherwise."""
    texts = [str(post.get(name, ""))[:2000] for name in ("trich_yeu", "ghi_chu")]
    try:
        refuse_secret(*texts, code=str(post.get("so_ky_hieu", ""))[:200], reason=ASKED_LATER)
    except SecretRefused as refused:
        return {"all": _(refused.sentence)}
    return {}
