"""From the signature to the register: number and date filled in, the agency's seal asked for, the issue decided on.

The clerk's decision waits with the seal; when that is made, `signed` puts the document into its register and sends it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.drafting import access, copies, seals
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions.copying import require_ready
from tinhso.government.drafting.data import ISSUE_WORK, SIGNING_WORK, DraftInfo, Status
from tinhso.government.drafting.errors import BadDraft, DraftMissing
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.rules.content import from_json
from tinhso.government.drafting.signing_data import SigningStage, SigningState
from tinhso.government.drafting.signing_models import DraftSigning
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day

BATCH = 200


@transaction.atomic
def issue(
    actor: Actor,
    *,
    draft_id: UUID,
    recipients: Sequence[documents.Recipient],
    restricted_to: Sequence[UUID] = (),
    no_secret: bool = False,
    warning_reason: str = "",
    now: datetime,
) -> DraftInfo:
    """Give a signed draft its number and day and have it sealed; sealed, it is registered and sent (phát hành).

    The number is the register's next, held for this paper and filled into the place left before the signature; the
    queue is asked for the agency's seal over both. Until it is made the draft stands at «Đang được đóng dấu số». All
    that `documents.issue` would refuse is looked at now. `restricted_to` names who alone may open it there. Raises
    DraftMissing unless the actor issues for the unit, BadDraft without recipients, KeyNotFound without a seal key, and
    what `documents` and `signing` refuse.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    if not access.may_issue(actor, draft):
        raise DraftMissing
    _write.require(draft, Status.SIGNED)
    require_ready(draft)
    if not recipients:
        sentence = _("Chọn ít nhất một nơi nhận.")
        raise BadDraft(sentence, fields={"noi_nhan": sentence})
    given = draft.signatures.get(voided_at=None)
    order = {
        "recipients": [_as_json(one) for one in recipients],
        "restricted_to": [str(one) for one in restricted_to],
        "no_secret": no_secret,
        "warning_reason": warning_reason,
    }
    documents.require_issuable(actor, outgoing=outgoing_of(draft, order, file_id=given.file_id), now=now)
    row = _numbered(actor, draft, order, file_id=given.file_id, now=now)
    row.request_id = ask_seal(draft, row, now=now)
    row.save()
    draft.status = Status.SEALING
    _write.close_work(actor, draft, kind=ISSUE_WORK, now=now)
    title = _("Đang được đóng dấu số")
    _write.open_work(draft, SIGNING_WORK, title, assignee_id=None, role="clerk", act="signing", now=now)
    _write.record(actor, draft, "seal_asked", code=row.code, recipients=len(recipients))
    return _write.touched(draft, "status", now=now)


def _numbered(actor: Actor, draft: Draft, order: dict[str, Any], *, file_id: UUID, now: datetime) -> DraftSigning:
    """Return the row of a seal to be asked for: number and date are on its file."""
    held = _number(actor, draft, now=now)
    pdf = seals.numbered(files.read_bytes(signing.newest_of(file_id)), code=held.code, on=held.on)
    kept = files.keep_made(pdf, name=f"{held.code.replace('/', '-')}.pdf", actor=actor, now=now)
    return DraftSigning(
        draft=draft,
        stage=SigningStage.SEAL,
        round=draft.round,
        version=draft.head,
        who_id=access.account_of(actor),
        who_name=actor.name[:200],
        who_title=actor.title[:200],
        file_id=kept.id,
        held_id=held.id,
        code=held.code,
        on=held.on,
        order=order,
        asked_at=now,
    )


def _number(actor: Actor, draft: Draft, *, now: datetime) -> documents.HeldNumber:
    """Return the number for this paper: one taken back with an earlier seal of the same day, else the next."""
    left = _left_over().filter(draft=draft).order_by("id").last()
    if left is not None and left.held_id is not None and left.on == local_day(now):
        held = documents.HeldNumber(left.held_id, left.code, left.on)
        left.held_id = None
        left.save(update_fields=["held_id"])
        return held
    return documents.hold_number(
        actor,
        unit_id=draft.unit_id,
        kind=draft.kind,
        maker_id=draft.id,
        purpose=_write.shown(draft)[:200],
        symbol_tail=draft.symbol_tail,
        now=now,
    )


def ask_seal(draft: Draft, row: DraftSigning, *, now: datetime) -> UUID:
    """Ask for the agency's seal on the numbered paper of a row. Raises as `seals.ask_seal`."""
    if row.file_id is None:
        raise DraftMissing
    return seals.ask_seal(
        organisations.get_unit(draft.unit_id),
        draft_id=draft.id,
        file_id=row.file_id,
        title=f"{row.code}, {_write.shown(draft)}",
        mark=copies.mark_of(draft) if draft.copies_id else (),
        now=now,
    )


def void_numbers(now: datetime | None = None) -> int:
    """Make void the numbers of papers whose seal was taken back before today; return how many. The nightly job."""
    moment, done = now or clock.now(), 0
    while part := _void_some(moment):
        done += part
    return done


@transaction.atomic
def _void_some(now: datetime) -> int:
    rows = _left_over().filter(on__lt=local_day(now)).order_by("on", "id")
    batch = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for row in batch:
        if row.held_id is not None:
            documents.void_held(SYSTEM, held_id=row.held_id, reason=_("Văn thư thôi phát hành trong ngày"), now=now)
        row.held_id = None
        row.save(update_fields=["held_id"])
    return len(batch)


def _left_over() -> Any:
    states = (SigningState.FAILED.value, SigningState.WITHDRAWN.value)
    return DraftSigning.objects.filter(held_id__isnull=False, state__in=states)


def outgoing_of(draft: Draft, order: dict[str, Any], *, file_id: UUID) -> documents.Outgoing:
    """Return the document a draft becomes, as its clerk decided (`order` of the seal's row)."""
    content = from_json(draft.version_rows.get(number=draft.head).content)
    restricted = tuple(UUID(one) for one in order["restricted_to"])
    return documents.Outgoing(
        unit_id=draft.unit_id,
        kind=draft.kind,
        subject=draft.subject,
        files=(documents.NewFile(file_id),),
        recipients=tuple(_of_json(one) for one in order["recipients"]),
        signer=documents.Signer(draft.signer_name, draft.signer_title, draft.competence),
        symbol_tail=draft.symbol_tail,
        answers_id=draft.answers_id,
        replaces_id=draft.replaces_id,
        urgency=documents.Urgency(content.urgency),
        restricted=bool(restricted),
        reader_ids=restricted or access.writers_of(draft),
        kept_by=content.archive[:50],
        description=copies.note_of(copies.source_of(draft)) if draft.copies_id else "",
        draft_id=draft.id,
        no_secret=order["no_secret"],
        warning_reason=order["warning_reason"],
    )


def _as_json(one: documents.Recipient) -> dict[str, Any]:
    return asdict(one) | {"unit_id": str(one.unit_id) if one.unit_id else None}


def _of_json(one: dict[str, Any]) -> documents.Recipient:
    unit = one["unit_id"]
    return documents.Recipient(one["name"], UUID(unit) if unit else None, one["code"], one["is_to_act"])
