"""Writes of the queue by those who ask: asking, cancelling, asking again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.signing.actions import usable_key
from tinhso.foundation.signing.data import Appearance, ConsentNeed, Profile
from tinhso.foundation.signing.errors import ConsentNeeded, KeyNotFound, RequestClosed, RequestNotFound, TooManyRequests
from tinhso.foundation.signing.formats.profiles import wanted_profile
from tinhso.foundation.signing.keyring import may_use
from tinhso.foundation.signing.models import SignatureRequest
from tinhso.foundation.signing.queue.data import OPEN, RequestInfo, RequestState, Wanted
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import clean_line

MAX_BATCH: Final = 100


def ask_signature(  # noqa: PLR0913 - these are the parts of one request
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    file_id: UUID,
    key_ref: str,
    appearance: Appearance,
    profile: Profile | None = None,
    reason: str = "",
    title: str = "",
    now: datetime,
) -> RequestInfo:
    """Ask for one signature on a kept PDF; it is made soon, and announced by SignatureMade or SignatureFailed.

    Call it in the transaction of the verb it belongs to: nothing outside is waited for. Asking twice for the same place
    of the same file gives the same request. `profile` is the installation's unless named. Raises KeyNotFound (also when
    this actor may not use the key), KeyNotUsable, KeyOutOfDate, ConsentNeeded for a key that asks its holder each time.
    """
    wanted = Wanted(subject_kind, subject_id, file_id, appearance, title)
    return _ask(actor, [wanted], key_ref=key_ref, profile=profile, reason=reason, batch_id=None, now=now)[0]


def ask_signatures(
    actor: Actor,
    *,
    wanted: Sequence[Wanted],
    key_ref: str,
    profile: Profile | None = None,
    reason: str = "",
    now: datetime,
) -> tuple[RequestInfo, ...]:
    """Ask for up to 100 signatures by one consent; each is reported by itself. Raises what `ask_signature` raises."""
    if not 1 <= len(wanted) <= MAX_BATCH:
        raise TooManyRequests
    return _ask(actor, wanted, key_ref=key_ref, profile=profile, reason=reason, batch_id=uuid7(), now=now)


@transaction.atomic
def _ask(
    actor: Actor,
    wanted: Sequence[Wanted],
    *,
    key_ref: str,
    profile: Profile | None,
    reason: str,
    batch_id: UUID | None,
    now: datetime,
) -> tuple[RequestInfo, ...]:
    if not may_use(actor, key_ref):
        raise KeyNotFound
    key = usable_key(key_ref, None, now)
    if key.consent != ConsentNeed.NONE.value:
        raise ConsentNeeded
    chosen = (profile or wanted_profile()).value
    rows = []
    for one in wanted:
        files.get_info(one.file_id)
        row, made = SignatureRequest.objects.get_or_create(
            file_id=one.file_id,
            anchor=one.appearance.anchor,
            look=one.appearance.look.value,
            state__in=(*OPEN, RequestState.DONE.value),
            defaults=_row(actor, one, reason)
            | {
                "state": RequestState.WAITING.value,
                "key_ref": key_ref,
                "profile": chosen,
                "batch_id": batch_id,
                "asked_at": now,
                "next_try_at": now,
            },
        )
        rows.append(row)
        if made:
            audit.record(
                actor,
                verb="signing.signature_asked",
                subject_kind=one.subject_kind,
                subject_id=one.subject_id,
                detail={"file": str(one.file_id), "profile": chosen, "key": key.serial},
            )
    return tuple(row.to_info() for row in rows)


def _row(actor: Actor, one: Wanted, reason: str) -> dict[str, object]:
    look = one.appearance
    return {
        "subject_kind": one.subject_kind,
        "subject_id": one.subject_id,
        "title": clean_line(one.title)[:300],
        "reason": clean_line(reason)[:300],
        "name": look.name,
        "image": look.image,
        "location": look.location,
        "near": look.near,
        "words": list(look.words),
        "asked_by_id": actor.account_id,
        "asked_by": actor.name,
        "asked_by_title": actor.title,
        "unit_id": actor.unit_id,
        "unit_name": actor.unit_name,
    }


@transaction.atomic
def cancel_request(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Take back a request that is not made yet; a signature being made at this moment is thrown away.

    Only who asked may, or the system. Raises RequestNotFound, RequestClosed.
    """
    row = _own(actor, request_id)
    if row.state not in OPEN:
        raise RequestClosed
    row.state, row.ended_at, row.claim = RequestState.CANCELLED.value, now, None
    row.save(update_fields=["state", "ended_at", "claim"])
    _note(actor, row, "signing.signature_cancelled")
    return row.to_info()


@transaction.atomic
def try_again(actor: Actor, *, request_id: UUID, now: datetime) -> RequestInfo:
    """Try a waiting or failed request now. Only who asked may, or the system. Raises RequestNotFound, RequestClosed."""
    row = _own(actor, request_id)
    if row.state not in (RequestState.WAITING.value, RequestState.FAILED.value):
        raise RequestClosed
    taken = SignatureRequest.objects.filter(
        file_id=row.file_id, anchor=row.anchor, look=row.look, state__in=(*OPEN, RequestState.DONE.value)
    ).exclude(id=row.id)
    if taken.exists():
        raise RequestClosed
    row.state, row.next_try_at, row.ended_at = RequestState.WAITING.value, now, None
    row.save(update_fields=["state", "next_try_at", "ended_at"])
    _note(actor, row, "signing.signature_asked_again")
    return row.to_info()


def _own(actor: Actor, request_id: UUID) -> SignatureRequest:
    row = SignatureRequest.objects.select_for_update().filter(id=request_id).first()
    mine = actor.account_id is not None and row is not None and row.asked_by_id == actor.account_id
    if row is None or not (mine or actor.kind is ActorKind.SYSTEM):
        raise RequestNotFound
    return row


def _note(actor: Actor, row: SignatureRequest, verb: str) -> None:
    audit.record(
        actor, verb=verb, subject_kind=row.subject_kind, subject_id=row.subject_id, detail={"request": str(row.id)}
    )
