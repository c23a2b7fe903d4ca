"""What was found of the signatures in the files of a dossier."""

from uuid import UUID

from tinhso.government.dossiers.data import DossierDetail, SignedFileInfo
from tinhso.government.dossiers.models import SignedFile


def signatures_of(detail: DossierDetail) -> dict[UUID, SignedFileInfo]:
    """Return, by file, the signature of each signed file of a dossier the caller has been given; one query."""
    wanted = [paper.file_id for paper in detail.papers if paper.file_id is not None]
    return {row.file_id: row.to_info() for row in SignedFile.objects.filter(pk__in=wanted)} if wanted else {}
