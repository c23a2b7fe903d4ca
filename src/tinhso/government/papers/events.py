"""Facts this room announces: ids and codes; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("papers.kept.v1")
@dataclass(frozen=True, slots=True)
class PaperKept(Event):
    """A paper is in its owner's store; `replaces_id` is the earlier version it takes the place of."""

    paper_id: UUID
    type_code: str
    origin: str
    replaces_id: UUID | None = None


@event("papers.used.v1")
@dataclass(frozen=True, slots=True)
class PaperUsed(Event):
    """A paper was used again instead of being handed in once more."""

    paper_id: UUID
    subject_kind: str
    subject_id: UUID


@event("papers.revoked.v1")
@dataclass(frozen=True, slots=True)
class PaperRevoked(Event):
    """A paper counts no longer. `uses` are ids (text) of up to 500 subjects that used it, more in more events."""

    paper_id: UUID
    uses: tuple[str, ...] = ()


@event("papers.shared.v1")
@dataclass(frozen=True, slots=True)
class PaperShared(Event):
    """The owner shared a paper, until a moment."""

    share_id: UUID
    paper_id: UUID
    kind: str
    expires_at: datetime


@event("papers.share_ended.v1")
@dataclass(frozen=True, slots=True)
class ShareEnded(Event):
    """The owner ended a share before its time."""

    share_id: UUID
    paper_id: UUID


@event("papers.copy_certified.v1")
@dataclass(frozen=True, slots=True)
class CopyCertified(Event):
    """A certified electronic copy was signed and numbered."""

    copy_id: UUID
    unit_id: UUID
    result_id: UUID
    pages: int


@event("papers.look_questioned.v1")
@dataclass(frozen=True, slots=True)
class LookQuestioned(Event):
    """A person asks why somebody looked at their data."""

    question_id: UUID
    unit_id: UUID
