"""Reactions to events: tell the applicant, and go on when money came. No personal data goes into a message."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from tinhso.data.population.events import PersonVerified
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.notifications import public as notifications
from tinhso.government.dossiers.actions import fees, identity
from tinhso.government.dossiers.actions._fee import SUBJECT_KIND
from tinhso.government.dossiers.events import (
    DossierCorrected,
    DossierEnded,
    DossierExtended,
    DossierReceived,
    DossierRefused,
    DossierSubmitted,
    FeeAsked,
    FeePaid,
    PromiseRecomputed,
    ResultHandedOver,
    ResultReturned,
    ResultSigned,
    SupplementAsked,
)
from tinhso.government.dossiers.models import Dossier
from tinhso.government.payments.events import PaymentCancelled, PaymentReopened, PaymentSettled
from tinhso.kernel import clock
from tinhso.kernel.events import Envelope, Event

TEMPLATES: Final[Mapping[type[Event], str]] = {
    DossierSubmitted: "dossier_submitted",
    DossierReceived: "dossier_received",
    DossierRefused: "dossier_refused",
    SupplementAsked: "dossier_supplement_asked",
    FeeAsked: "dossier_fee_asked",
    FeePaid: "dossier_fee_paid",
    DossierExtended: "dossier_extended",
    PromiseRecomputed: "dossier_recomputed",
    DossierEnded: "dossier_stopped",
    DossierCorrected: "dossier_corrected",
    ResultSigned: "dossier_result_ready",
    ResultReturned: "dossier_result_returned",
    ResultHandedOver: "dossier_handed_over",
}


def tell_applicant(envelope: Envelope) -> None:
    """Tell the applicant what happened, once per event; a dossier without an account is told nothing here."""
    fact: Any = envelope.fact
    dossier = Dossier.objects.defer("data", "search").get(pk=fact.dossier_id)
    if dossier.applicant_account_id is None:
        return
    if isinstance(fact, DossierEnded) and envelope.account_id == dossier.applicant_account_id:
        return  # they withdrew it themselves
    for account_id in (dossier.applicant_account_id, *_agents(dossier)):
        notifications.notify(
            account_id,
            template=TEMPLATES[type(envelope.fact)],
            context={
                "code": dossier.code,
                "procedure": dossier.procedure_name,
                "unit": dossier.unit_name,
                "promised_at": getattr(fact, "new_promise", None) or dossier.promised_at,
            },
            subject_kind="dossier",
            subject_id=dossier.id,
            once_key=str(envelope.id),
            now=envelope.recorded_at,
        )


def _agents(dossier: Dossier) -> list[UUID]:
    """Return who handed it in for the applicant, while they still may act for them in this."""
    filing = mandates.find_filing(dossier.id)
    if filing is None or filing.agent_id is None or filing.principal_id is None:
        return []
    behalf = mandates.find_behalf(filing.agent_id, principal_id=filing.principal_id, on=clock.today())
    return [filing.agent_id] if behalf and behalf.covers(dossier.procedure_code, dossier.field_code) else []


def person_verified(envelope: Envelope) -> None:
    """Act on a late answer of the population database that does not agree; everything else needs nobody."""
    fact = envelope.fact
    if isinstance(fact, PersonVerified) and fact.outcome == "mismatch" and fact.subject_kind == "dossier":
        identity.identity_differs(dossier_id=fact.subject_id, differing=fact.differing_fields, now=envelope.recorded_at)


def money_came(envelope: Envelope) -> None:
    """Let a dossier go on when its fee is paid; requests of other rooms are passed over."""
    fact = envelope.fact
    if isinstance(fact, PaymentSettled) and fact.subject_kind == SUBJECT_KIND:
        fees.fee_settled(
            dossier_id=fact.subject_id,
            request_id=fact.request_id,
            total=fact.total,
            at=fact.at,
            now=envelope.recorded_at,
        )


def money_went(envelope: Envelope) -> None:
    """Let a dossier wait again when the bank took its fee back."""
    fact = envelope.fact
    if isinstance(fact, PaymentReopened) and fact.subject_kind == SUBJECT_KIND:
        fees.fee_reopened(dossier_id=fact.subject_id, request_id=fact.request_id, now=envelope.recorded_at)


def money_not_asked(envelope: Envelope) -> None:
    """Let a dossier go on when its fee is asked no longer."""
    fact = envelope.fact
    if isinstance(fact, PaymentCancelled) and fact.subject_kind == SUBJECT_KIND:
        fees.fee_cancelled(dossier_id=fact.subject_id, request_id=fact.request_id, now=envelope.recorded_at)
