"""Files of a dossier: who may see the dossier may see its papers; every officer's look is on record."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.models import Dossier, DossierPaper
from tinhso.government.dossiers.queries.looks import note_look
from tinhso.kernel.actors import Actor


def open_paper(actor: Actor, *, dossier_id: UUID, paper_id: UUID) -> UUID:
    """Return the file id of one paper. Raises DossierNotFound for strangers, forged ids, papers without a file."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    paper, file_id = _paper(dossier, paper_id)
    look = f"Xem {paper.name}, hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    return file_id


def open_merged_paper(actor: Actor, *, dossier_id: UUID, paper_id: UUID, now: datetime) -> UUID:
    """Return one PDF of everything handed in for the component of this paper at the same time, in that order.

    Made when first opened and kept; the files themselves stay as they were handed in. A paper of one file is that
    file. Raises what `open_paper` raises, and what `files.merge_once` refuses (too many pages, a damaged part): then
    the parts can still be opened one by one.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    paper, file_id = _paper(dossier, paper_id)
    rows = dossier.papers.filter(
        component=paper.component, file_id__isnull=False, withdrawn_at=None, origin=paper.origin
    ).order_by("id")
    ids = [row.file_id for row in rows if row.file_id is not None and row.supplement_id == paper.supplement_id]
    look = f"Xem {paper.name}, hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    return file_id if len(ids) == 1 else files.merge_once(ids, name=f"{paper.name}.pdf", now=now).id


def _paper(dossier: Dossier, paper_id: UUID) -> tuple[DossierPaper, UUID]:
    """Return a paper of this dossier that has a file, and the file. Raises DossierNotFound."""
    paper = dossier.papers.filter(pk=paper_id, file_id__isnull=False).first()
    if paper is None or paper.file_id is None:
        raise DossierNotFound(_("Không tìm thấy giấy tờ này trong hồ sơ."))
    return paper, paper.file_id


def open_result(actor: Actor, *, dossier_id: UUID) -> UUID:
    """Return the file id of the signed result's newest version.

    Raises DossierNotFound when there is none or it is not theirs.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id)
    if dossier.result_file_id is None:
        raise DossierNotFound(_("Hồ sơ này chưa có kết quả."))
    look = f"Tải kết quả hồ sơ {dossier.code}"
    note_look(actor, dossier_id=dossier.id, person_id=dossier.applicant_account_id, purpose=look)
    return signing.newest_of(dossier.result_file_id)
