"""Reactions to what happens in the registers; idempotent. All under one name, so that they come in order."""

from uuid import UUID

from tinhso.foundation.edxml.public import StatusCode
from tinhso.foundation.work import public as work
from tinhso.government.correspondence.actions import sending, statuses
from tinhso.government.correspondence.data import RECALL_WORK
from tinhso.government.documents import public as documents
from tinhso.government.documents.events import (
    DocumentClosed,
    DocumentFrozen,
    DocumentIssued,
    DocumentRecalled,
    DocumentRefused,
    DocumentRegistered,
    InstructionGiven,
    ProgressReported,
)
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope


def issued(envelope: Envelope) -> None:
    """Send what was issued to whom it goes."""
    fact = envelope.fact
    if isinstance(fact, DocumentIssued):
        sending.send_issued(document_id=fact.document_id, now=envelope.recorded_at)


def recalled(envelope: Envelope) -> None:
    """Call back what was recalled or replaced."""
    fact = envelope.fact
    if isinstance(fact, DocumentRecalled):
        sending.send_recall(document_id=fact.document_id, now=envelope.recorded_at)


def followed(envelope: Envelope) -> None:
    """Tell the sender what the receiver did with a document."""
    match envelope.fact:
        case DocumentRegistered(delivery_id=UUID() as delivery_id):
            _say(delivery_id, StatusCode.REGISTERED, envelope)
        case DocumentRefused(delivery_id=UUID() as delivery_id, document_id=document_id):
            reason = documents.get_document(SYSTEM, document_id).reason
            _say(delivery_id, StatusCode.REFUSED, envelope, text=reason)
        case InstructionGiven(delivery_id=UUID() as delivery_id):
            _say(delivery_id, StatusCode.ASSIGNED, envelope)
        case ProgressReported(delivery_id=UUID() as delivery_id):
            _say(delivery_id, StatusCode.PROCESSING, envelope)
        case DocumentClosed(delivery_id=UUID() as delivery_id, answer_id=answer_id):
            answer = documents.get_document(SYSTEM, answer_id) if answer_id else None
            _say(delivery_id, StatusCode.DONE, envelope, text=answer.name if answer and not answer.restricted else "")
        case DocumentFrozen(delivery_id=UUID() as delivery_id):
            _say(delivery_id, StatusCode.RECALL_AGREED, envelope)
            work.close_items(subject_id=delivery_id, kind=RECALL_WORK, now=envelope.recorded_at)
        case _:
            return


def _say(delivery_id: UUID, code: StatusCode, envelope: Envelope, *, text: str = "") -> None:
    statuses.say_if_new(SYSTEM, delivery_id=delivery_id, code=code, text=text, now=envelope.recorded_at)
