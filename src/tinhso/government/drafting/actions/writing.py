"""Words: begun, saved as versions, put together, opened for editing without locking anybody out."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.drafting import access, layouts, packing, people
from tinhso.government.drafting.actions import _write, papers, word_files
from tinhso.government.drafting.actions._turns import require_may_write
from tinhso.government.drafting.data import (
    MAX_APPENDICES,
    MAX_BODY,
    MAX_LINES,
    MAX_RECIPIENTS,
    MERGE_WORK,
    WRITE,
    WRITE_WORK,
    Content,
    DraftInfo,
    Saved,
    Source,
    Status,
)
from tinhso.government.drafting.errors import BadDraft, DraftMissing, IllegalDraftMove
from tinhso.government.drafting.models import Draft, DraftCheckout, DraftVersion
from tinhso.government.drafting.rules import comparing
from tinhso.government.drafting.rules import content as boxes
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

HELD_FOR: Final = timedelta(minutes=30)
MAX_WRITERS: Final = 20
FIELDS: Final = {
    "subject": "trich_yeu",
    "addressees": "kinh_gui",
    "grounds": "can_cu",
    "body": "noi_dung",
    "recipients": "noi_nhan",
    "archive": "luu",
    "drafter": "nguoi_soan",
    "appendices": "phu_luc",
}
OVERFULL: Final = {
    "subject": gettext_noop("Trích yếu có tối đa 500 ký tự. Rút gọn rồi lưu lại."),
    "addressees": gettext_noop("Kính gửi có tối đa %(lines)d dòng, mỗi dòng không quá 500 ký tự. Rút gọn rồi lưu lại."),
    "grounds": gettext_noop("Căn cứ có tối đa %(lines)d dòng, mỗi dòng không quá 2.000 ký tự. Rút gọn rồi lưu lại."),
    "body": gettext_noop("Nội dung có tối đa %(letters)d ký tự. Chuyển bớt sang phụ lục rồi lưu lại."),
    "recipients": gettext_noop("Nơi nhận có tối đa %(names)d dòng, mỗi dòng không quá 500 ký tự. Rút gọn rồi lưu lại."),
    "archive": gettext_noop("Mục Lưu có tối đa 200 ký tự. Rút gọn rồi lưu lại."),
    "drafter": gettext_noop("Ký hiệu người soạn có tối đa 60 ký tự. Rút gọn rồi lưu lại."),
    "appendices": gettext_noop("Mỗi văn bản có tối đa %(appendices)d phụ lục, mỗi phụ lục %(letters)d ký tự."),
}
"""What a box that is too full says; its field on the page is in FIELDS."""


@transaction.atomic
def start_draft(
    actor: Actor,
    *,
    kind: str,
    subject: str,
    unit_id: UUID | None = None,
    symbol_tail: str = "",
    answers_id: UUID | None = None,
    replaces_id: UUID | None = None,
    now: datetime,
) -> DraftInfo:
    """Begin a document of one of the 29 kinds at the actor's agency, with the words such a kind begins with.

    `answers_id` names the incoming document it answers, `replaces_id` an issued one it will replace; who may open those
    is asked when it is issued. Raises DraftMissing for who drafts nothing there, BadDraft for an unknown kind or an
    empty subject.
    """
    unit = unit_id or actor.unit_id
    if unit is None or not documents.may(actor, WRITE, unit):
        raise DraftMissing
    chosen, about = layouts.kind_of(kind), clean_line(subject)[:500]
    if not about:
        sentence = _("Ghi trích yếu nội dung văn bản.")
        raise BadDraft(sentence, fields={"trich_yeu": sentence})
    begun = layouts.starter(kind)
    content = Content(subject=about, body=begun.body, archive=begun.archive)
    draft = _begun(actor, kind=chosen.key, unit_id=unit, content=content, now=now)
    draft.symbol_tail, draft.answers_id, draft.replaces_id = clean_line(symbol_tail)[:40], answers_id, replaces_id
    return _write.touched(draft, "symbol_tail", "answers_id", "replaces_id", now=now)


@transaction.atomic
def begin(
    actor: Actor, *, kind: str, unit_id: UUID, content: Content, copies_id: UUID | None = None, now: datetime
) -> DraftInfo:
    """Begin a draft with its first words, for a verb that has asked whether this actor may. Raises BadDraft."""
    draft = _begun(actor, kind=kind, unit_id=unit_id, content=_kept(content), now=now)
    draft.copies_id = copies_id
    return _write.touched(draft, "copies_id", now=now)


def _begun(actor: Actor, *, kind: str, unit_id: UUID, content: Content, now: datetime) -> Draft:
    draft = Draft.objects.create(
        unit_id=unit_id,
        unit_name=people.unit_name(unit_id),
        kind=kind,
        subject=content.subject,
        author_id=access.account_of(actor),
        author_name=actor.name,
        created_at=now,
        changed_at=now,
    )
    _write.let_in(draft, draft.author_id, actor.name, may_write=True, now=now)
    _add(actor, draft, content, Source.BROWSER, base=0, now=now)
    _write.record(actor, draft, "started", kind=kind)
    draft.save(update_fields=["head", "versions", "subject"])
    return draft


@transaction.atomic
def save_version(
    actor: Actor,
    *,
    draft_id: UUID,
    content: Content,
    base: int,
    source: Source = Source.BROWSER,
    note: str = "",
    word: bytes = b"",
    now: datetime,
) -> Saved:
    """Keep what somebody wrote, made from version `base`, as a new version.

    When another version came meanwhile, this one stands beside it until somebody puts both together (`merge_side`):
    nothing is overwritten and nothing lost. Saving what stands there already makes nothing. `word` is the Word file the
    words came in: it is kept, and its PDF made by the worker. Raises DraftMissing,
    IllegalDraftMove for whom it is not the turn to write, BadDraft without a subject, for more words than a box holds
    (nothing is cut off) or for a base there never was.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    kept = _kept(content)
    if not 0 <= base <= draft.versions:
        sentence = _("Bản gốc của lần sửa này không có. Tải lại trang rồi sửa tiếp.")
        raise BadDraft(sentence, fields={"goc": sentence})
    if _words_of(draft, draft.head) == kept and not _looks_otherwise(draft, word):
        return Saved(draft.head, is_side=False, head=draft.head, is_new=False)
    row = _add(actor, draft, kept, source, base=base, note=note, now=now)
    if word:
        papers.ask(actor, draft, number=row.number, word=word, now=now)
    _write.record(actor, draft, "saved", version=row.number, side=row.is_side, source=source)
    _write.touched(draft, "head", "versions", "subject", now=now)
    return Saved(row.number, is_side=row.is_side, head=draft.head)


def _looks_otherwise(draft: Draft, word: bytes) -> bool:
    """Tell whether a Word file is another than that of the version in force, though its words are the same."""
    if not word or draft.copies_id is not None:
        return False
    return packing.repacked(word) != packing.repacked(word_files.word_file(draft, draft.head))


def _kept(content: Content) -> Content:
    """Return the boxes as they are kept. Raises BadDraft without a subject, and for what would have to be cut off."""
    kept, over = boxes.cleaned(content), boxes.excess(content)
    if over:
        bounds = {"lines": MAX_LINES, "names": MAX_RECIPIENTS, "letters": MAX_BODY, "appendices": MAX_APPENDICES}
        sentence = _(OVERFULL[over]) % bounds
        raise BadDraft(sentence, fields={FIELDS[over]: sentence})
    if not kept.subject:
        sentence = _("Ghi trích yếu nội dung văn bản.")
        raise BadDraft(sentence, fields={"trich_yeu": sentence})
    return kept


def _add(
    actor: Actor,
    draft: Draft,
    content: Content,
    source: Source,
    *,
    base: int,
    note: str = "",
    now: datetime,
) -> DraftVersion:
    draft.versions += 1
    is_side = base != draft.head
    row = DraftVersion.objects.create(
        draft=draft,
        number=draft.versions,
        base=base,
        is_side=is_side,
        content=boxes.to_json(content),
        source=source,
        note=clean_line(note)[:300],
        writer_id=access.account_of(actor),
        writer_name=actor.name,
        at=now,
    )
    if is_side:
        draft.version_rows.filter(number=base, is_side=True, merged_into=None).update(merged_into=row.number)
        words = _("Hợp nhất hai bản sửa")
        _write.open_work(draft, MERGE_WORK, words, assignee_id=access.account_of(actor), now=now)
    else:
        draft.head, draft.subject = row.number, content.subject
    return row


def _words_of(draft: Draft, number: int) -> Content | None:
    row = draft.version_rows.filter(number=number).first()
    return boxes.from_json(row.content) if row else None


@transaction.atomic
def merge_side(actor: Actor, *, draft_id: UUID, side: int, content: Content, head: int, now: datetime) -> Saved:
    """Put a version that stands beside the head together with it: `content` is what a person made of both.

    Raises IllegalDraftMove when `head` is no longer the head (look again) or the side version was merged already;
    BadDraft as `save_version` does.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    beside = draft.version_rows.filter(number=side, is_side=True, merged_into=None).first()
    if beside is None or head != draft.head:
        raise IllegalDraftMove
    row = _add(actor, draft, _kept(content), Source.MERGE, base=head, note=f"{head} + {side}", now=now)
    beside.merged_into = row.number
    beside.save(update_fields=["merged_into"])
    if not draft.version_rows.filter(is_side=True, merged_into=None).exists():
        _write.close_work(actor, draft, kind=MERGE_WORK, now=now)
    _write.record(actor, draft, "merged", version=row.number, side=side)
    _write.touched(draft, "head", "versions", "subject", now=now)
    return Saved(row.number, is_side=False, head=draft.head)


def proposed_merge(draft: Draft, side: DraftVersion) -> tuple[Content, int]:
    """Return what head and side make together, and at how many places both changed the same lines."""
    base = _words_of(draft, _ancestor(draft, side)) or Content()
    head, other = _words_of(draft, draft.head) or Content(), boxes.from_json(side.content)
    old, first, second = boxes.boxes_of(base), boxes.boxes_of(head), boxes.boxes_of(other)
    found, clashes = dict[str, list[str]](), 0
    for name in dict.fromkeys([*first, *second, *old]):
        merged = comparing.merge_lines(old.get(name, []), first.get(name, []), second.get(name, []))
        found[name], clashes = merged.lines, clashes + merged.clashes
    urgency = other.urgency if head.urgency == base.urgency else head.urgency
    return boxes.of_boxes(found, urgency=urgency), clashes


def _ancestor(draft: Draft, side: DraftVersion) -> int:
    """Return the version before somebody's own way began: versions beside the head may follow one another."""
    own = dict(draft.version_rows.filter(is_side=True).values_list("number", "base"))
    number = side.base
    while number in own:
        number = own[number]
    return number


@transaction.atomic
def open_for_editing(actor: Actor, *, draft_id: UUID, take_over: bool = False, now: datetime) -> str:
    """Say that the actor has the draft open now; return who else has ("" when nobody): advisory, nobody is locked out.

    With `take_over` the draft is the actor's to edit from now; what the other still saves stands beside it.
    """
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    held = DraftCheckout.objects.filter(draft=draft).first()
    other = held is not None and held.writer_id != actor.account_id and held.until > now
    if held is not None and other and not take_over:
        return held.writer_name
    DraftCheckout.objects.update_or_create(
        draft=draft,
        defaults={
            "writer_id": access.account_of(actor),
            "writer_name": actor.name,
            "since": now,
            "until": now + HELD_FOR,
        },
    )
    if other:
        _write.record(actor, draft, "taken_over", before=held.writer_name if held else "")
    return ""


@transaction.atomic
def stop_editing(actor: Actor, *, draft_id: UUID, now: datetime) -> None:
    """Say that the actor has closed the draft."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    DraftCheckout.objects.filter(draft=draft, writer_id=access.account_of(actor)).update(until=now)


@transaction.atomic
def add_writer(actor: Actor, *, draft_id: UUID, account_id: UUID, now: datetime) -> DraftInfo:
    """Let somebody write too (cùng soạn thảo); they find it in their inbox. Its writers may, while it is drafted."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.DRAFTING)
    require_may_write(actor, draft)
    chosen = _write.person(account_id, draft.unit_id, field="nguoi_cung_soan")
    if draft.members.filter(may_write=True).count() >= MAX_WRITERS:
        sentence = _("Mỗi dự thảo có tối đa %(n)s người cùng soạn.") % {"n": MAX_WRITERS}
        raise BadDraft(sentence, fields={"nguoi_cung_soan": sentence})
    if not draft.members.filter(member_id=account_id, may_write=True).exists():
        _write.let_in(draft, account_id, chosen.name, may_write=True, now=now)
        _write.open_work(draft, WRITE_WORK, _("Cùng soạn thảo"), assignee_id=account_id, now=now)
        _write.record(actor, draft, "writer_added", writer=account_id)
    return _write.touched(draft, now=now)


@transaction.atomic
def finish_part(actor: Actor, *, draft_id: UUID, now: datetime) -> None:
    """Say that one's own part of the writing is done: it leaves one's inbox."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _close_own(actor, draft, WRITE_WORK, now=now)
    _write.record(actor, draft, "part_finished")


def _close_own(actor: Actor, draft: Draft, kind: str, *, now: datetime) -> None:
    for item in work.list_of_subject(actor, subject_id=draft.id):
        if item.kind == kind and item.assignee_id == actor.account_id:
            work.complete(actor, item_id=item.id, now=now)


@transaction.atomic
def drop_draft(actor: Actor, *, draft_id: UUID, reason: str, now: datetime) -> DraftInfo:
    """Stop drafting (thôi soạn thảo), for a reason: its author alone may, before it is signed. It stays to be read."""
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    _write.require(draft, Status.DRAFTING)
    if draft.author_id != actor.account_id:
        raise IllegalDraftMove(_("Chỉ người tạo dự thảo được thôi soạn thảo."))
    words = _write.reason_of(reason)
    draft.status = Status.DROPPED
    _write.close_work(actor, draft, now=now)
    _write.record(actor, draft, "dropped", reason=words)
    return _write.touched(draft, "status", now=now)
