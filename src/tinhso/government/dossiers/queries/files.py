"""Files of a dossier: who may see the dossier may see its papers; every officer's look is on record."""

from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.queries.looks import note_look
from tinhso.kernel.actors import Actor


def open_paper(actor: Actor, *, dossier_id: UUID, paper_id: UUID) -> UUID:
    """Return the file id of one paper. Raises DossierNotFound for strangers, forged ids, papers without a file."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    paper = dossier.papers.filter(pk=paper_id, file_id__isnull=False).first()
    if paper is None or paper.file_id is None:
        raise DossierNotFound(_("Không tìm thấy giấy tờ này trong hồ sơ."))
    look = f"Xem {paper.name}, hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    return paper.file_id


def open_result(actor: Actor, *, dossier_id: UUID) -> UUID:
    """Return the file id of the signed result. Raises DossierNotFound when there is none or it is not theirs."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    if dossier.result_file_id is None:
        raise DossierNotFound(_("Hồ sơ này chưa có kết quả."))
    look = f"Tải kết quả hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    return dossier.result_file_id
