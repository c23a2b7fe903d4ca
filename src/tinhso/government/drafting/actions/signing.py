"""The signature: ordered by whoever has the right to, on the version they read; voided visibly on the way back.

Nothing is signed here: the queue signs, or the signer's own device, and `signed` goes on from there.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.drafting import access, paper, people, seals
from tinhso.government.drafting.actions import _write, papers
from tinhso.government.drafting.actions.chain import current_step, require_settled, to_writers
from tinhso.government.drafting.data import (
    ISSUE_WORK,
    MAX_WORDS,
    SIGN_WORK,
    SIGNING_WORK,
    Competence,
    DraftInfo,
    Status,
    StepKind,
)
from tinhso.government.drafting.errors import BadCompetence, BadDraft, DraftMoved, IllegalDraftMove
from tinhso.government.drafting.events import SignatureVoided
from tinhso.government.drafting.models import Draft, SubmissionSlip
from tinhso.government.drafting.rules.content import from_json
from tinhso.government.drafting.signing_data import SUBJECT, SigningStage
from tinhso.government.drafting.signing_models import DraftSigning
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

REASON: Final = "Ký ban hành văn bản"


@transaction.atomic
def sign(
    actor: Actor,
    *,
    draft_id: UUID,
    head: int,
    words: str = "",
    option: int | None = None,
    shown_paper: str | None = None,
    profile: signing.Profile | None = None,
    now: datetime,
) -> DraftInfo:
    """Order the signature on the version in force with the actor's own key (ký ban hành); number and seal come later.

    The paper is laid out with places for them, so that filling these in leaves the signature whole. The queue signs it,
    or, with a key that asks its holder each time, it waits for their consent («Văn bản chờ ký»); until then the draft
    stands at «Đang được ký số» and nothing else moves it. `option` is the way out chosen on the submission slip,
    counted from 0; `shown_paper` what the signer was shown (`papers.mark_of`); `profile` is the installation's unless
    named. The right to sign is looked at once more, on this day. Raises DraftMoved for words or a paper that changed
    since they were read, SideVersionOpen, PaperWaits, BadCompetence, IllegalDraftMove out of turn, BadDraft for an
    option there is not and for a signature block that names another, and what `signing` refuses.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.IN_REVIEW)
    step = current_step(actor, draft)
    if step.kind != StepKind.SIGN:
        raise IllegalDraftMove(_("Dự thảo chưa đến bước ký."))
    require_settled(draft, head)
    papers.require_settled(draft)
    if shown_paper is not None and shown_paper != papers.mark_of(draft):
        raise DraftMoved
    signer = _signer(actor, draft, now=now)
    _choose(draft, option)
    draft.signer_title = signer.title
    papers.require_names(draft)
    row = _asked(actor, draft, words, profile=profile, now=now)
    draft.status = Status.SIGNING
    _write.close_work(actor, draft, kind=SIGN_WORK, now=now)
    title = _("Đang được ký số")
    _write.open_work(draft, SIGNING_WORK, title, assignee_id=actor.account_id, role="leader", act="signing", now=now)
    _write.record(actor, draft, "signing_asked", version=row.version, own_device=row.prepared_id is not None)
    return _write.touched(draft, "status", "signer_title", now=now)


def _asked(actor: Actor, draft: Draft, words: str, *, profile: signing.Profile | None, now: datetime) -> DraftSigning:
    """Print the paper, lay it out and ask for the signature on it, of the queue or of the signer's own device."""
    looks = seals.hand(actor, location=organisations.get_unit(draft.unit_id).place)
    pdf = signing.prepare_for_office(_paper(draft, now=now), leader=looks)
    key, title = signing.key_to_sign(actor, now=now), _write.shown(draft)
    row = DraftSigning(
        draft=draft,
        stage=SigningStage.LEADER,
        round=draft.round,
        version=draft.head,
        words=clean_block(words)[:MAX_WORDS],
        who_id=access.account_of(actor),
        who_name=actor.name[:200],
        who_title=actor.title[:200],
        asked_at=now,
    )
    if key.consent is signing.ConsentNeed.NONE:
        kept = files.keep_made(pdf, name=f"{title[:90]}.pdf", actor=actor, now=now)
        row.file_id = kept.id
        row.request_id = signing.ask_signature(
            actor,
            subject_kind=SUBJECT,
            subject_id=draft.id,
            file_id=kept.id,
            key_ref=key.ref,
            appearance=looks,
            profile=profile,
            reason=REASON,
            title=title,
            now=now,
        ).id
    else:
        row.prepared_id = signing.prepare_signature(
            actor,
            pdf=pdf,
            title=title,
            key_ref=key.ref,
            appearance=looks,
            reason=REASON,
            subject=signing.Subject(SUBJECT, draft.id),
            profile=profile,
            now=now,
        ).id
    row.save()
    return row


def _paper(draft: Draft, *, now: datetime) -> bytes:
    """Return the paper to sign: the PDF of the Word file the version came in, else what the system lays out."""
    made = papers.pdf_of(draft, draft.head)
    if made is not None:
        return made
    content = from_json(draft.version_rows.get(number=draft.head).content)
    return paper.render(draft, content, is_draft=False, now=now)


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
    that its signature holds no more, by whom and why. Raises IllegalDraftMove once it is being sealed or issued,
    BadDraft without a reason.
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
