"""Facts digitisation announces: ids and counts; no personal data."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("digitisation.papers_checked.v1")
@dataclass(frozen=True, slots=True)
class PapersChecked(Event):
    """A desk wrote down what paper of a dossier it holds; `pending` components are still to be digitised."""

    dossier_id: UUID
    unit_id: UUID
    pending: int


@event("digitisation.paper_digitised.v1")
@dataclass(frozen=True, slots=True)
class PaperDigitised(Event):
    """A component was digitised, signed and kept in the store (tình trạng số hóa 1)."""

    dossier_id: UUID
    component: str
    paper_id: UUID
    file_id: UUID


@event("digitisation.paper_rejected.v1")
@dataclass(frozen=True, slots=True)
class PaperRejected(Event):
    """A second person found a digitised paper wanting; the component is to be digitised again."""

    dossier_id: UUID
    component: str
    paper_id: UUID
