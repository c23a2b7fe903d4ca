"""Reads of consults: the strip of who owes what, one question for either side, the papers shown."""

from dataclasses import replace
from uuid import UUID

from tinhso.government.cooperation import access
from tinhso.government.cooperation.data import ConsultInfo, ConsultState
from tinhso.government.cooperation.errors import ConsultMissing
from tinhso.government.cooperation.models import Consult
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM, Actor

MAX_SHOWN = 100


def list_consults(actor: Actor, *, dossier_id: UUID) -> list[ConsultInfo]:
    """Return every question about a dossier for whoever may see it, the oldest first: who owes what, until when.

    Raises DossierNotFound.
    """
    dossiers.get_dossier(actor, dossier_id=dossier_id)
    return [row.to_info() for row in Consult.objects.filter(dossier_id=dossier_id).order_by("id")[:MAX_SHOWN]]


def get_consult(actor: Actor, *, consult_id: UUID) -> ConsultInfo:
    """Return one question. Who is asked sees papers while it is open, and their answer until it is closed.

    The question and its answer speak of the applicant's matter: the look is on record, on either side.
    """
    consult = access.access_consult(actor, consult_id=consult_id)
    _note(actor, consult, "Xem câu hỏi, ý kiến phối hợp")
    if access.is_asker(actor, consult):
        return consult.to_info()
    shown = consult.to_info(with_papers=consult.state == ConsultState.OPEN)
    return replace(shown, dossier_id=consult.id)


def open_shown_paper(actor: Actor, *, consult_id: UUID, paper_id: UUID) -> UUID:
    """Return the file of a paper shown to this actor. On record with the question's purpose, for the citizen to read.

    Raises ConsultMissing for a paper that was not named, and for every paper once the question is answered or closed.
    """
    consult = access.access_consult(actor, consult_id=consult_id)
    named = {UUID(one["id"]): one["name"] for one in consult.papers}
    if consult.state != ConsultState.OPEN or paper_id not in named or not access.is_asked(actor, consult):
        raise ConsultMissing
    _note(actor, consult, f"Cho ý kiến phối hợp: xem {named[paper_id]}")
    return dossiers.open_paper(SYSTEM, dossier_id=consult.dossier_id, paper_id=paper_id)


def open_answer_file(actor: Actor, *, consult_id: UUID) -> UUID:
    """Return the file of an answer; the look is on record. Raises ConsultMissing when there is none."""
    consult = access.access_consult(actor, consult_id=consult_id)
    if consult.file_id is None:
        raise ConsultMissing
    _note(actor, consult, "Xem tệp ý kiến phối hợp")
    return consult.file_id


def _note(actor: Actor, consult: Consult, what: str) -> None:
    dossiers.note_look_at(actor, dossier_id=consult.dossier_id, purpose=f"{what}, hồ sơ {consult.dossier_code}")
