"""Every look at a person's data is on record, whether they have an account or only stand on a paper."""

from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.kernel.actors import Actor


def note_look(actor: Actor, *, dossier_id: UUID, person_id: UUID | None, purpose: str) -> None:
    """Write an officer's look; an applicant's look at their own dossier is theirs."""
    if not actor.is_officer:
        return
    if person_id is not None:
        audit.record_read(actor, person_id=person_id, purpose=purpose, subject_kind="dossier", subject_id=dossier_id)
        return
    with transaction.atomic():
        audit.record(actor, verb=audit.READ_VERB, purpose=purpose, subject_kind="dossier", subject_id=dossier_id)
