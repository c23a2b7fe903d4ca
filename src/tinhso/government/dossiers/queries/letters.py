"""The letters of a dossier: how far each is, and the file of one that is signed."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers.access import PROCESS, RECEIVE, SIGN, access_dossier
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.errors import DossierNotFound, LetterUnsigned
from tinhso.government.dossiers.letter_data import LETTER_TITLES, LetterInfo, LetterKind, LetterState
from tinhso.government.dossiers.models import Dossier, Letter
from tinhso.government.dossiers.queries.looks import note_look
from tinhso.kernel.actors import Actor


def letters_of(dossier: Dossier) -> tuple[LetterInfo, ...]:
    """Return the letters of a dossier the caller may see, the oldest first, with why the queue waits with one."""
    rows = [row.to_info() for row in dossier.letters.order_by("id")]
    if not any(one.is_open for one in rows):
        return tuple(rows)
    asked = {one.file_id: one for one in reversed(signing.requests_of(dossier.id))}
    held = {row.id: row.file_id for row in dossier.letters.filter(state=LetterState.OPEN)}
    return tuple(_with_queue(one, asked.get(held[one.id]) if one.id in held else None) for one in rows)


def _with_queue(one: LetterInfo, asked: signing.RequestInfo | None) -> LetterInfo:
    if one.has_failed or asked is None or not asked.problem:
        return one
    return replace(one, problem=asked.problem, next_try_at=asked.next_try_at)


def may_sign_letters(actor: Actor, info: DossierInfo) -> bool:
    """Tell whether an officer may do something about a letter that waits: who receives, processes or signs here."""
    at_desk = info.receiving_unit_id is not None and actor.may(RECEIVE, info.receiving_unit_id)
    return at_desk or any(actor.may(one, info.unit_id) for one in (RECEIVE, PROCESS, SIGN))


def newest_letter(dossier: Dossier, kind: LetterKind) -> Letter | None:
    """Return the newest letter of a kind that was not made void with its act."""
    return dossier.letters.filter(kind=kind).exclude(state=LetterState.VOID).order_by("-id").first()


def bytes_of(actor: Actor, letter: Letter) -> bytes:
    """Return a letter's file, by its newest time-stamp. Raises LetterUnsigned while there is none to give."""
    return files.read_bytes(signing.newest_of(_file(actor, letter)))


def open_letter(actor: Actor, *, dossier_id: UUID, letter_id: UUID) -> UUID | None:
    """Return the file of a letter, by its own id or that of its entry in the register; None when it is no letter.

    The look is on record. Raises DossierNotFound, LetterUnsigned.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    letter = dossier.letters.filter(Q(id=letter_id) | Q(document_id=letter_id)).first()
    if letter is None:
        if dossier.signings.filter(document_id=letter_id).exists():
            return None
        raise DossierNotFound
    file_id = signing.newest_of(_file(actor, letter))
    purpose = f"Xem {LETTER_TITLES[LetterKind(letter.kind)]} của hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=purpose)
    return file_id


def _file(actor: Actor, letter: Letter) -> UUID:
    """Return the file, where it may be given: signed; with a place for a pen, to officers; void, as it was signed."""
    named = {"title": _(LETTER_TITLES[LetterKind(letter.kind)]), "number": letter.number}
    if letter.state == LetterState.OPEN:
        raise LetterUnsigned(_("%(title)s số %(number)s đang ký số, chưa phát hành. Mở lại sau ít phút.") % named)
    if letter.state == LetterState.ON_PAPER and not actor.is_officer:
        words = _("%(title)s số %(number)s được ký tay trên bản in. Nhận bản giấy tại Bộ phận Một cửa.")
        raise LetterUnsigned(words % named)
    if letter.state == LetterState.VOID and letter.document_id is None:
        raise LetterUnsigned(_("%(title)s số %(number)s đã hủy khi chưa ký.") % named)
    return letter.file_id
