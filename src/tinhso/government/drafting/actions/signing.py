"""The signature: given by whoever has the right to, on the version they read; voided visibly on the way back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.drafting import access, paper, people, seals
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions.chain import current_step, done, require_settled, to_writers
from tinhso.government.drafting.data import (
    ISSUE_WORK,
    Competence,
    DraftInfo,
    Status,
    StepKind,
)
from tinhso.government.drafting.errors import BadCompetence, BadDraft, IllegalDraftMove
from tinhso.government.drafting.events import DraftSigned, SignatureVoided
from tinhso.government.drafting.models import Draft, DraftSignature, SubmissionSlip
from tinhso.government.drafting.rules.content import from_json
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce

REASON: Final = "Ký ban hành văn bản"


@transaction.atomic
def sign(
    actor: Actor, *, draft_id: UUID, head: int, words: str = "", option: int | None = None, now: datetime
) -> DraftInfo:
    """Sign the version in force with the actor's own key (ký ban hành); number, date and seal come later.

    The paper is laid out with places for them, so that filling these in leaves the signature whole. `option` is the way
    out chosen on the submission slip, counted from 0. The right to sign is looked at once more, on this day. Raises
    DraftMoved for words that changed since they were read, SideVersionOpen, BadCompetence, IllegalDraftMove out of
    turn, BadDraft for an option there is not, and what `signing` refuses.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.IN_REVIEW)
    step = current_step(actor, draft)
    if step.kind != StepKind.SIGN:
        raise IllegalDraftMove(_("Dự thảo chưa đến bước ký."))
    require_settled(draft, head)
    signer = _signer(actor, draft, now=now)
    _choose(draft, option)
    draft.signer_title = signer.title
    row = draft.version_rows.get(number=draft.head)
    pdf = paper.render(draft, from_json(row.content), is_draft=False, now=now)
    place = organisations.get_unit(draft.unit_id).place
    signed = seals.sign_as_leader(actor, pdf, location=place, reason=REASON, now=now)
    kept = files.keep_made(signed, name=f"{_write.shown(draft)[:90]}.pdf", actor=actor, now=now)
    given = DraftSignature.objects.create(
        draft=draft, version=draft.head, signer_name=actor.name, at=now, file_id=kept.id
    )
    done(step, version=draft.head, words=words, now=now)
    draft.status = Status.SIGNED
    _write.close_work(actor, draft, now=now)  # opinions and fellow writing too: nobody can do them any more
    title = _("Cấp số, đóng dấu, phát hành")
    _write.open_work(draft, ISSUE_WORK, title, assignee_id=None, role="clerk", act="issue", now=now)
    _write.record(actor, draft, "signed", version=draft.head, sha256=kept.sha256)
    announce(DraftSigned(draft.id, draft.unit_id, given.id), actor=actor)
    return _write.touched(draft, "status", "signer_title", now=now)


def _signer(actor: Actor, draft: Draft, *, now: datetime) -> people.Person:
    account = access.account_of(actor)
    held = people.competences(account, draft.unit_id, on=local_day(now), kind=draft.kind)
    if Competence(draft.competence) not in held:
        raise BadCompetence
    return _write.person(account, draft.unit_id, field="nguoi_ky")


def _choose(draft: Draft, option: int | None) -> None:
    slip = SubmissionSlip.objects.filter(draft=draft, round=draft.round).first()
    if slip is None or not slip.options:
        return
    if option is None or not 0 <= option < len(slip.options):
        sentence = _("Chọn một phương án trong phiếu trình.")
        raise BadDraft(sentence, fields={"phuong_an": sentence})
    slip.chosen = option
    slip.save(update_fields=["chosen"])


@transaction.atomic
def void_signature(actor: Actor, *, draft_id: UUID, reason: str, now: datetime) -> DraftInfo:
    """Send a signed draft back before it is issued: the signature is voided, visibly (trả lại sau khi ký).

    The signer may, and who issues documents there and found a fault. The voided paper is kept and says on every page
    that its signature holds no more, by whom and why. Raises IllegalDraftMove once it is issued, BadDraft without a
    reason.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.SIGNED)
    if draft.signer_id != actor.account_id and not access.may_issue(actor, draft):
        raise IllegalDraftMove(_("Người ký hoặc văn thư được trả lại dự thảo đã ký."))
    words = _write.reason_of(reason)
    given = draft.signatures.get(voided_at=None)
    marked = seals.voided(files.read_bytes(given.file_id), by=actor.name, reason=words, now=now)
    kept = files.keep_made(marked, name=f"Đã hủy chữ ký {_write.shown(draft)[:75]}.pdf", actor=actor, now=now)
    given.voided_at, given.voided_by, given.reason, given.voided_file_id = now, actor.name, words, kept.id
    given.save(update_fields=["voided_at", "voided_by", "reason", "voided_file_id"])
    _write.close_work(actor, draft, kind=ISSUE_WORK, now=now)
    to_writers(actor, draft, _("Sửa dự thảo bị trả lại sau khi ký"), now=now)
    _write.record(actor, draft, "signature_voided", signature=given.id, reason=words)
    announce(SignatureVoided(draft.id, draft.unit_id, given.id), actor=actor)
    return _write.touched(draft, "status", now=now)
