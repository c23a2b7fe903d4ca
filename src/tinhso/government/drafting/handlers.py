"""Reactions to events of signing: a draft goes on, or back to a person. Signatures of other rooms are passed over."""

from tinhso.foundation.signing.events import PreparedFailed, PreparedSigned, SignatureFailed, SignatureMade
from tinhso.government.drafting.actions import signed
from tinhso.government.drafting.signing_data import SUBJECT
from tinhso.kernel.events import Envelope


def signature_made(envelope: Envelope) -> None:
    """Go on with a draft the queue signed."""
    fact = envelope.fact
    if isinstance(fact, SignatureMade) and fact.subject_kind == SUBJECT:
        signed.made(asked_id=fact.request_id, file_id=fact.result_file_id, now=envelope.recorded_at)


def signature_failed(envelope: Envelope) -> None:
    """Give a draft the queue will not sign back to a person."""
    fact = envelope.fact
    if isinstance(fact, SignatureFailed) and fact.subject_kind == SUBJECT:
        signed.failed(asked_id=fact.request_id, problem=fact.problem, now=envelope.recorded_at)


def prepared_signed(envelope: Envelope) -> None:
    """Go on with a draft its signer's own device signed."""
    fact = envelope.fact
    if isinstance(fact, PreparedSigned) and fact.subject_kind == SUBJECT:
        signed.made(asked_id=fact.prepared_id, file_id=fact.file_id, now=envelope.recorded_at)


def prepared_failed(envelope: Envelope) -> None:
    """Put a draft its signer did not consent to, or whose time-stamp was refused, before them again."""
    fact = envelope.fact
    if isinstance(fact, PreparedFailed) and fact.subject_kind == SUBJECT:
        signed.failed(asked_id=fact.prepared_id, problem=fact.problem, now=envelope.recorded_at)
