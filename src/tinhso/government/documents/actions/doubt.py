"""A document on whose pages a mark of secrecy was read: held back, looked at by the clerk, let go or stopped for good.

Sources: Luật Bảo vệ bí mật nhà nước 29/2018/QH14, Điều 5 (no secret on a system that is not made for it). A machine
only warns; a person decides.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.government.documents import access
from tinhso.government.documents.actions import _write, desk
from tinhso.government.documents.data import REGISTER, Direction, DocumentInfo, Secrecy, State
from tinhso.government.documents.errors import BadDocument, IllegalDocumentMove
from tinhso.government.documents.instruction_data import LIVE
from tinhso.government.documents.models import Document, DocumentFile, DocumentText, Instruction
from tinhso.government.documents.queries.infos import info_of
from tinhso.government.documents.queries.people import clerks_of
from tinhso.government.documents.rules.lifecycle import Move, moved
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

MIN_REASON = 10


def hold(actor: Actor, row: Document, *, now: datetime) -> None:
    """Hold a locked document back: its words leave search and inboxes, named people alone open it, the clerk looks.

    Those who have something to do about it keep it. Holding twice changes nothing.
    """
    if row.secrecy == Secrecy.HELD:
        return
    row.secrecy, row.restricted, row.search_words = Secrecy.HELD, True, ""
    row.version += 1
    row.save(update_fields=["secrecy", "restricted", "search_words", "version"])
    DocumentText.objects.filter(document=row).delete()
    DocumentFile.objects.filter(document=row).update(text_state="none")
    _write.write_readers(row, clerks_of(row.unit_id), now=now)
    _reword(row, now=now)
    desk.open_secrecy(row, now=now)
    _write.tell(actor, row, "marked_secret", now=now)
    _write.record(actor, row, "held_secret")


def _reword(row: Document, *, now: datetime) -> None:
    """Open what stands in inboxes anew, without the words of the document."""
    for one in Instruction.objects.filter(document=row, state__in=LIVE).order_by("id"):
        work.close_items(subject_id=one.id, now=now)
        desk.open_carrying(row, one, role=desk.role_for(one), now=now)
    if not work.live_subjects([row.id]):
        return
    work.close_items(subject_id=row.id, now=now)
    if row.number is None:
        desk.open_taking(row, now=now)
    elif row.state == State.REGISTERED:
        desk.open_directing(row, now=now)


def _held(actor: Actor, document_id: UUID, reason: str) -> tuple[Document, str]:
    row = access.access_document(actor, document_id=document_id, ability=REGISTER, lock=True)
    if row.secrecy != Secrecy.HELD:
        raise IllegalDocumentMove
    why = clean_line(reason)[:500]
    if len(why) < MIN_REASON:
        words = _("Ghi căn cứ kết luận, ít nhất %(n)s ký tự.") % {"n": MIN_REASON}
        raise BadDocument(words, fields={"ket_luan": words})
    return row, why


@transaction.atomic
def open_held(actor: Actor, *, document_id: UUID, reason: str, now: datetime) -> DocumentInfo:
    """Say, with the reason, that it holds no state secret: it is as it was before, and its files are read again.

    Only what was open to its agency is ever read, so it is open to it again. Raises DocumentMissing, BadDocument
    without a reason, IllegalDocumentMove when it is not held.
    """
    row, why = _held(actor, document_id, reason)
    row.secrecy, row.restricted = Secrecy.OPENED, False
    row.search_words = _write.words_for(row)
    row.version += 1
    row.save(update_fields=["secrecy", "restricted", "search_words", "version"])
    DocumentFile.objects.filter(document=row).update(text_state="waiting", text_tries=0, text_at=None)
    work.close_items(subject_id=row.id, kind=desk.SECRECY_WORK, actor=actor, now=now)
    _write.tell(actor, row, "not_secret", text=why, now=now)
    _write.record(actor, row, "opened_held")
    return info_of(row)


@transaction.atomic
def stop_secret(actor: Actor, *, document_id: UUID, reason: str, now: datetime) -> DocumentInfo:
    """Say that it is a secret document: nothing is done with it here any more; its readers stay the named ones.

    The files are taken off the system by the operator, by a decision on record (`files.remove_content`). Raises what
    `open_held` raises.
    """
    row, why = _held(actor, document_id, reason)
    row.secrecy = Secrecy.SECRET
    if row.direction == Direction.INCOMING:
        row.state = moved(State(row.state), Move.FREEZE)
    row.reason = why
    row.version += 1
    row.save(update_fields=["secrecy", "state", "reason", "version"])
    desk.close_all(actor, row, now=now)
    _write.tell(actor, row, "secret", text=why, now=now)
    _write.record(actor, row, "stopped_secret")
    if row.direction == Direction.INCOMING:
        desk.announce_frozen(actor, row)
    return info_of(row)
