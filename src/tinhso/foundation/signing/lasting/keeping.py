"""Taking files in, and telling their newest version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.signing.data import Profile
from tinhso.foundation.signing.errors import NotLooked
from tinhso.foundation.signing.lasting.algorithms import FAR, table
from tinhso.foundation.signing.lasting.data import OPEN, LastingInfo, LastingState
from tinhso.foundation.signing.models import LastingFile, Renewal, SignatureRequest
from tinhso.foundation.signing.queue.data import RequestState
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor

LONG_TERM: Final = [one.value for one in Profile if one.is_long_term]
BATCH: Final = 500


def look_after(*, file_id: UUID, subject_kind: str, subject_id: UUID, title: str = "", now: datetime) -> None:
    """Have a kept PDF with a time-stamp stamped anew for as long as it is kept (lưu giữ lâu dài chữ ký).

    Call it in the transaction that keeps the file; handing the same file in twice is one. `subject` is what it belongs
    to: a later version of it that holds this one whole takes its place. The queue hands in what it signs B-LT or B-LTA.
    """
    kept = files.get_info(file_id)
    LastingFile.objects.get_or_create(
        file_id=file_id,
        defaults={
            "current_file_id": file_id,
            "current_sha256": kept.sha256,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "title": title or kept.name,
            "state": LastingState.NEW.value,
            "kept_at": now,
            "next_at": now,
        },
    )


def newest_of(file_id: UUID) -> UUID:
    """Return the newest version of a signed file: itself, unless its proofs were renewed since."""
    found = LastingFile.objects.filter(file_id=file_id).values_list("current_file_id", flat=True).first()
    return found or file_id


def newest_among(file_ids: Sequence[UUID]) -> list[UUID]:
    """Return the newest version of each file, in the same order, by one query."""
    found = dict(LastingFile.objects.filter(file_id__in=file_ids).values_list("file_id", "current_file_id"))
    return [found.get(one, one) for one in file_ids]


def original_of(sha256: str) -> UUID | None:
    """Return the file whose renewed version has this SHA-256 (hexadecimal), as it was handed in; None for no such."""
    rows = Renewal.objects.filter(new_sha256=sha256).order_by("-id")
    return rows.values_list("lasting__file_id", flat=True).first()


def adopt(*, now: datetime) -> int:
    """Take in what the queue signed long-term before anybody looked after it; return how many (at most 500)."""
    signed = SignatureRequest.objects.filter(state=RequestState.DONE.value, profile__in=LONG_TERM)
    left = signed.exclude(result_file_id__in=LastingFile.objects.values("file_id")).order_by("id")[:BATCH]
    rows = list(left)
    for row in rows:
        if row.result_file_id is not None:
            look_after(
                file_id=row.result_file_id,
                subject_kind=row.subject_kind,
                subject_id=row.subject_id,
                title=row.title,
                now=now,
            )
    return len(rows)


def reckon_again() -> int:
    """Move every file's turn to where the table of algorithms has it now; return how many moved (each night)."""
    known, moved = table(), 0
    rows = LastingFile.objects.filter(state=LastingState.KEPT.value)
    for names in rows.order_by("algorithms").values_list("algorithms", flat=True).distinct()[:BATCH]:
        end, _which = known.first_end(names.split())
        ends = Least(F("certificate_ends_at"), end) if end < FAR else F("certificate_ends_at")
        changed = rows.filter(algorithms=names, problem="").exclude(ends_at=ends)
        moved += changed.update(ends_at=ends, next_at=ends - known.ahead)
    return moved


def sweep() -> int:
    """Adopt and reckon again (each night)."""
    return adopt(now=clock.now()) + reckon_again()


def get_lasting(lasting_id: UUID) -> LastingInfo:
    """Return how a file stands. Raises NotLooked. For the operator."""
    row = LastingFile.objects.filter(id=lasting_id).first()
    if row is None:
        raise NotLooked
    return row.to_info()


def trail_of(lasting_id: UUID) -> list[Renewal]:
    """Return a file's renewals, newest first, at most 100."""
    return list(Renewal.objects.filter(lasting_id=lasting_id).order_by("-id")[:100])


@transaction.atomic
def attend_now(actor: Actor, *, lasting_id: UUID, now: datetime) -> None:
    """Give a file its turn now, whatever it waits for; on record. Raises NotLooked, also for a closed one."""
    row = LastingFile.objects.select_for_update().filter(id=lasting_id, state__in=OPEN).first()
    if row is None:
        raise NotLooked
    row.next_at = now
    row.save(update_fields=["next_at"])
    audit.record(
        actor, verb="signing.renewal_asked", subject_kind=row.subject_kind, subject_id=row.subject_id, detail={}
    )
