"""Facts this room announces. Ids alone: whoever wants more asks the door."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("casefiles.opened.v1")
@dataclass(frozen=True, slots=True)
class CaseFileOpened(Event):
    """A case file was opened."""

    file_id: UUID
    unit_id: UUID


@event("casefiles.closed.v1")
@dataclass(frozen=True, slots=True)
class CaseFileClosed(Event):
    """A case file is complete; its term to be handed over runs."""

    file_id: UUID
    unit_id: UUID


@event("casefiles.sent.v1")
@dataclass(frozen=True, slots=True)
class FilesSent(Event):
    """Closed files wait for the archive to take them (nộp lưu)."""

    slip_id: UUID
    unit_id: UUID


@event("casefiles.taken_back.v1")
@dataclass(frozen=True, slots=True)
class FilesTakenBack(Event):
    """A hand-over was taken back before the archive settled it."""

    slip_id: UUID
    unit_id: UUID
