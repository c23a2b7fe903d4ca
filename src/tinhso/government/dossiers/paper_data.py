"""What others may hold of the papers of a dossier; taken from `data` by them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PaperForm(StrEnum):
    """What was handed in for a component."""

    ORIGINAL = "original"
    CERTIFIED = "certified"
    PHOTO = "photo"
    ELECTRONIC = "electronic"


class PaperOrigin(StrEnum):
    """Where a file or paper of a dossier came from: the applicant, our scanner, the applicant's store."""

    HANDED_IN = ""
    DIGITISED = "digitised"
    STORE = "store"
    RESULT = "result"  # the store, where it lay as the result of another dossier


@dataclass(frozen=True, slots=True)
class PaperInput:
    """One file or paper handed in for a component of the procedure."""

    component: str
    file_id: UUID | None = None
    form: PaperForm = PaperForm.ELECTRONIC
    count: int = 1
    origin: PaperOrigin = PaperOrigin.HANDED_IN


@dataclass(frozen=True, slots=True)
class PaperCount:
    """How many copies of each kind lie on the desk for one component; what was only shown is none of them."""

    component: str
    originals: int = 0
    certified: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class SignedFileInfo:
    """The digital signature of a file that was handed in: valid, or unknown where nobody we know vouches for it."""

    file_id: UUID
    state: str
    signer: str
    signed_at: datetime | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """One paper of a dossier."""

    id: UUID
    component: str
    name: str
    form: PaperForm
    count: int
    file_id: UUID | None
    supplement_id: UUID | None = None
    origin: PaperOrigin = PaperOrigin.HANDED_IN
