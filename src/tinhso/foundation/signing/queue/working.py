"""The worker's side: claim one request, sign outside any transaction, keep the result once.

A claim is a token with an end. What is written afterwards is written only under the same token: a worker that died
after signing leaves nothing behind and another signs again; a slow one that comes back late finds its claim gone. So a
request has one result whatever dies in between.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.signing.actions import sign_pdf
from tinhso.foundation.signing.data import Appearance, Look, Profile, SignedPdf
from tinhso.foundation.signing.events import SignatureFailed, SignatureMade
from tinhso.foundation.signing.lasting.keeping import look_after
from tinhso.foundation.signing.models import SignatureRequest
from tinhso.foundation.signing.queue.data import RequestState
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=100)
FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(minutes=15)
FAULT_TRIES: Final = 5
"""How often something unforeseen is tried again before a person must look."""


def work() -> bool:
    """Make the next signature that is due; tell whether there was one."""
    claimed = claim(clock.now())
    if claimed is None:
        return False
    make(claimed)
    return True


def work_on(request_id: UUID) -> bool:
    """Make one certain signature here and now if it waits; tell whether it was taken on. For loaders of examples."""
    claimed = claim(clock.now(), request_id=request_id)
    if claimed is None:
        return False
    make(claimed)
    return True


def claim(now: datetime, *, request_id: UUID | None = None) -> SignatureRequest | None:
    """Take the request that waits longest (or the one named), or one whose worker died, for 100 seconds."""
    due = Q(state=RequestState.WAITING.value, next_try_at__lte=now) | Q(
        state=RequestState.WORKING.value, claimed_until__lt=now
    )
    if request_id is not None:
        due &= Q(id=request_id)
    with transaction.atomic():
        row = SignatureRequest.objects.select_for_update(skip_locked=True).filter(due).order_by("next_try_at").first()
        if row is None:
            return None
        row.state, row.claim, row.claimed_until = RequestState.WORKING.value, uuid7(), now + LEASE
        row.tries += 1
        row.save(update_fields=["state", "claim", "claimed_until", "tries"])
        return row


def make(row: SignatureRequest) -> None:
    """Sign what was claimed and keep it, or say why not."""
    try:
        signed = _signed(row)
    except DomainError as refused:
        _refused(row, refused)
    except Exception as fault:
        log.exception("signing.queue_fault", request=str(row.id), error=type(fault).__name__)
        _refused(row, None)
    else:
        finish(row, signed)


def _signed(row: SignatureRequest) -> SignedPdf:
    from tinhso.foundation.signing.formats.office import require_numbered
    from tinhso.foundation.signing.formats.places import SEAL

    pdf = files.read_bytes(row.file_id)
    if row.anchor == SEAL and row.look == Look.SEAL.value:
        require_numbered(pdf)
    return sign_pdf(
        pdf,
        key_ref=row.key_ref,
        appearance=Appearance(
            anchor=row.anchor,
            name=row.name,
            image=bytes(row.image) if row.image else None,
            location=row.location,
            look=Look(row.look),
            near=row.near,
            words=tuple(row.words),
        ),
        reason=row.reason,
        profile=Profile(row.profile),
        now=clock.now(),
    )


@transaction.atomic
def finish(row: SignatureRequest, signed: SignedPdf) -> bool:
    """Keep the signed file under the claim it was made with; False when the claim is gone: then it is thrown away."""
    now = clock.now()
    held = _held(row)
    if held is None:
        return False
    actor = asker_of(held)
    kept = files.keep_made(signed.data, name=_name(held), actor=actor, now=now)
    held.state, held.ended_at, held.claim, held.problem = RequestState.DONE.value, now, None, ""
    held.result_file_id, held.result_sha256 = kept.id, kept.sha256
    held.save()
    if Profile(held.profile).is_long_term:
        look_after(
            file_id=kept.id, subject_kind=held.subject_kind, subject_id=held.subject_id, title=held.title, now=now
        )
    audit.record(
        actor,
        verb="signing.signature_made",
        subject_kind=held.subject_kind,
        subject_id=held.subject_id,
        detail={"file": str(kept.id), "sha256": kept.sha256, "profile": held.profile},
    )
    announce(
        SignatureMade(held.id, held.subject_kind, held.subject_id, held.file_id, kept.id, kept.sha256, held.profile),
        actor=actor,
    )
    return True


@transaction.atomic
def _refused(row: SignatureRequest, refused: DomainError | None) -> None:
    """Let a request wait longer when the outside is silent; end it when the answer will not change by waiting."""
    held, now = _held(row), clock.now()
    if held is None:
        return
    held.problem = str(refused.sentence) if refused else "Có lỗi ngoài dự kiến khi ký. Hệ thống sẽ thử lại."
    held.claim = None
    waits = refused.kind is Kind.UNAVAILABLE if refused else held.tries < FAULT_TRIES
    if waits:
        held.state, held.next_try_at = RequestState.WAITING.value, now + wait_after(held.tries)
    else:
        held.state, held.ended_at = RequestState.FAILED.value, now
        announce(
            SignatureFailed(held.id, held.subject_kind, held.subject_id, held.file_id, held.problem),
            actor=asker_of(held),
        )
    held.save(update_fields=["problem", "claim", "state", "next_try_at", "ended_at"])


def wait_after(tries: int) -> timedelta:
    """Return how long to wait: 15 seconds, twice as long each time, a quarter of an hour at most."""
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)


def asker_of(row: SignatureRequest) -> Actor:
    """Return who asked, as far as keeping and recording need them: without any ability."""
    return Actor(
        kind=ActorKind.OFFICER if row.asked_by_id else ActorKind.SYSTEM,
        account_id=row.asked_by_id,
        name=row.asked_by,
        title=row.asked_by_title,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
    )


def _held(row: SignatureRequest) -> SignatureRequest | None:
    claim_id: UUID | None = row.claim
    return (
        SignatureRequest.objects.select_for_update()
        .filter(id=row.id, claim=claim_id, state=RequestState.WORKING.value)
        .first()
    )


def _name(row: SignatureRequest) -> str:
    stem = files.get_info(row.file_id).name.removesuffix(".pdf")
    return f"{stem[:180]}.pdf"
