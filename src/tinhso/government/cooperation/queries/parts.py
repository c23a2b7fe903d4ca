"""Reads of linked procedures. What a part says, passes on or brought is the applicant's: each look is on record."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.government.cooperation import access
from tinhso.government.cooperation.data import PartInfo
from tinhso.government.cooperation.errors import PartMissing
from tinhso.government.cooperation.models import LinkedPart
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Brought:
    """One answer of the applicant to what an agency asked: the words, and the files that came with them."""

    text: str
    files: tuple[files.FileInfo, ...]


def list_parts(actor: Actor, *, parent_id: UUID) -> list[PartInfo]:
    """Return the parts of a dossier in order, for whoever may see it; nothing for one that has none.

    Shown on pages of the dossier, whose own look is on record.
    """
    rows = list(LinkedPart.objects.filter(parent_id=parent_id).order_by("ordinal"))
    return [row.to_info() for row in rows] if rows and access.sees_parts_of(actor, rows[0]) else []


def get_part(actor: Actor, *, part_id: UUID) -> PartInfo:
    """Return one part; the look is on record. Raises PartMissing."""
    part = access.access_part(actor, part_id=part_id)
    _note(actor, part, f"Xem phần việc liên thông {part.title}")
    return part.to_info()


def parent_of(actor: Actor, *, dossier_id: UUID) -> UUID | None:
    """Return the parent a dossier is a part of, None for one that is not."""
    row = LinkedPart.objects.filter(dossier_id=dossier_id).first()
    return row.parent_id if row is not None and access.sees_parts_of(actor, row) else None


def open_part_result(actor: Actor, *, part_id: UUID) -> UUID:
    """Return the file of a part's result; the look is on record. Raises PartMissing when there is none."""
    part = access.access_part(actor, part_id=part_id)
    if part.result_file_id is None:
        raise PartMissing
    _note(actor, part, f"Xem kết quả phần việc liên thông {part.title}")
    return part.result_file_id


def brought_of(actor: Actor, *, part_id: UUID) -> list[Brought]:
    """Return what the applicant brought for a part, the oldest first; shown with the part (`get_part`)."""
    rows = access.access_part(actor, part_id=part_id).brought
    ids = [UUID(one) for row in rows for one in row["files"]]
    known = {one.id: one for one in files.list_infos(ids)}
    return [Brought(row["text"], tuple(known[UUID(one)] for one in row["files"] if UUID(one) in known)) for row in rows]


def open_brought(actor: Actor, *, part_id: UUID, file_id: UUID) -> UUID:
    """Return a file the applicant brought for a part; the look is on record. Raises PartMissing for any other file."""
    part = access.access_part(actor, part_id=part_id)
    if str(file_id) not in {one for row in part.brought for one in row["files"]}:
        raise PartMissing
    _note(actor, part, f"Xem tệp bổ sung của phần việc liên thông {part.title}")
    return file_id


def _note(actor: Actor, part: LinkedPart, what: str) -> None:
    dossiers.note_look_at(actor, dossier_id=part.parent_id, purpose=f"{what}, hồ sơ {part.parent_code}")
