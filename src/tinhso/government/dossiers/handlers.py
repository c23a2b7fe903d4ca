"""Reactions to events: tell the applicant. No personal data goes into a message; the page behind the link has it."""

from collections.abc import Mapping
from typing import Any, Final

from tinhso.foundation.notifications import public as notifications
from tinhso.government.dossiers.events import (
    DossierReceived,
    DossierRefused,
    DossierSubmitted,
    ResultHandedOver,
    ResultSigned,
    SupplementAsked,
)
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel.events import Envelope, Event

TEMPLATES: Final[Mapping[type[Event], str]] = {
    DossierSubmitted: "dossier_submitted",
    DossierReceived: "dossier_received",
    DossierRefused: "dossier_refused",
    SupplementAsked: "dossier_supplement_asked",
    ResultSigned: "dossier_result_ready",
    ResultHandedOver: "dossier_handed_over",
}


def tell_applicant(envelope: Envelope) -> None:
    """Tell the applicant what happened, once per event; a dossier without an account is told nothing here."""
    fact: Any = envelope.fact
    dossier = Dossier.objects.defer("data", "search").get(pk=fact.dossier_id)
    if dossier.applicant_account_id is None:
        return
    notifications.notify(
        dossier.applicant_account_id,
        template=TEMPLATES[type(envelope.fact)],
        context={
            "code": dossier.code,
            "procedure": dossier.procedure_name,
            "unit": dossier.unit_name,
            "promised_at": dossier.promised_at,
        },
        subject_kind="dossier",
        subject_id=dossier.id,
        once_key=str(envelope.id),
        now=envelope.recorded_at,
    )
