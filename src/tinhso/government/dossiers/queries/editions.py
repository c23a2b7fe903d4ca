"""The version a dossier is handled under, as its agency offered it on its day (phí, lệ phí, thời hạn riêng)."""

from collections.abc import Sequence
from uuid import UUID

from tinhso.government.dossiers.data import DossierDetail
from tinhso.government.dossiers.models import Dossier
from tinhso.government.procedures import public as procedures


def edition_of(dossier: Dossier) -> procedures.ProcedureVersion:
    """Return the version of a dossier with the amounts and spans its agency had set when it was filed.

    What the agency sets afterwards changes nothing of it: the receipt, the request for payment and the promise all ask
    here, on whatever day.
    """
    version = procedures.get_version(dossier.version_id)
    return procedures.at_agency(version, dossier.unit_id, at=dossier.submitted_at)


def editions_of(dossiers: Sequence[Dossier]) -> dict[UUID, procedures.ProcedureVersion]:
    """Return what `edition_of` does for many, by id, in one query."""
    filed = [(procedures.get_version(one.version_id), one.unit_id, one.submitted_at) for one in dossiers]
    return dict(zip((one.id for one in dossiers), procedures.at_agencies(filed), strict=True))


def edition_of_detail(detail: DossierDetail) -> procedures.ProcedureVersion:
    """Return what `edition_of` does, for a dossier as others see it."""
    version = procedures.get_version(detail.version_id)
    return procedures.at_agency(version, detail.info.unit_id, at=detail.info.submitted_at)
