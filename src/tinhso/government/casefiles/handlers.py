"""What happens elsewhere that puts papers into files. At least once, so each is idempotent."""

from tinhso.government.casefiles.actions import gather
from tinhso.government.documents.events import DocumentIssued, DocumentRegistered
from tinhso.government.dossiers.events import DossierEnded
from tinhso.kernel.events import Envelope


def gather_document(envelope: Envelope) -> None:
    """A document was registered or issued: the rules of the lists may want it."""
    fact = envelope.fact
    if isinstance(fact, DocumentRegistered | DocumentIssued):
        gather.gather_document(fact.document_id, now=envelope.recorded_at)


def gather_dossier(envelope: Envelope) -> None:
    """A dossier ended."""
    fact = envelope.fact
    if isinstance(fact, DossierEnded):
        gather.gather_dossier(fact.dossier_id, now=envelope.recorded_at)
