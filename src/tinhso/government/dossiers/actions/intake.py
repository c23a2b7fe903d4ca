"""Filing through another front door: what a citizen filed at the National Portal becomes a dossier here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers.actions.drafts import require_offered
from tinhso.government.dossiers.actions.submit import file_dossier, require_files
from tinhso.government.dossiers.data import Channel, Delivery, DossierInfo, PaperInput
from tinhso.government.dossiers.errors import DossierNotFound
from tinhso.government.dossiers.models import Dossier
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day


@transaction.atomic
@outbox.gathering()
def file_from_national(
    actor: Actor,
    *,
    procedure_code: str,
    unit_id: UUID,
    data: Mapping[str, Any],
    papers: Sequence[PaperInput] = (),
    delivery: Delivery = Delivery.ONLINE,
    now: datetime,
) -> DossierInfo:
    """File what came from the National Public Service Portal (kênh npsp); it goes onto the receiving desk.

    Only the system itself files so (DossierNotFound otherwise). The portal has proved who the applicant is: an account
    here with that number becomes the dossier's. The caller keeps the outside code and calls once for each, in its own
    transaction. Raises what `submit` raises: FormIncomplete, PapersMissing, NotOffered, ProcedureNotFound.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DossierNotFound
    version = procedures.get_current(procedure_code, on=local_day(now))
    require_offered(version, unit_id)
    require_files(papers)
    dossier = file_dossier(
        actor,
        version=version,
        unit_id=unit_id,
        data=data,
        papers=papers,
        channel=Channel.NPSP,
        delivery=delivery,
        now=now,
    )
    _bind_account(dossier)
    return dossier.to_info()


def _bind_account(dossier: Dossier) -> None:
    """Let the applicant see it among their own, when they have an account here."""
    account = identity.find_by_number(dossier.applicant_number) if dossier.applicant_number else None
    if account is not None:
        dossier.applicant_account_id = account.id
        dossier.save(update_fields=["applicant_account_id"])
