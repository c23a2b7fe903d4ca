"""The PDF of a Word file: asked for with each save, made by the worker, brought by hand, chosen or set aside.

A paper made by LibreOffice is signed as it is when it has places for number, date and hand; otherwise the system lays
the words out, as it does for what is written in the browser. What would be signed is what the page shows.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.drafting import access, converting, layouts, packing, paper, people, reading_pdf, word_frame
from tinhso.government.drafting.actions import _write
from tinhso.government.drafting.actions._turns import require_may_write
from tinhso.government.drafting.errors import BadDraft, ConverterMissing, DraftMissing, IllegalDraftMove, PaperWaits
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.paper_data import OPEN, PaperInfo, PaperState
from tinhso.government.drafting.paper_models import DraftPaper
from tinhso.government.drafting.rules.content import from_json
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.ids import uuid7

log = structlog.get_logger(__name__)
KEPT_WORD_FILES: Final = 3
TRIES: Final = 3
LEASE: Final = timedelta(seconds=converting.SECONDS + 60)
FIRST_WAIT: Final = timedelta(seconds=15)
MAX_PDF: Final = 20 * 1024 * 1024


def ask(actor: Actor, draft: Draft, *, number: int, word: bytes, now: datetime) -> None:
    """Keep the Word file a version came in and have its PDF made; earlier ones that wait are not made any more.

    Called in the transaction of the save. Raises BadOfficeFile.
    """
    if draft.copies_id is not None:
        return
    safe = packing.repacked(word)
    DraftPaper.objects.filter(draft=draft, state__in=OPEN).update(state=PaperState.DROPPED.value, claim=None)
    DraftPaper.objects.update_or_create(
        draft=draft,
        version=number,
        defaults={
            "word": safe,
            "state": PaperState.WAITING.value,
            "writer_id": access.account_of(actor),
            "writer_name": actor.name[:200],
            "asked_at": now,
            "next_try_at": now,
        },
    )
    kept = draft.papers.exclude(word=b"").order_by("-version").values_list("id", flat=True)[:KEPT_WORD_FILES]
    draft.papers.exclude(word=b"").exclude(id__in=list(kept)).update(word=b"")


def find_paper(draft: Draft) -> PaperInfo | None:
    """Return the Word file of the version in force with its PDF, None when it did not come in one."""
    row = draft.papers.filter(version=draft.head).defer("word", "words").first()
    return row.to_info() if row is not None and row.state != PaperState.DROPPED else None


def word_of(draft: Draft, number: int) -> bytes:
    """Return the Word file a version came in, b"" when it did not or is kept no longer."""
    found = draft.papers.filter(version=number).values_list("word", flat=True).first()
    return bytes(found) if found else b""


def pdf_of(draft: Draft, number: int) -> bytes | None:
    """Return the PDF that is the paper of a version, None where the system lays it out."""
    row = draft.papers.filter(version=number).defer("word", "words").first()
    if row is None or not row.to_info().is_used or row.pdf_file_id is None:
        return None
    return files.read_bytes(row.pdf_file_id)


def mark_of(draft: Draft) -> str:
    """Return a word for the paper that would be signed now, so that nobody signs another than they were shown."""
    return mark_in(find_paper(draft))


def mark_in(found: PaperInfo | None) -> str:
    """Return the same of what was read already."""
    return str(found.pdf_file_id) if found is not None and found.is_used else "he-thong"


def require_settled(draft: Draft) -> None:
    """Raise PaperWaits while nobody knows what would be signed."""
    found = find_paper(draft)
    if found is not None and found.is_open and not found.set_aside:
        raise PaperWaits


def require_names(draft: Draft) -> None:
    """Raise BadDraft when the signature block on the PDF is not that of whoever will sign (Điều 13)."""
    row = draft.papers.filter(version=draft.head).defer("word").first()
    if row is None or not row.to_info().is_used:
        return
    head = people.head_title(draft.unit_id, on=local_day(clock.now()))
    wanted = [*paper.authority_of(draft, head=head), draft.signer_name]
    block = row.words[max(row.words.rfind(reading_pdf.alike("Nơi nhận")), 0) :]
    missing = [one for one in wanted if reading_pdf.alike(one) not in block]
    if missing:
        sentence = _(
            "Khối chữ ký trong tệp Word chưa ghi: %(words)s. Sửa tệp Word cho đúng người ký, hoặc dùng bản hệ thống"
            " dàn trang."
        ) % {"words": "; ".join(missing)}
        raise BadDraft(sentence, fields={"nguoi_ky": sentence, "all": sentence})


@transaction.atomic
def convert_again(actor: Actor, *, draft_id: UUID, now: datetime) -> PaperInfo:
    """Have the PDF of the version in force made once more (thử lại). Raises IllegalDraftMove, DraftMissing."""
    _draft, row = _of_head(actor, draft_id)
    if row.by_hand or not row.word or row.state == PaperState.WORKING:
        raise IllegalDraftMove(_("Không có tệp Word nào để chuyển lại. Tải tệp Word lên thành bản mới."))
    row.state, row.next_try_at, row.tries, row.problem = PaperState.WAITING.value, now, 0, ""
    row.set_aside = False
    row.save(update_fields=["state", "next_try_at", "tries", "problem", "set_aside"])
    return row.to_info()


@transaction.atomic
def choose_paper(actor: Actor, *, draft_id: UUID, use_word: bool, now: datetime) -> PaperInfo:
    """Choose what is signed: the PDF of the Word file, or what the system lays out. Who may write the draft may."""
    draft, row = _of_head(actor, draft_id)
    row.set_aside = not use_word
    row.save(update_fields=["set_aside"])
    _write.record(actor, draft, "paper_chosen", version=row.version, word=use_word)
    _write.touched(draft, now=now)
    return row.to_info()


def bring_pdf(actor: Actor, *, draft_id: UUID, head: int, pdf: bytes, now: datetime) -> PaperInfo:
    """Take a PDF made elsewhere of the version in force (tải bản PDF): it is what is signed.

    Raises BadDraft for one that lacks a place for number, date or hand, or may not be taken, DraftMoved for another
    version, and what `files` refuses.
    """
    draft = access.access_draft(actor, draft_id=draft_id)
    require_may_write(actor, draft)
    if draft.copies_id is not None or head != draft.head:
        raise IllegalDraftMove
    if len(pdf) > MAX_PDF or not pdf.startswith(b"%PDF-"):
        sentence = _("Chọn tệp PDF không quá 20 MB.")
        raise BadDraft(sentence, fields={"tep_pdf": sentence})
    found = reading_pdf.read(pdf)
    lacks = _lacks(draft, draft.head, found)
    if lacks:
        info = PaperInfo(draft.id, head, PaperState.DONE, True, False, tuple(lacks), "", 0, None, None)
        sentence = _(
            "Tệp PDF không có chỗ ghi %(lacks)s. Tải mẫu Word của dự thảo về, soạn trong mẫu đó rồi lưu thành PDF."
        ) % {"lacks": info.lacking}
        raise BadDraft(sentence, fields={"tep_pdf": sentence})
    kept = files.save_bytes(pdf, name=f"{_write.shown(draft)[:90]}.pdf", actor=actor, now=now)
    return _take(actor, draft_id, head, kept.id, found, now=now)


@transaction.atomic
def _take(
    actor: Actor, draft_id: UUID, head: int, file_id: UUID, found: reading_pdf.Paper, *, now: datetime
) -> PaperInfo:
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    if head != draft.head:
        raise IllegalDraftMove
    row, _made = DraftPaper.objects.update_or_create(
        draft=draft,
        version=head,
        defaults={
            "state": PaperState.DONE.value,
            "by_hand": True,
            "set_aside": False,
            "pdf_file_id": file_id,
            "lacks": [],
            "words": found.words,
            "problem": "",
            "claim": None,
            "writer_id": access.account_of(actor),
            "writer_name": actor.name[:200],
            "asked_at": now,
            "next_try_at": now,
        },
    )
    _write.record(actor, draft, "pdf_brought", version=head, file=file_id)
    _write.touched(draft, now=now)
    return row.to_info()


def work() -> bool:
    """Convert the next Word file that is due; tell whether there was one. Outside any transaction."""
    row = _claim(clock.now())
    if row is None:
        return False
    try:
        pdf = converting.to_pdf(bytes(row.word))
        found = reading_pdf.read(pdf)
    except ConverterMissing as missing:
        _end(row, PaperState.MISSING, str(missing.sentence))
    except DomainError as refused:
        _refused(row, refused)
    except Exception as fault:
        log.exception("drafting.conversion_fault", paper=str(row.id), error=type(fault).__name__)
        _refused(row, None)
    else:
        _finish(row, pdf, found)
    return True


@transaction.atomic
def _claim(now: datetime) -> DraftPaper | None:
    due = Q(state=PaperState.WAITING.value, next_try_at__lte=now) | Q(
        state=PaperState.WORKING.value, claimed_until__lt=now
    )
    rows = DraftPaper.objects.select_for_update(skip_locked=True, of=("self",)).filter(due)
    row = rows.order_by("next_try_at").first()
    if row is not None:
        row.state, row.claim, row.claimed_until = PaperState.WORKING.value, uuid7(), now + LEASE
        row.tries += 1
        row.save(update_fields=["state", "claim", "claimed_until", "tries"])
    return row


def _finish(row: DraftPaper, pdf: bytes, found: reading_pdf.Paper) -> None:
    now = clock.now()
    actor = Actor(kind=ActorKind.OFFICER, account_id=row.writer_id, name=row.writer_name)
    try:
        kept = files.save_bytes(pdf, name=f"{_write.shown(row.draft)[:90]}.pdf", actor=actor, now=now)
    except DomainError as refused:
        _refused(row, refused)
        return
    with transaction.atomic():
        held = _held(row)
        if held is None:
            return  # a newer version came, or another worker took it over
        held.state, held.claim, held.problem = PaperState.DONE.value, None, ""
        held.pdf_file_id, held.words = kept.id, found.words
        held.lacks = _lacks(held.draft, held.version, found)
        held.save(update_fields=["state", "claim", "problem", "pdf_file_id", "words", "lacks"])


def _lacks(draft: Draft, number: int, found: reading_pdf.Paper) -> list[str]:
    """Return what a PDF of a version lacks to be signed: places, and appendices that are in no Word file."""
    content = from_json(draft.version_rows.get(number=number).content)
    needed = word_frame.needed(layouts.layout_of(draft.kind).name)
    return [one for one in word_frame.PLACES if one in needed - found.places] + (
        ["appendices"] if content.appendices else []
    )


def _refused(row: DraftPaper, refused: DomainError | None) -> None:
    said = str(refused.sentence) if refused else _("Có lỗi ngoài dự kiến khi chuyển tệp Word sang PDF.")
    waits = (refused is None or refused.kind is Kind.UNAVAILABLE) and row.tries < TRIES
    _end(row, PaperState.WAITING if waits else PaperState.FAILED, said)


@transaction.atomic
def _end(row: DraftPaper, state: PaperState, problem: str) -> None:
    held = _held(row)
    if held is not None:
        held.state, held.claim, held.problem = state.value, None, problem[:500]
        held.next_try_at = clock.now() + FIRST_WAIT * held.tries
        held.save(update_fields=["state", "claim", "problem", "next_try_at"])


def _held(row: DraftPaper) -> DraftPaper | None:
    rows = DraftPaper.objects.select_for_update(of=("self",)).select_related("draft").defer("word")
    return rows.filter(id=row.id, claim=row.claim, state=PaperState.WORKING.value).first()


def _of_head(actor: Actor, draft_id: UUID) -> tuple[Draft, DraftPaper]:
    draft = access.access_draft(actor, draft_id=draft_id, lock=True)
    require_may_write(actor, draft)
    row = draft.papers.select_for_update(of=("self",)).filter(version=draft.head).first()
    if row is None:
        raise DraftMissing
    return draft, row
