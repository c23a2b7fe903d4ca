"""What becomes of a draft that is being signed: on to the clerk, into the register, back to a person, taken back.

`made` and `failed` are called by the system for each event of signing, at least once; whatever is not what a draft
waits for changes nothing. So a draft is signed once and issued once, whatever dies in between.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.drafting import access
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions.chain import begin, done
from tinhso.government.drafting.actions.issuing import ask_seal, outgoing_of
from tinhso.government.drafting.data import ISSUE_WORK, SIGNING_WORK, DraftInfo, Status, StepState
from tinhso.government.drafting.errors import DraftMissing, IllegalDraftMove
from tinhso.government.drafting.events import DraftSigned
from tinhso.government.drafting.models import Draft, DraftSignature
from tinhso.government.drafting.signing_data import SigningStage, SigningState
from tinhso.government.drafting.signing_models import DraftSigning
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce


@transaction.atomic
def made(*, asked_id: UUID, file_id: UUID, now: datetime) -> None:
    """Go on with a draft whose signature is made: to the clerk when its signer signed, into the register when sealed.

    `asked_id` is the request of the queue, or the document prepared for its holder.
    """
    waited = _waited_for(asked_id)
    if waited is None:
        return
    draft, row = waited
    if row.stage == SigningStage.LEADER:
        _signed(draft, row, file_id=file_id, now=now)
        return
    row.made_file_id = file_id
    _enter(draft, row, now=now)


@transaction.atomic
def failed(*, asked_id: UUID, problem: str, now: datetime) -> None:
    """Give a draft that could not be signed back to a person, with the reason.

    The signer's: it lies before them again at its signing step. The seal: what was signed and numbered stands, and
    waits with the clerk for `sign_again` or `stop_signing`.
    """
    waited = _waited_for(asked_id)
    if waited is None:
        return
    draft, row = waited
    _write.record(SYSTEM, draft, "signing_failed", stage=row.stage, problem=problem)
    row.problem = problem[:500]
    if row.stage == SigningStage.LEADER:
        _end(row, SigningState.FAILED, now=now)
        _back_to_the_step(SYSTEM, draft, now=now)
    else:
        _to_a_clerk(draft, row, now=now)


@transaction.atomic
def sign_again(actor: Actor, *, draft_id: UUID, now: datetime) -> DraftInfo:
    """Try the signature a draft waits for at once (thử lại); a seal that failed is asked for anew.

    Who ordered the signature may, and for the seal whoever issues there. Raises IllegalDraftMove while it is the
    holder's turn to consent, and what `signing` and `documents` refuse.
    """
    draft, row = _open(actor, draft_id)
    if row.prepared_id is not None:
        prepared = signing.find_prepared(row.prepared_id)
        if prepared is None or prepared.received_at is None:
            raise IllegalDraftMove(_("Văn bản đang chờ xác nhận ký. Mở «Văn bản chờ ký» để xác nhận."))
        signing.finish_again(actor, now=now)
    elif row.made_file_id is not None:
        _enter(draft, row, now=now)
    elif row.problem:
        row.request_id, row.problem = ask_seal(draft, row, now=now), ""
        row.save(update_fields=["request_id", "problem"])
    elif row.request_id is not None:
        signing.try_again(SYSTEM, request_id=row.request_id, now=now)
    _write.record(actor, draft, "signing_asked_again", stage=row.stage)
    return _write.touched(draft, now=now)


@transaction.atomic
def stop_signing(actor: Actor, *, draft_id: UUID, now: datetime) -> DraftInfo:
    """Take the order to sign back while it is not carried out (thôi ký): a signature being made now is thrown away.

    The draft lies before its signer again, or, at the seal, waits to be issued; the number stays held for it for the
    day. Who may is as in `sign_again`. Raises RequestClosed when it was signed a moment ago.
    """
    draft, row = _open(actor, draft_id)
    if row.prepared_id is not None:
        if not signing.drop_prepared(actor, prepared_ids=[row.prepared_id], now=now):
            raise signing.RequestClosed
    elif row.request_id is not None and not row.problem:
        signing.cancel_request(SYSTEM, request_id=row.request_id, now=now)
    _end(row, SigningState.WITHDRAWN, now=now)
    _write.record(actor, draft, "signing_stopped", stage=row.stage)
    if row.stage == SigningStage.LEADER:
        _back_to_the_step(actor, draft, now=now)
    else:
        draft.status = Status.SIGNED
        _write.close_work(actor, draft, kind=SIGNING_WORK, now=now)
        _open_issue(draft, now=now)
    return _write.touched(draft, "status", now=now)


def _waited_for(asked_id: UUID) -> tuple[Draft, DraftSigning] | None:
    """Return draft and row that wait for a signature, both locked, the draft first; None when none does any more."""
    rows = DraftSigning.objects.filter(state=SigningState.OPEN, request_id=asked_id)
    found = rows.first() or DraftSigning.objects.filter(state=SigningState.OPEN, prepared_id=asked_id).first()
    if found is None:
        return None
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=found.draft_id)
    row = DraftSigning.objects.select_for_update(of=("self",)).filter(pk=found.pk, state=SigningState.OPEN).first()
    return (draft, row) if row is not None and asked_id in (row.request_id, row.prepared_id) else None


def _open(actor: Actor, draft_id: UUID) -> tuple[Draft, DraftSigning]:
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    row = draft.signings.select_for_update(of=("self",)).filter(state=SigningState.OPEN).first()
    if row is None:
        raise IllegalDraftMove(_("Dự thảo không còn đang ký số. Tải lại trang để xem tình trạng mới."))
    if row.stage == SigningStage.SEAL and not access.may_issue(actor, draft):
        raise DraftMissing
    if row.stage == SigningStage.LEADER and row.who_id != actor.account_id:
        raise IllegalDraftMove(_("Chỉ người ký được thử lại hoặc thôi ký."))
    return draft, row


def _signed(draft: Draft, row: DraftSigning, *, file_id: UUID, now: datetime) -> None:
    """Keep the signature and put the draft before whoever numbers, seals and issues."""
    actor = _who(draft, row)
    given = DraftSignature.objects.create(
        draft=draft, version=row.version, signer_name=row.who_name, at=now, file_id=file_id
    )
    step = draft.steps.get(state=StepState.CURRENT.value)
    done(step, version=row.version, words=row.words, now=now)
    _end(row, SigningState.DONE, now=now)
    draft.status = Status.SIGNED
    _write.close_work(actor, draft, now=now)  # opinions and fellow writing too: nobody can do them any more
    _open_issue(draft, now=now)
    _write.record(actor, draft, "signed", version=row.version, file=file_id)
    announce(DraftSigned(draft.id, draft.unit_id, given.id), actor=actor)
    _write.touched(draft, "status", now=now)


def _enter(draft: Draft, row: DraftSigning, *, now: datetime) -> None:
    """Put the sealed document into its register and send it; what the register refuses waits for the clerk."""
    if row.made_file_id is None or row.held_id is None:
        raise DraftMissing
    actor, outgoing = _who(draft, row), outgoing_of(draft, row.order, file_id=row.made_file_id)
    try:
        with transaction.atomic():
            document = documents.issue_held(actor, held_id=row.held_id, outgoing=outgoing, now=now)
    except DomainError as refused:
        row.problem = "; ".join(refused.fields.values())[:500] or str(refused.sentence)[:500]
        _to_a_clerk(draft, row, now=now)
        return
    row.problem = ""
    _end(row, SigningState.DONE, now=now)
    draft.status, draft.document_id, draft.document_code = Status.ISSUED, document.id, document.code
    _write.close_work(actor, draft, now=now)
    recipients = len(outgoing.recipients)
    _write.record(actor, draft, "issued", document=document.id, code=document.code, recipients=recipients)
    _write.touched(draft, "status", "document_id", "document_code", now=now)


def _end(row: DraftSigning, state: SigningState, *, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "ended_at", "problem", "made_file_id"])


def _to_a_clerk(draft: Draft, row: DraftSigning, *, now: datetime) -> None:
    """Leave a draft that could not be sealed or registered where it is, with something to do for a clerk."""
    row.save(update_fields=["problem", "made_file_id"])
    _write.close_work(SYSTEM, draft, kind=SIGNING_WORK, now=now)
    title = _("Chưa đóng dấu, phát hành được")
    _write.open_work(draft, ISSUE_WORK, title, assignee_id=None, role="clerk", act="issue", now=now)
    _write.touched(draft, now=now)


def _open_issue(draft: Draft, *, now: datetime) -> None:
    title = _("Cấp số, đóng dấu, phát hành")
    _write.open_work(draft, ISSUE_WORK, title, assignee_id=None, role="clerk", act="issue", now=now)


def _back_to_the_step(actor: Actor, draft: Draft, *, now: datetime) -> None:
    """Put the draft before its signer again."""
    draft.status = Status.IN_REVIEW
    _write.close_work(actor, draft, kind=SIGNING_WORK, now=now)
    begin(draft, draft.steps.get(state=StepState.CURRENT.value), now=now)
    _write.touched(draft, "status", now=now)


def _who(draft: Draft, row: DraftSigning) -> Actor:
    """Return who ordered the signature, as far as the record needs them: without any ability."""
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=row.who_id,
        name=row.who_name,
        title=row.who_title,
        unit_id=draft.unit_id,
        unit_name=draft.unit_name,
    )
