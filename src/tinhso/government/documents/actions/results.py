"""Papers another room makes and issues itself (results, letters of dossiers, drafts), numbered among all others.

The room's own gate has decided that they are issued. Their number is held for their maker, not for a day: it stands on
a paper that is being signed. What names a person is entered as restricted, so that its words and its file stay with
those who may open the paper where it was made.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.documents import content
from tinhso.government.documents.actions import books
from tinhso.government.documents.actions.issue import enter, symbol_in
from tinhso.government.documents.data import Direction, DocumentInfo, NewFile, Outgoing, Signer
from tinhso.government.documents.models import ReservedNumber
from tinhso.government.documents.rules import symbols
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.text import clean_line
from tinhso.kernel.transactions import within_callers


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """A number held for a paper: `code` is number and symbol as printed, `on` the day it was taken and is dated."""

    id: UUID
    code: str
    on: date


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A signed paper of another room: whose dossier it is about, who signed, which officers may open it here."""

    dossier_id: UUID
    kind: str
    subject: str
    file_id: UUID
    signer: Signer
    reader_ids: tuple[UUID, ...]


@within_callers
def hold_number(
    actor: Actor, *, unit_id: UUID, kind: str, maker_id: UUID, purpose: str, symbol_tail: str = "", now: datetime
) -> HeldNumber:
    """Take the next number of the register for a paper `maker_id` makes; it stays held until it is entered or void.

    `symbol_tail` is the drafting unit's part in the symbol of a letter ("VX" gives 12/UBND-VX).
    Whoever else wants a number of that register waits until the caller's transaction ends. Raises BookMissing.
    """
    day, direction = local_day(now), Direction.OUTGOING
    book = books.book_for(unit_id, direction=direction, kind=kind, now=now)
    number = books.next_number(book, on=day)
    row = ReservedNumber.objects.create(
        book=book,
        year=day.year,
        number=number,
        day=day,
        holder_id=actor.account_id or maker_id,
        holder_name=actor.shown_name[:200],
        purpose=clean_line(purpose)[:200],
        reserved_at=now,
        held_for=maker_id,
    )
    return HeldNumber(row.id, symbols.code_of(number, symbol_in(book, kind, tail=symbol_tail)), day)


@transaction.atomic
def enter_paper(actor: Actor, *, held_id: UUID, paper: MadePaper, now: datetime) -> DocumentInfo:
    """Enter a signed paper under the number held for it, dated as it is printed. Raises BadNumber for another."""
    held = books.held_number(held_id)
    outgoing = Outgoing(
        unit_id=held.book.unit_id,
        kind=paper.kind,
        subject=paper.subject,
        files=(NewFile(paper.file_id),),
        signer=paper.signer,
        restricted=True,
        reader_ids=paper.reader_ids,
    )
    info = enter(actor, outgoing=outgoing, held=held, dossier_id=paper.dossier_id, now=now)
    held.used_by = info.id
    held.save(update_fields=["used_by"])
    return info


@transaction.atomic
def void_held(actor: Actor, *, held_id: UUID, reason: str, now: datetime) -> None:
    """Make a number held for a paper void, with the reason; one used or void already stays as it is."""
    held = ReservedNumber.objects.select_for_update(of=("self",)).select_related("book").filter(pk=held_id).first()
    if held is None or held.held_for is None or held.used_by is not None or held.voided_at is not None:
        return
    held.voided_at, held.void_reason = now, clean_line(reason)[:200]
    held.save(update_fields=["voided_at", "void_reason"])
    audit.record(
        actor,
        verb="documents.number_voided",
        subject_kind="book",
        subject_id=held.book_id,
        unit_id=held.book.unit_id,
        detail={"book": held.book.code, "number": held.number},
    )


def kind_of_result(series: str) -> str:
    """Return under which kind results of a series are numbered among an office's documents, "" for a register apart."""
    return content.kinds_of_results().get(series, "")


def kind_of_letter(letter: str) -> str:
    """Return under which kind a letter of a dossier is numbered. Raises KeyError for one content does not name."""
    return content.kinds_of_letters()[letter]
