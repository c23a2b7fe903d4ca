"""The way to the signature: submitted, passed or initialled by each in turn, returned with a reason, taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.government.drafting import access, people
from tinhso.government.drafting.actions import _write, papers
from tinhso.government.drafting.actions.copying import require_ready
from tinhso.government.drafting.data import (
    MAX_WORDS,
    MERGE_WORK,
    PASS_WORK,
    RETURNED_WORK,
    SIGN_WORK,
    STEP_TITLES,
    WRITE_WORK,
    Competence,
    DraftInfo,
    NewStep,
    Slip,
    Status,
    StepKind,
    StepState,
)
from tinhso.government.drafting.errors import (
    BadCompetence,
    BadDraft,
    DraftMissing,
    DraftMoved,
    IllegalDraftMove,
    SideVersionOpen,
)
from tinhso.government.drafting.events import DraftReturned, DraftSubmitted
from tinhso.government.drafting.models import Draft, DraftCheckout, DraftStep, SubmissionSlip
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block, clean_line

MAX_STEPS: Final = 10
MAX_OPTIONS: Final = 6


@transaction.atomic
def submit(
    actor: Actor,
    *,
    draft_id: UUID,
    steps: Sequence[NewStep],
    competence: Competence | None = None,
    slip: Slip | None = None,
    head: int,
    now: datetime,
) -> DraftInfo:
    """Put the version in force before those who pass it and whoever signs, in this order (trình).

    First initials (ký nháy), then those it passes through, the signer last and once. `competence` is the right they
    sign by; None takes the usual one of their post. The slip says what is put before them, with ways out to choose
    between. Raises DraftMoved when `head` is no longer in force, SideVersionOpen, BadDraft for a chain that is none,
    BadCompetence for a signer whose posts (or written mandate) do not carry that right.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.DRAFTING)
    if not access.is_writer(actor, draft):
        raise IllegalDraftMove(_("Người soạn thảo được trình dự thảo."))
    require_settled(draft, head)
    papers.require_settled(draft)
    require_ready(draft)
    chosen = _checked_steps(draft, steps)
    signer = chosen[-1]
    right = _right_of(draft, signer.account_id, competence, now=now)
    draft.round += 1
    draft.status, draft.competence = Status.IN_REVIEW, right
    draft.signer_id, draft.signer_name, draft.signer_title = signer.account_id, signer.name, signer.title
    papers.require_names(draft)
    rows = DraftStep.objects.bulk_create(
        DraftStep(
            draft=draft,
            round=draft.round,
            place=place,
            kind=step.kind,
            reviewer_id=one.account_id,
            reviewer_name=one.name,
            reviewer_title=one.title,
        )
        for place, (step, one) in enumerate(zip(steps, chosen, strict=True), start=1)
    )
    for one in chosen:
        _write.let_in(draft, one.account_id, one.name, now=now)
    _write_slip(draft, slip)
    DraftCheckout.objects.filter(draft=draft).update(until=now)
    for kind in (RETURNED_WORK, WRITE_WORK):
        _write.close_work(actor, draft, kind=kind, now=now)
    begin(draft, rows[0], now=now)
    _write.record(actor, draft, "submitted", version=head, steps=len(rows))
    announce(DraftSubmitted(draft.id, draft.unit_id), actor=actor)
    fields = ("round", "status", "competence", "signer_id", "signer_name", "signer_title")
    return _write.touched(draft, *fields, now=now)


def require_settled(draft: Draft, head: int) -> None:
    """Raise DraftMoved unless `head` is in force, SideVersionOpen while two versions stand side by side."""
    if head != draft.head:
        raise DraftMoved
    if draft.version_rows.filter(is_side=True, merged_into=None).exists():
        raise SideVersionOpen


def _checked_steps(draft: Draft, steps: Sequence[NewStep]) -> list[people.Person]:
    kinds = [step.kind for step in steps]
    order = sorted(kinds, key=list(StepKind).index)
    if not steps or len(steps) > MAX_STEPS or kinds[-1] is not StepKind.SIGN or kinds.count(StepKind.SIGN) != 1:
        sentence = _("Chọn người ký và tối đa %(n)s bước; người ký là bước cuối.") % {"n": MAX_STEPS}
        raise BadDraft(sentence, fields={"nguoi_ky": sentence})
    if kinds != order:
        sentence = _("Người ký nháy đứng trước người duyệt trình.")
        raise BadDraft(sentence, fields={"nguoi_duyet": sentence})
    if len({step.account_id for step in steps}) != len(steps):
        sentence = _("Mỗi người chỉ đứng ở một bước.")
        raise BadDraft(sentence, fields={"nguoi_duyet": sentence})
    return [_write.person(step.account_id, draft.unit_id, field="nguoi_ky") for step in steps]


def _right_of(draft: Draft, account_id: UUID, wanted: Competence | None, *, now: datetime) -> Competence:
    held = people.competences(account_id, draft.unit_id, on=local_day(now), kind=draft.kind)
    if not held or (wanted is not None and wanted not in held):
        raise BadCompetence
    return held[0] if wanted is None else wanted


def _write_slip(draft: Draft, slip: Slip | None) -> None:
    words = clean_block(slip.words)[:MAX_WORDS] if slip else ""
    if slip is None or not words:
        return
    options = [clean_line(one)[:300] for one in slip.options if one.strip()][:MAX_OPTIONS]
    SubmissionSlip.objects.create(draft=draft, round=draft.round, words=words, options=options)


def begin(draft: Draft, step: DraftStep, *, now: datetime) -> None:
    """Put the draft before whoever has the next step."""
    step.state = StepState.CURRENT
    step.save(update_fields=["state"])
    is_sign = step.kind == StepKind.SIGN
    _write.open_work(
        draft,
        SIGN_WORK if is_sign else PASS_WORK,
        str(_(STEP_TITLES[StepKind(step.kind)])),
        assignee_id=step.reviewer_id,
        role="leader" if is_sign else "unit_head",
        act="sign" if is_sign else "approve",
        now=now,
    )


def current_step(actor: Actor, draft: Draft) -> DraftStep:
    """Return the step that lies before this actor. Raises IllegalDraftMove when it is not their turn."""
    found = draft.steps.filter(state=StepState.CURRENT.value, reviewer_id=access.account_of(actor)).first()
    if found is None:
        raise IllegalDraftMove(_("Dự thảo đang chờ người khác. Tải lại trang để xem đang ở bước nào."))
    return found


def done(step: DraftStep, *, version: int, words: str, now: datetime) -> None:
    """Keep that a step was taken, on which version."""
    step.state, step.version, step.words, step.at = StepState.DONE, version, clean_block(words)[:MAX_WORDS], now
    step.save(update_fields=["state", "version", "words", "at"])


@transaction.atomic
def pass_step(actor: Actor, *, draft_id: UUID, head: int, words: str = "", now: datetime) -> DraftInfo:
    """Initial or pass a draft on to the next (ký nháy, duyệt trình): it is on record on which version.

    Raises DraftMoved when another version came since the page was made, SideVersionOpen, IllegalDraftMove when it lies
    before somebody else.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.IN_REVIEW)
    step = current_step(actor, draft)
    if step.kind == StepKind.SIGN:
        raise IllegalDraftMove(_("Đây là bước ký ban hành. Bấm Ký để ký dự thảo."))
    require_settled(draft, head)
    done(step, version=draft.head, words=words, now=now)
    _write.close_work(actor, draft, kind=PASS_WORK, now=now)
    begin(draft, draft.steps.get(round=draft.round, place=step.place + 1), now=now)
    _write.record(actor, draft, "passed", version=draft.head, step=step.kind)
    return _write.touched(draft, now=now)


@transaction.atomic
def return_draft(actor: Actor, *, draft_id: UUID, reason: str, now: datetime) -> DraftInfo:
    """Send a draft back to its writers, with a reason (trả lại): whoever it lies before may. Nothing was signed yet."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.IN_REVIEW)
    step, words = current_step(actor, draft), _write.reason_of(reason)
    step.state, step.version, step.words, step.at = StepState.RETURNED, draft.head, words, now
    step.save(update_fields=["state", "version", "words", "at"])
    to_writers(actor, draft, _("Sửa dự thảo bị trả lại"), now=now)
    _write.record(actor, draft, "returned", reason=words)
    announce(DraftReturned(draft.id, draft.unit_id), actor=actor)
    return _write.touched(draft, "status", now=now)


@transaction.atomic
def take_back(actor: Actor, *, draft_id: UUID, now: datetime) -> DraftInfo:
    """Take a draft out of the chain to go on writing (rút về): its author may until it is signed."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.IN_REVIEW)
    if draft.author_id != actor.account_id:
        raise (
            DraftMissing
            if not access.is_writer(actor, draft)
            else IllegalDraftMove(_("Người tạo dự thảo được rút về."))
        )
    to_writers(actor, draft, _("Sửa dự thảo đã rút về"), now=now)
    _write.record(actor, draft, "taken_back")
    return _write.touched(draft, "status", now=now)


def to_writers(actor: Actor, draft: Draft, words: str, *, now: datetime) -> None:
    """End the round: what has not been done in it will not be, and its author has the draft again."""
    for state in (StepState.WAITING, StepState.CURRENT):
        draft.steps.filter(round=draft.round, state=state.value).update(state=StepState.DROPPED.value)
    draft.status = Status.DRAFTING
    for kind in (PASS_WORK, SIGN_WORK, MERGE_WORK):
        _write.close_work(actor, draft, kind=kind, now=now)
    _write.open_work(draft, RETURNED_WORK, words, assignee_id=draft.author_id, now=now)
    if draft.version_rows.filter(is_side=True, merged_into=None).exists():
        _write.open_work(draft, MERGE_WORK, _("Hợp nhất hai bản sửa"), assignee_id=draft.author_id, now=now)
