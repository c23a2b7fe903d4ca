"""What others say about a draft: remarks on a paragraph, and opinions asked of several people at once (xin ý kiến)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.government.drafting import access
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions._turns import require_may_write
from tinhso.government.drafting.data import (
    MAX_PEOPLE,
    MAX_WORDS,
    OPINION_WORK,
    CommentInfo,
    OpinionInfo,
    Stance,
    Status,
)
from tinhso.government.drafting.errors import BadDraft, DraftMissing, IllegalDraftMove
from tinhso.government.drafting.models import Draft, DraftComment, DraftOpinion, OpinionRound
from tinhso.government.drafting.rules.content import from_json
from tinhso.government.drafting.rules.markup import paragraphs_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_block

MAX_COMMENTS: Final = 500
_LIVE: Final = (Status.DRAFTING, Status.IN_REVIEW)


@transaction.atomic
def comment(actor: Actor, *, draft_id: UUID, version: int, place: int = 0, words: str, now: datetime) -> CommentInfo:
    """Say something about a paragraph of a version, or, at place 0, about the whole. Whoever takes part may.

    Raises DraftMissing, BadDraft for no words, a version or a paragraph there is not, or more than 500 remarks.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, *_LIVE)
    said = clean_block(words)[:MAX_WORDS]
    if not said or draft.comments.count() >= MAX_COMMENTS:
        sentence = _("Ghi nội dung góp ý.")
        raise BadDraft(sentence, fields={"gop_y": sentence})
    row = DraftComment.objects.create(
        draft=draft,
        version=version,
        place=place,
        quote=_quote(draft, version, place),
        words=said,
        writer_id=access.account_of(actor),
        writer_name=actor.name,
        at=now,
    )
    _write.record(actor, draft, "commented", version=version, place=place)
    return row.to_info()


def _quote(draft: Draft, version: int, place: int) -> str:
    row = draft.version_rows.filter(number=version).first()
    lines = paragraphs_of(from_json(row.content).body) if row else []
    if row is None or not 0 <= place <= len(lines):
        sentence = _("Đoạn này không có trong bản đang xem. Tải lại trang rồi góp ý.")
        raise BadDraft(sentence, fields={"doan": sentence})
    return lines[place - 1][:300] if place else ""


@transaction.atomic
def settle(actor: Actor, *, comment_id: UUID, now: datetime) -> CommentInfo:
    """Say that a remark has been dealt with: who writes the draft may, and who made the remark."""
    draft_id = DraftComment.objects.filter(pk=comment_id).values_list("draft_id", flat=True).first()
    if draft_id is None:
        raise DraftMissing
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    row = draft.comments.get(pk=comment_id)
    if row.writer_id != actor.account_id and not access.is_writer(actor, draft):
        raise IllegalDraftMove(_("Người soạn thảo hoặc người góp ý được đánh dấu đã xử lý."))
    if row.settled_at is None:
        row.settled_at, row.settled_by = now, actor.name
        row.save(update_fields=["settled_at", "settled_by"])
        _write.record(actor, draft, "comment_settled", comment=row.id)
    return row.to_info()


@transaction.atomic
def ask_opinions(
    actor: Actor, *, draft_id: UUID, account_ids: Sequence[UUID], words: str, due_at: datetime, now: datetime
) -> tuple[OpinionInfo, ...]:
    """Ask up to 30 officers at once for their opinion on the version in force, until a moment (xin ý kiến).

    Each finds it in their inbox with that moment, reads the draft and answers; none waits for another. Its writers may
    ask, and whoever the draft lies before. Raises BadDraft for nobody, no question, or a moment that has passed.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, *_LIVE)
    require_may_write(actor, draft)
    question = _checked_question(account_ids, words, due_at, now)
    chosen = [_write.person(one, draft.unit_id, field="nguoi_cho_y_kien") for one in dict.fromkeys(account_ids)]
    asked = OpinionRound.objects.create(
        draft=draft, version=draft.head, words=question, asker_name=actor.name, asked_at=now, due_at=due_at
    )
    rows = DraftOpinion.objects.bulk_create(
        DraftOpinion(round=asked, adviser_id=one.account_id, adviser_name=one.name) for one in chosen
    )
    for one in chosen:
        _write.let_in(draft, one.account_id, one.name, now=now)
        title = _("Cho ý kiến về dự thảo")
        _write.open_work(draft, OPINION_WORK, title, assignee_id=one.account_id, due_at=due_at, now=now)
    _write.record(actor, draft, "opinions_asked", version=draft.head, people=len(rows))
    return tuple(one.to_info() for one in rows)


def _checked_question(account_ids: Sequence[UUID], words: str, due_at: datetime, now: datetime) -> str:
    errors = {}
    question = clean_block(words)[:MAX_WORDS]
    if not account_ids or len(set(account_ids)) > MAX_PEOPLE:
        errors["nguoi_cho_y_kien"] = _("Chọn từ 1 đến %(n)s người cho ý kiến.") % {"n": MAX_PEOPLE}
    if not question:
        errors["noi_dung_xin_y_kien"] = _("Ghi nội dung cần xin ý kiến.")
    if due_at <= now:
        errors["han_y_kien"] = _("Chọn hạn cho ý kiến sau thời điểm này.")
    if errors:
        raise BadDraft(fields=errors)
    return question


@transaction.atomic
def give_opinion(actor: Actor, *, round_id: UUID, stance: Stance, words: str = "", now: datetime) -> OpinionInfo:
    """Answer a request for an opinion: agree, agree with changes, object; the last two say which or why.

    An answer may be changed until the draft is signed; late answers are taken and shown as late. It leaves the inbox
    when every round this person was asked in has its answer. Raises DraftMissing unless one was asked, BadDraft.
    """
    draft_id = OpinionRound.objects.filter(pk=round_id).values_list("draft_id", flat=True).first()
    if draft_id is None:
        raise DraftMissing
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, *_LIVE)
    row = (
        DraftOpinion.objects.select_related("round")
        .filter(round_id=round_id, adviser_id=access.account_of(actor))
        .first()
    )
    if row is None:
        raise DraftMissing
    said = clean_block(words)[:MAX_WORDS]
    if stance is not Stance.AGREE and not said:
        sentence = _("Ghi nội dung đề nghị sửa hoặc lý do không thống nhất.")
        raise BadDraft(sentence, fields={"y_kien": sentence})
    row.stance, row.words, row.at = stance, said, now
    row.save(update_fields=["stance", "words", "at"])
    if not DraftOpinion.objects.filter(round__draft=draft, adviser_id=row.adviser_id, stance="").exists():
        for item in work.list_of_subject(actor, subject_id=draft.id):
            if item.kind == OPINION_WORK and item.assignee_id == actor.account_id:
                work.complete(actor, item_id=item.id, now=now)
    _write.record(actor, draft, "opinion_given", stance=stance)
    return row.to_info()
