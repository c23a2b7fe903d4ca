"""Reactions to events: tell the applicant, and go on when money came. No personal data goes into a message."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from tinhso.data.population.events import PersonVerified
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.signing.events import SignatureFailed, SignatureMade
from tinhso.government.dossiers.actions import fees, identity, letters_signed, signed
from tinhso.government.dossiers.actions._fee import SUBJECT_KIND
from tinhso.government.dossiers.actions.letters import SUBJECT as LETTER
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
from tinhso.government.dossiers.queries.people import agents_of
from tinhso.government.payments.events import PaymentCancelled, PaymentReopened, PaymentSettled
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


_TOLD: Final = (
    "applicant_account_id", "code", "procedure_code", "field_code", "procedure_name", "unit_name", "promised_at",
)  # fmt: skip


def tell_applicant(envelope: Envelope) -> None:
    """Tell the applicant what happened, once per event; a dossier without an account is told nothing here."""
    tell_applicants([envelope])


def tell_applicants(envelopes: Sequence[Envelope]) -> None:
    """Tell each applicant what happened to theirs, in a few statements for all."""
    ids = {_dossier_of(one) for one in envelopes}
    rows = Dossier.objects.filter(pk__in=ids, applicant_account_id__isnull=False).only(*_TOLD)
    dossiers = {row.id: row for row in rows}
    filings = mandates.find_filings(dossiers)
    agents = {key: agents_of(dossiers[key], filing) for key, filing in filings.items()}
    notifications.notify_all(
        [
            telling
            for one in envelopes
            if (dossier := dossiers.get(_dossier_of(one)))
            for telling in _tellings(one, dossier, agents.get(dossier.id, []))
        ]
    )


def _dossier_of(envelope: Envelope) -> UUID:
    fact: Any = envelope.fact
    return fact.dossier_id  # type: ignore[no-any-return] # every event told of has one


def _tellings(envelope: Envelope, dossier: Dossier, agents: Sequence[UUID]) -> Iterator[notifications.Telling]:
    fact: Any = envelope.fact
    owner = dossier.applicant_account_id
    if owner is None or (isinstance(fact, DossierEnded) and envelope.account_id == owner):
        return  # they withdrew it themselves
    matter = notifications.Matter(
        template=TEMPLATES[type(fact)],
        context={
            "code": dossier.code,
            "procedure": dossier.procedure_name,
            "unit": dossier.unit_name,
            "promised_at": getattr(fact, "new_promise", None) or dossier.promised_at,
        },
        subject_kind="dossier",
        subject_id=dossier.id,
        once_key=str(envelope.id),
    )
    for account_id in (owner, *agents):
        yield notifications.Telling(account_id, matter, envelope.recorded_at)


def person_verified(envelope: Envelope) -> None:
    """Act on a late answer of the population database that does not agree; everything else needs nobody."""
    fact = envelope.fact
    if isinstance(fact, PersonVerified) and fact.outcome == "mismatch" and fact.subject_kind == "dossier":
        identity.identity_differs(dossier_id=fact.subject_id, differing=fact.differing_fields, now=envelope.recorded_at)


def signature_made(envelope: Envelope) -> None:
    """Go on with a result or letter whose signature was made; signatures of other rooms are passed over."""
    fact = envelope.fact
    if isinstance(fact, SignatureMade) and fact.subject_kind == LETTER:
        letters_signed.letter_signed(request_id=fact.request_id, file_id=fact.result_file_id, now=envelope.recorded_at)
    if isinstance(fact, SignatureMade) and fact.subject_kind == SUBJECT_KIND:
        signed.signature_made(
            request_id=fact.request_id, file_id=fact.result_file_id, sha256=fact.sha256, now=envelope.recorded_at
        )


def signature_failed(envelope: Envelope) -> None:
    """Give a result or letter that was not signed back to a person."""
    fact = envelope.fact
    if isinstance(fact, SignatureFailed) and fact.subject_kind == LETTER:
        letters_signed.letter_failed(request_id=fact.request_id, problem=fact.problem, now=envelope.recorded_at)
    if isinstance(fact, SignatureFailed) and fact.subject_kind == SUBJECT_KIND:
        signed.signature_failed(request_id=fact.request_id, problem=fact.problem, now=envelope.recorded_at)


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
