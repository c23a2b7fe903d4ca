"""Reads of linked procedures."""

from uuid import UUID

from tinhso.government.cooperation import access
from tinhso.government.cooperation.data import PartInfo
from tinhso.government.cooperation.errors import PartMissing
from tinhso.government.cooperation.models import LinkedPart
from tinhso.kernel.actors import Actor


def list_parts(actor: Actor, *, parent_id: UUID) -> list[PartInfo]:
    """Return the parts of a dossier in order, for its applicant and its unit; nothing for one that has none."""
    rows = LinkedPart.objects.filter(parent_id=parent_id).order_by("ordinal")
    return [row.to_info() for row in rows if access.sees_parts_of(actor, row)]


def get_part(actor: Actor, *, part_id: UUID) -> PartInfo:
    """Return one part. Raises PartMissing."""
    return access.access_part(actor, part_id=part_id).to_info()


def parent_of(actor: Actor, *, dossier_id: UUID) -> UUID | None:
    """Return the parent a dossier is a part of, None for one that is not."""
    row = LinkedPart.objects.filter(dossier_id=dossier_id).first()
    return row.parent_id if row is not None and access.sees_parts_of(actor, row) else None


def open_part_result(actor: Actor, *, part_id: UUID) -> UUID:
    """Return the file of a part's result. Raises PartMissing when there is none."""
    part = access.access_part(actor, part_id=part_id)
    if part.result_file_id is None:
        raise PartMissing
    return part.result_file_id


def brought_of(actor: Actor, *, part_id: UUID) -> list[dict[str, object]]:
    """Return what the applicant brought for a part, the oldest first."""
    return list(access.access_part(actor, part_id=part_id).brought)
