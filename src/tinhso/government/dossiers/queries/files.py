"""Files of a dossier: who may see the dossier may see its papers; every officer's look is on record."""

from uuid import UUID

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.kernel.actors import Actor


def open_paper(actor: Actor, *, dossier_id: UUID, paper_id: UUID) -> UUID:
    """Return the file id of one paper. Raises DossierNotFound for strangers, forged ids, papers without a file."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    paper = dossier.papers.filter(pk=paper_id, file_id__isnull=False).first()
    if paper is None or paper.file_id is None:
        raise DossierNotFound("Không tìm thấy giấy tờ này trong hồ sơ.")
    _note_look(actor, dossier.id, dossier.applicant_account_id, f"Xem {paper.name}, hồ sơ {dossier.code}")
    return paper.file_id


def open_result(actor: Actor, *, dossier_id: UUID) -> UUID:
    """Return the file id of the signed result. Raises DossierNotFound when there is none or it is not theirs."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    if dossier.result_file_id is None:
        raise DossierNotFound("Hồ sơ này chưa có kết quả.")
    _note_look(actor, dossier.id, dossier.applicant_account_id, f"Tải kết quả hồ sơ {dossier.code}")
    return dossier.result_file_id


def _note_look(actor: Actor, dossier_id: UUID, person_id: UUID | None, purpose: str) -> None:
    if actor.is_officer:
        audit.record_read(actor, person_id=person_id, purpose=purpose, subject_kind="dossier", subject_id=dossier_id)
